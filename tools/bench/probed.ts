import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inRoot } from '../lib/paths.mjs';

interface Sample {
  readonly program: string;
  /** Milliseconds since 1970, at the end of the stretch that the sample tells of. */
  readonly at: number;
  /** Longest time in which the event loop did not turn, in milliseconds. */
  readonly blocked: number;
  /** Highest resident memory since the start, in bytes. */
  readonly peakMemory: number;
  /** Processor seconds since the start, of all threads. */
  readonly processor: number;
}

/** What probe.mjs wrote about the processes of one run of the product. */
export interface Probe {
  /** Arguments for Node and variables of the environment that load the probe. */
  readonly nodeArguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Highest memory among the processes of an entry file (`worker.cjs`), in bytes; 0 when there was none. */
  peakMemory(program: string): number;
  /** Processor seconds of an entry file's process, all threads; of several the highest. */
  processorSeconds(program: string): number;
  /** Longest blocked time of an entry file's processes, between two moments, in milliseconds. */
  longestBlock(program: string, from?: number, to?: number): number;
  dispose(): void;
}

export function createProbe(): Probe {
  const folder = mkdtempSync(path.join(tmpdir(), 'winnow-probe-'));
  const samples = (program: string): readonly Sample[] =>
    readdirSync(folder)
      .flatMap((file) => readFileSync(path.join(folder, file), 'utf8').trim().split('\n'))
      .map((line) => JSON.parse(line) as Sample)
      .filter((sample) => sample.program === program);
  return {
    nodeArguments: ['--import', inRoot('tools', 'bench', 'probe.mjs')],
    environment: { WINNOW_PROBE: folder },
    peakMemory: (program) => Math.max(0, ...samples(program).map((sample) => sample.peakMemory)),
    processorSeconds: (program) => Math.max(0, ...samples(program).map((sample) => sample.processor)),
    longestBlock: (program, from = 0, to = Number.POSITIVE_INFINITY) =>
      Math.max(
        0,
        ...samples(program)
          .filter(({ at }) => at >= from && at <= to)
          .map((sample) => sample.blocked),
      ),
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}
