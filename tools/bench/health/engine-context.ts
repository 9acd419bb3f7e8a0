import { availableParallelism } from 'node:os';
import type { TrainingContext } from '../../../src-main/engine/types.ts';
import { inRoot } from '../../lib/paths.mjs';

/** As the product's worker gives it: all cores, the built thread. */
export function engineContext(): TrainingContext {
  return {
    seed: 42,
    options: {},
    encoder: null,
    threads: { count: Math.min(8, availableParallelism()), entry: inRoot('out', 'main', 'thread.cjs') },
    vectors: null,
    onProgress: () => {},
    checkCancelled: () => {},
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
  };
}
