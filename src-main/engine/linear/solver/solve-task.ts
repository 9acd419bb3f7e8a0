import type { ThreadTask } from '../../threads/thread-task.ts';
import { type Pause, runPaced } from '../../work.ts';
import { instantiateKernel } from './kernel.ts';
import { type LaneProblem, LaneSolver, type SolveLimits, type Workspace } from './solve-lanes.ts';

/** Workspaces that solvers share, one each at a time. */
export interface Workspaces {
  readonly spaces: readonly (Workspace & { readonly alphas: number })[];
  /** 1 where the workspace is taken. In memory that threads share. */
  readonly taken: Int32Array;
}

export interface SolveInput {
  /** Dual variables at address 0 = those of the workspace, lost when the task is done. */
  readonly problem: LaneProblem;
  readonly workspaces: Workspaces;
  /** Go on from the dual variables as they are, instead of zero. */
  readonly warm: boolean;
  readonly limits: SolveLimits;
  readonly seed: number;
  readonly judged: Int32Array | null;
  readonly wantsWeights: boolean;
}

export interface SolveResult {
  readonly converged: boolean;
  /** The judged rows' products with the weights, `stride / 4` numbers a row. */
  readonly values: Float32Array<ArrayBuffer> | null;
  /** Feature after feature, the intercepts last: `stride / 4` numbers each. */
  readonly weights: Float32Array<ArrayBuffer> | null;
}

/**
 * Solves the lanes of one problem. Other than its result it writes the dual variables only, so that run again it gives
 * the same, from zero exactly and otherwise within the tolerance.
 */
export const solveLanes: ThreadTask<SolveInput, SolveResult> = {
  name: 'solve-lanes',
  run: async (input, pause) => {
    const { taken, spaces } = input.workspaces;
    const place = takePlace(taken);
    try {
      return await solveIn(spaces[place]!, input, pause);
    } finally {
      Atomics.store(taken, place, 0);
    }
  },
  transfer: ({ values, weights }) => [values, weights].flatMap((array) => (array ? [array.buffer] : [])),
};

/** There are as many places as threads, so that one is always free. */
function takePlace(taken: Int32Array): number {
  const place = taken.findIndex((_, index) => Atomics.compareExchange(taken, index, 0, 1) === 0);
  if (place < 0) throw new Error('More solvers run than there are workspaces.');
  return place;
}

async function solveIn(
  space: Workspaces['spaces'][number],
  input: SolveInput,
  pause: Pause,
): Promise<SolveResult> {
  const alphas = input.problem.alphas === 0 ? space.alphas : input.problem.alphas;
  const kernel = instantiateKernel(input.problem.rows.memory);
  const solver = new LaneSolver(kernel, { ...input.problem, alphas }, space);
  if (!input.warm) await runPaced(solver.clearAlphas(), pause);
  await solver.restoreWeights(pause);
  const converged = await solver.solve(input.limits, input.seed, pause);
  return {
    converged,
    values: input.judged && (await solver.judge(input.judged, pause)),
    weights: input.wantsWeights ? await runPaced(solver.weights(), pause) : null,
  };
}
