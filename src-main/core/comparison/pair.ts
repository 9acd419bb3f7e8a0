import type { Comparison } from '../../domain/comparison/types.ts';
import { AppError } from '../../domain/errors.ts';
import type { ComparisonState } from '../improvement.ts';
import { requireModel } from '../models/models.ts';
import type { EvaluationRecord, ModelRecord } from '../ports/model-tables.ts';
import type { ProjectContext } from '../projects/project-context.ts';

export type EvaluatedDataset = 'validation' | 'test';

/** Two models, with their evaluations where they have them. */
export interface Pair {
  readonly dataset: EvaluatedDataset;
  readonly a: Side;
  readonly b: Side;
}

interface Side {
  readonly model: ModelRecord;
  readonly evaluation: EvaluationRecord | undefined;
}

interface JudgedSide {
  readonly model: ModelRecord;
  readonly evaluation: EvaluationRecord;
}

/** Both have evaluations of the same documents with the same labels. */
export interface ComparablePair {
  readonly dataset: EvaluatedDataset;
  readonly fingerprint: string;
  readonly a: JudgedSide;
  readonly b: JudgedSide;
}

type Refusal = Extract<ComparisonState, { state: 'refused' }>;

/** @throws AppError `model_not_found`, `bad_request` for one model twice. */
export function pairOf(context: ProjectContext, a: number, b: number, dataset: EvaluatedDataset): Pair {
  const [modelA, modelB] = [requireModel(context, a), requireModel(context, b)];
  if (a === b) {
    throw new AppError('bad_request', 'Choose two different models: one compared with itself tells nothing.');
  }
  const { evaluations } = context.store;
  return {
    dataset,
    a: { model: modelA, evaluation: evaluations.find(a, dataset) },
    b: { model: modelB, evaluation: evaluations.find(b, dataset) },
  };
}

/** The pair as it can be compared, or why it cannot. */
export function comparable(context: ProjectContext, pair: Pair): ComparablePair | Refusal {
  const { dataset } = pair;
  const anew = context.counts.peek()?.labelledIn[dataset] !== 0;
  const remedy = anew ? ` Judge both on the ${dataset} set as it is now.` : '';
  const missing = [pair.a, pair.b].filter(({ evaluation }) => evaluation === undefined);
  const [a, b] = [pair.a.evaluation, pair.b.evaluation];
  if (a === undefined || b === undefined) {
    const names = missing.map(({ model }) => `“${model.name}”`).join(' and ');
    const message = `${names} ${missing.length === 1 ? 'has' : 'have'} not been evaluated on the ${dataset} set.${remedy}`;
    return { state: 'refused', code: 'no_evaluation', message, anew };
  }
  if (a.fingerprint !== b.fingerprint) {
    const message = `The two were judged on different ${dataset} documents or labels: “${pair.a.model.name}” on ${a.fingerprint}, “${pair.b.model.name}” on ${b.fingerprint}.${remedy}`;
    return { state: 'refused', code: 'test_sets_differ', message, anew };
  }
  return {
    dataset,
    fingerprint: a.fingerprint,
    a: { model: pair.a.model, evaluation: a },
    b: { model: pair.b.model, evaluation: b },
  };
}

/** @throws AppError `no_evaluation`, `test_sets_differ`. */
export function requireComparable(context: ProjectContext, pair: Pair): ComparablePair {
  const found = comparable(context, pair);
  if ('state' in found) throw new AppError(found.code, found.message, { anew: found.anew });
  return found;
}

/** One result is kept for each dataset and each order of two models. */
export function comparisonKey({ dataset, a, b }: ComparablePair): string {
  return `${dataset} ${a.model.id}:${b.model.id}`;
}

/** Whether the result is of these very evaluations. */
export function isOf(comparison: Comparison, { a, b }: ComparablePair): boolean {
  return comparison.a.evaluationId === a.evaluation.id && comparison.b.evaluationId === b.evaluation.id;
}
