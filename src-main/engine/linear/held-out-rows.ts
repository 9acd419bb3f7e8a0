import type { HeldOutPlan } from '../output/held-out-plan.ts';
import { everyFold } from './solver/solve-lanes.ts';

/** Which rows are learned from and which are judged, by row number; validation documents follow the training ones. */
export interface HeldOutRows {
  readonly by: HeldOutPlan['by'];
  /** Per row the fold that judges it, or {@link everyFold}. */
  readonly folds: Uint8Array;
  readonly foldCount: number;
  /** Rows that some fold learns from. */
  readonly learned: Int32Array;
  /** In the order of the plan. */
  readonly judged: Int32Array;
}

export function heldOutRows(plan: HeldOutPlan, trainingRows: number, validationRows: number): HeldOutRows {
  const folds = new Uint8Array(trainingRows + validationRows).fill(everyFold);
  const training = rowsBetween(0, trainingRows);
  if (plan.by === 'validation') {
    folds.fill(0, trainingRows);
    const judged = rowsBetween(trainingRows, trainingRows + validationRows);
    return { by: plan.by, folds, foldCount: 1, learned: training, judged };
  }
  if (plan.by === 'none') {
    return { by: plan.by, folds, foldCount: 0, learned: training, judged: new Int32Array(0) };
  }
  for (const [fold, { judge }] of plan.folds.entries()) for (const row of judge) folds[row] = fold;
  return {
    by: plan.by,
    folds,
    foldCount: plan.folds.length,
    learned: plan.folds.length === 1 ? plan.folds[0]!.fit : training,
    judged: Int32Array.from(plan.folds.flatMap(({ judge }) => Array.from(judge))),
  };
}

export function rowsBetween(from: number, to: number): Int32Array {
  return Int32Array.from({ length: to - from }, (_, place) => from + place);
}
