import type { DocumentRow, Labels } from '../../domain/document.ts';
import { AppError } from '../../domain/errors.ts';
import type { ModelClass } from '../../domain/model.ts';
import { missingDocument } from '../documents/document-fields.ts';
import { checkPage } from '../documents/documents.ts';
import type { Evaluations, ReviewFilter, ReviewRow } from '../learning.ts';
import type { EvaluationItem, EvaluationRecord } from '../ports/model-tables.ts';
import type { ProjectContext } from '../projects/project-context.ts';
import { assertTestSetOpen } from '../test-set/policy.ts';

/** Filtered id lists are kept: an evaluation never changes, and pages of one list follow one another. */
const maximalLists = 8;

export function createReview(context: ProjectContext): Pick<Evaluations, 'review' | 'reviewItem'> {
  const lists = new Map<string, readonly number[]>();
  const idsOf = (evaluationId: number, filter: ReviewFilter): readonly number[] => {
    const key = JSON.stringify([evaluationId, filter.incorrectOnly, filter.actual, filter.predicted]);
    const ids = lists.get(key) ?? context.store.evaluations.itemIds(evaluationId, filter);
    lists.delete(key);
    lists.set(key, ids);
    for (const oldest of lists.keys()) {
      if (lists.size <= maximalLists) {
        break;
      }
      lists.delete(oldest);
    }
    return ids;
  };
  return {
    review(evaluationId, filter, from, count) {
      checkPage(from, count);
      const { classes } = requireOpenEvaluation(context, evaluationId);
      const ids = idsOf(evaluationId, filter);
      const page = ids.slice(from, from + count);
      return { total: ids.length, rows: reviewRows(context, evaluationId, classes, page) };
    },
    reviewItem(evaluationId, documentId) {
      const { classes } = requireOpenEvaluation(context, evaluationId);
      const item = context.store.evaluations.item(evaluationId, documentId);
      const document = context.store.documents.get(documentId);
      if (item === undefined || document === undefined) {
        return missingDocument(documentId);
      }
      return { ...reviewRow(item, document, classes), document, scores: [...item.scores] };
    },
  };
}

/** @throws AppError `not_found`, `test_set_sealed`. */
function requireOpenEvaluation(context: ProjectContext, evaluationId: number): EvaluationRecord {
  const record = context.store.evaluations.get(evaluationId);
  if (record === undefined) {
    throw new AppError('not_found', 'This evaluation was replaced by a newer one. Open the model again.');
  }
  assertTestSetOpen(context, record.dataset);
  return record;
}

function reviewRows(
  context: ProjectContext,
  evaluationId: number,
  classes: readonly ModelClass[],
  ids: readonly number[],
): readonly ReviewRow[] {
  const items = new Map(
    context.store.evaluations.items(evaluationId, ids).map((item) => [item.documentId, item]),
  );
  const rows = new Map(context.store.documents.rows(ids).map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const item = items.get(id);
    return item === undefined ? [] : [reviewRow(item, rows.get(id), classes)];
  });
}

/** `row` is undefined when the document was removed since. */
function reviewRow(
  item: EvaluationItem,
  row: DocumentRow | undefined,
  classes: readonly ModelClass[],
): ReviewRow {
  return {
    documentId: item.documentId,
    snippet: row?.snippet ?? '',
    actual: item.actual,
    ...judgedRow(item),
    relabelled: row === undefined || isRelabelled(row.labels, item.actual, classes),
  };
}

/** What the model said of a document, and whether it was right. */
export function judgedRow(item: EvaluationItem): Pick<ReviewRow, 'predicted' | 'score' | 'correct'> {
  const first = item.predicted[0];
  return {
    predicted: item.predicted,
    score: first === undefined ? Math.max(0, ...item.scores) : (item.scores[first] ?? 0),
    correct: sameSet(item.actual, item.predicted),
  };
}

function isRelabelled(labels: Labels, actual: readonly number[], classes: readonly ModelClass[]): boolean {
  if (labels === null) {
    return true;
  }
  return !sameSet(
    labels,
    actual.map((index) => classes[index]?.classId ?? -1),
  );
}

function sameSet(first: readonly number[], second: readonly number[]): boolean {
  return first.length === second.length && first.every((entry) => second.includes(entry));
}
