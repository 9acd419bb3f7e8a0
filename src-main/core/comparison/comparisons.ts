import type { ComparedSet, Comparison } from '../../domain/comparison/types.ts';
import { AppError } from '../../domain/errors.ts';
import type { ModelClass } from '../../domain/model.ts';
import { checkPage } from '../documents/documents.ts';
import { judgedRow } from '../evaluation/review.ts';
import type { ComparedDocument, Comparisons } from '../improvement.ts';
import type { JobControl } from '../jobs/job-registry.ts';
import type { EvaluationItem } from '../ports/model-tables.ts';
import { assertWritable, type ProjectContext } from '../projects/project-context.ts';
import { assertTestSetOpen } from '../test-set/policy.ts';
import { runAnew, runComparison } from './compare-job.ts';
import { comparable, comparisonKey, isOf, type Pair, pairOf, requireComparable } from './pair.ts';

export function createComparisons(context: ProjectContext): Comparisons {
  const start = (pair: Pair, work: (control: JobControl) => Promise<number>) => {
    if (context.jobs.activeOf('compare') !== undefined) {
      throw new AppError(
        'job_in_progress',
        'Two models are being compared already. Wait for the end of that, or cancel it.',
      );
    }
    const title = `Compare “${pair.a.model.name}” with “${pair.b.model.name}”`;
    const jobId = context.jobs.start({ kind: 'compare', title }, async (control) => {
      const analysisId = await work(control);
      context.changes.emit('evaluations');
      return { analysisId };
    });
    return { jobId };
  };
  return {
    get(a, b, dataset) {
      const pair = comparable(context, pairOf(context, a, b, dataset));
      if ('state' in pair) return pair;
      const stored = context.store.analyses.latest('comparison', comparisonKey(pair));
      const comparison = stored?.result as Comparison | undefined;
      if (stored === undefined || comparison === undefined || !isOf(comparison, pair)) {
        return { state: 'possible' };
      }
      return { state: 'done', analysisId: stored.id, comparison: withPresentNames(context, comparison) };
    },
    start(a, b, dataset) {
      assertWritable(context);
      const pair = requireComparable(context, pairOf(context, a, b, dataset));
      return start(pair, (control) => runComparison(context, pair, control));
    },
    startAnew(a, b, dataset) {
      assertWritable(context);
      const pair = pairOf(context, a, b, dataset);
      if (context.jobs.activeOf('evaluate') !== undefined) {
        throw new AppError(
          'job_in_progress',
          'An evaluation is running in this project. Wait for its end, or cancel it.',
        );
      }
      return start(pair, (control) => runAnew(context, pair, control));
    },
    documents: createDocumentLists(context),
  };
}

/** Models may have been renamed since. */
function withPresentNames({ store }: ProjectContext, comparison: Comparison): Comparison {
  const named = (side: Comparison['a']) => ({
    ...side,
    name: store.models.get(side.modelId)?.name ?? side.name,
  });
  return { ...comparison, a: named(comparison.a), b: named(comparison.b) };
}

/** The last list of ids is kept: pages of one list follow one another. */
function createDocumentLists(context: ProjectContext): Comparisons['documents'] {
  let last: { readonly key: string; readonly ids: readonly number[] } | undefined;
  const idsOf = (analysisId: number, { a, b }: Comparison, set: ComparedSet): readonly number[] => {
    const key = `${analysisId} ${set}`;
    if (last?.key !== key) {
      last = { key, ids: context.store.evaluations.comparedIds(a.evaluationId, b.evaluationId, set) };
    }
    return last.ids;
  };
  return (analysisId, set, from, count) => {
    checkPage(from, count);
    const comparison = requireComparison(context, analysisId);
    assertTestSetOpen(context, comparison.dataset);
    const ids = idsOf(analysisId, comparison, set);
    return { total: ids.length, rows: comparedRows(context, comparison, ids.slice(from, from + count)) };
  };
}

/** @throws AppError `not_found`. */
function requireComparison(context: ProjectContext, analysisId: number): Comparison {
  const record = context.store.analyses.get(analysisId);
  const comparison = record?.kind === 'comparison' ? (record.result as Comparison) : undefined;
  const { evaluations } = context.store;
  if (
    comparison === undefined ||
    evaluations.get(comparison.a.evaluationId) === undefined ||
    evaluations.get(comparison.b.evaluationId) === undefined
  ) {
    throw new AppError('not_found', 'This comparison is of an earlier evaluation. Compare the models again.');
  }
  return comparison;
}

function comparedRows(
  context: ProjectContext,
  { a, b, classNames }: Comparison,
  ids: readonly number[],
): readonly ComparedDocument[] {
  const snippets = new Map(context.store.documents.rows(ids).map((row) => [row.id, row.snippet]));
  const [sideA, sideB] = [a, b].map(({ evaluationId }) => judgements(context, evaluationId, classNames, ids));
  return ids.flatMap((documentId) => {
    const [inA, inB] = [sideA?.get(documentId), sideB?.get(documentId)];
    if (inA === undefined || inB === undefined) return [];
    const { actual, ...rowB } = inB;
    const { actual: _same, ...rowA } = inA;
    return [{ documentId, snippet: snippets.get(documentId) ?? '', actual, a: rowA, b: rowB }];
  });
}

type Judgement = ComparedDocument['a'] & Pick<ComparedDocument, 'actual'>;

/** What one evaluation says of the documents, its class indexes as those of the comparison. */
function judgements(
  context: ProjectContext,
  evaluationId: number,
  classNames: readonly ModelClass[],
  ids: readonly number[],
): ReadonlyMap<number, Judgement> {
  const { evaluations } = context.store;
  const own = evaluations.get(evaluationId)?.classes ?? [];
  const places = new Map(classNames.map(({ classId }, index) => [classId, index]));
  const toCommon = (indexes: readonly number[]) =>
    indexes.map((index) => places.get(own[index]?.classId ?? 0)).filter((index) => index !== undefined);
  const judge = (item: EvaluationItem): Judgement => ({
    ...judgedRow(item),
    actual: toCommon(item.actual),
    predicted: toCommon(item.predicted),
  });
  return new Map(evaluations.items(evaluationId, ids).map((item) => [item.documentId, judge(item)]));
}
