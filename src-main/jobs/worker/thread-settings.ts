import { availableParallelism } from 'node:os';
import type { ThreadSettings } from '../../engine/types.ts';

const mostThreads = 8;

/** All of the machine's cores, up to 8; the host tells where a thread's entry file lies. */
export function threadSettings(): ThreadSettings {
  return {
    count: Math.min(mostThreads, availableParallelism()),
    entry: process.env.WINNOW_THREAD_ENTRY ?? null,
  };
}
