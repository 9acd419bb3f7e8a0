import type { HeldOutPlan } from '../output/held-out-plan.ts';
import { everyFold } from './solver/solve-lanes.ts';

/** Which rows are learned from and which are judged, by row number; the judged rows follow the training ones. */
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

/** @param judgedRows how many rows follow the training ones: validation documents, or those that the folds judge */
export function heldOutRows(plan: HeldOutPlan, trainingRows: number, judgedRows: number): HeldOutRows {
  const folds = new Uint8Array(trainingRows + judgedRows).fill(everyFold);
  const training = rowsBetween(0, trainingRows);
  const judged = rowsBetween(trainingRows, trainingRows + judgedRows);
  if (plan.by === 'validation') {
    folds.fill(0, trainingRows);
    return { by: plan.by, folds, foldCount: 1, learned: training, judged };
  }
  if (plan.by === 'none') return { by: plan.by, folds, foldCount: 0, learned: training, judged };
  let copy = trainingRows;
  for (const [fold, { judge }] of plan.folds.entries()) {
    for (const row of judge) folds[row] = fold;
    folds.fill(fold, copy, copy + judge.length);
    copy += judge.length;
  }
  const learned = plan.folds.length === 1 ? plan.folds[0]!.fit : training;
  return { by: plan.by, folds, foldCount: plan.folds.length, learned, judged };
}

export function rowsBetween(from: number, to: number): Int32Array {
  return Int32Array.from({ length: to - from }, (_, place) => from + place);
}
