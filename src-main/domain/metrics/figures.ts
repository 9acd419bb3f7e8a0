import type { ProjectKind } from '../project.ts';
import { type OverallFigure, overallFigures } from './analysis.ts';

/** What was counted over some documents, the lists by class; the numbers need not be whole. */
export interface Counts {
  readonly tp: Float64Array;
  readonly fp: Float64Array;
  readonly fn: Float64Array;
  documents: number;
  /** Documents whose predicted set equals the labelled one. */
  exact: number;
}

export function emptyCounts(classCount: number): Counts {
  return {
    tp: new Float64Array(classCount),
    fp: new Float64Array(classCount),
    fn: new Float64Array(classCount),
    documents: 0,
    exact: 0,
  };
}

/**
 * The figures over all classes into `target`, in the order of {@link overallFigures}; 0/0 counts as 0. The
 * definitions are those told at `evaluate`. @returns how many classes the macro averages run over.
 */
export function writeFigures(kind: ProjectKind, counts: Counts, target: Float64Array): number {
  const { tp, fp, fn, documents, exact } = counts;
  const micro = { tp: 0, fp: 0, fn: 0 };
  const macro = { precision: 0, recall: 0, f1: 0, classes: 0 };
  const weighted = { precision: 0, recall: 0, f1: 0 };
  for (let k = 0; k < tp.length; k++) {
    const [hit, wrong, missed] = [tp[k]!, fp[k]!, fn[k]!];
    const precision = hit === 0 ? 0 : hit / (hit + wrong);
    const recall = hit === 0 ? 0 : hit / (hit + missed);
    const f1 = hit === 0 ? 0 : (2 * hit) / (2 * hit + wrong + missed);
    micro.tp += hit;
    micro.fp += wrong;
    micro.fn += missed;
    macro.precision += precision;
    macro.recall += recall;
    macro.f1 += f1;
    if (kind === 'multi' || hit + wrong + missed > 0) macro.classes++;
    const support = hit + missed;
    weighted.precision += support * precision;
    weighted.recall += support * recall;
    weighted.f1 += support * f1;
  }
  const support = micro.tp + micro.fn;
  const part = (sum: number, all: number): number => (all === 0 ? 0 : sum / all);
  target.set([
    part(exact, documents),
    part(micro.tp, micro.tp + micro.fp),
    part(micro.tp, support),
    part(2 * micro.tp, 2 * micro.tp + micro.fp + micro.fn),
    part(macro.precision, macro.classes),
    part(macro.recall, macro.classes),
    part(macro.f1, macro.classes),
    part(weighted.precision, support),
    part(weighted.recall, support),
    part(weighted.f1, support),
  ]);
  return macro.classes;
}

/** F1 of a class; NaN for 0/0. */
export function classF1({ tp, fp, fn }: Counts, k: number): number {
  return (2 * tp[k]!) / (2 * tp[k]! + fp[k]! + fn[k]!);
}

export function newFigures(): Float64Array {
  return new Float64Array(overallFigures.length);
}

/** One value for each figure, by its place in the order of {@link overallFigures}. */
export function byFigure<Value>(valueAt: (index: number) => Value): Readonly<Record<OverallFigure, Value>> {
  const entries = overallFigures.map((figure, index) => [figure, valueAt(index)] as const);
  return Object.fromEntries(entries) as Record<OverallFigure, Value>;
}
