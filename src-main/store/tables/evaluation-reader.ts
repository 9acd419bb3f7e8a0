import type {
  EvaluationFigures,
  EvaluationItem,
  EvaluationItemFilter,
  EvaluationReader,
  EvaluationRecord,
} from '../../core/ports/model-tables.ts';
import type { ClassCondition } from '../../domain/class-condition.ts';
import type { ComparedSet } from '../../domain/comparison/types.ts';
import type { ModelClass } from '../../domain/model.ts';
import type { ReadDb } from '../database.ts';

interface EvaluationRow {
  readonly id: number;
  readonly model_id: number;
  readonly dataset: 'validation' | 'test';
  readonly fingerprint: string;
  readonly created_at: string;
  readonly seconds: number;
  readonly classes: string;
  readonly metrics: string;
  readonly analysis: string;
}

interface ItemRow {
  readonly document_id: number;
  readonly actual: string;
  readonly predicted: string;
  readonly scores: Buffer;
}

const columns = 'id, model_id, dataset, fingerprint, created_at, seconds, classes, metrics, analysis';

/**
 * Class indexes are kept as text between commas (`,3,17,`; none: the empty text), so that one index holds all
 * that a filter asks for.
 */
export const itemIdsSql = `SELECT document_id FROM evaluation_item INDEXED BY evaluation_item_order
  WHERE evaluation_id = @evaluationId AND correct <= @correct
    AND (@actual IS NULL OR iif(@actual = '', actual = '', instr(actual, @actual)))
    AND (@withoutActual IS NULL OR NOT instr(actual, @withoutActual))
    AND (@predicted IS NULL OR iif(@predicted = '', predicted = '', instr(predicted, @predicted)))
    AND (@withoutPredicted IS NULL OR NOT instr(predicted, @withoutPredicted))
  ORDER BY correct, confidence DESC, document_id`;

export const judgementsSql = `SELECT document_id, actual, predicted FROM evaluation_item
  WHERE evaluation_id = ? AND document_id > ? ORDER BY document_id LIMIT ?`;

const newest = `FROM evaluation
  WHERE model_id = ? AND dataset = ? AND state = 'published' ORDER BY id DESC LIMIT 1`;

export function createEvaluationReader(db: ReadDb): EvaluationReader {
  const find = db.prepare<[number, string], EvaluationRow>(`SELECT ${columns} ${newest}`);
  // As JSON: SQLite's own reading of a number may differ from it in the last bit.
  const figures = db.prepare<[number, string], { readonly id: number; readonly figures: string }>(
    `SELECT id, json_object('accuracy', metrics -> '$.accuracy', 'macroF1', metrics -> '$.macroF1') AS figures
     ${newest}`,
  );
  const get = db.prepare<[number], EvaluationRow>(
    `SELECT ${columns} FROM evaluation WHERE id = ? AND state = 'published'`,
  );
  const item = db.prepare<[number, number], ItemRow>(
    `SELECT i.document_id, i.actual, i.predicted, s.scores
     FROM evaluation_item i JOIN evaluation_score s USING (evaluation_id, document_id)
     WHERE i.evaluation_id = ? AND i.document_id = ?`,
  );
  const itemIds = db.prepare<[Readonly<Record<string, string | number | null>>], number>(itemIdsSql).pluck();
  const judgements = db.prepare<[number, number, number], Omit<ItemRow, 'scores'>>(judgementsSql);
  const compare = createComparer(db);
  return {
    find: (modelId, dataset) => toEvaluation(find.get(modelId, dataset)),
    figures(modelId, dataset) {
      const row = figures.get(modelId, dataset);
      return row && { id: row.id, ...(JSON.parse(row.figures) as Omit<EvaluationFigures, 'id'>) };
    },
    get: (id) => toEvaluation(get.get(id)),
    item: (evaluationId, documentId) => toItem(item.get(evaluationId, documentId)),
    items: (evaluationId, documentIds) =>
      documentIds.map((id) => toItem(item.get(evaluationId, id))).filter((found) => found !== undefined),
    itemIds: (evaluationId, filter: EvaluationItemFilter) =>
      itemIds.all({
        evaluationId,
        correct: filter.incorrectOnly ? 0 : 1,
        actual: withText(filter.actual),
        withoutActual: withoutText(filter.actual),
        predicted: withText(filter.predicted),
        withoutPredicted: withoutText(filter.predicted),
      }),
    judgements: (evaluationId, afterId, limit) =>
      judgements.all(evaluationId, afterId, limit).map((row) => ({
        documentId: row.document_id,
        actual: fromText(row.actual),
        predicted: fromText(row.predicted),
      })),
    comparedIds(aId, bId, set) {
      const a = toEvaluation(get.get(aId));
      const b = toEvaluation(get.get(bId));
      return a === undefined || b === undefined ? [] : compare(a, b, set);
    },
  };
}

/** Both sides read their own index in order; A's row is looked up for each of B's. */
export const comparedSql = `SELECT b.document_id AS documentId, a.predicted AS a, b.predicted AS b
  FROM evaluation_item b INDEXED BY evaluation_item_order
  CROSS JOIN evaluation_item a ON a.evaluation_id = @a AND a.document_id = b.document_id
  WHERE b.evaluation_id = @b AND b.correct BETWEEN @bLeast AND @bMost AND a.correct BETWEEN @aLeast AND @aMost
  ORDER BY b.correct, b.confidence DESC, b.document_id`;

interface ComparedRow {
  readonly documentId: number;
  readonly a: string;
  readonly b: string;
}

/** Which documents each side has right, as ranges of `correct`. */
const rightness: Readonly<
  Record<ComparedSet, { readonly a: readonly [0 | 1, 0 | 1]; readonly b: readonly [0 | 1, 0 | 1] }>
> = {
  fixed: { a: [0, 0], b: [1, 1] },
  broken: { a: [1, 1], b: [0, 0] },
  'both-wrong': { a: [0, 0], b: [0, 0] },
  changed: { a: [0, 1], b: [0, 1] },
};

function createComparer(
  db: ReadDb,
): (a: EvaluationRecord, b: EvaluationRecord, set: ComparedSet) => readonly number[] {
  const compared = db.prepare<[Readonly<Record<string, number>>], ComparedRow>(comparedSql);
  return (a, b, set) => {
    const {
      a: [aLeast, aMost],
      b: [bLeast, bMost],
    } = rightness[set];
    const rows = compared.all({ a: a.id, b: b.id, aLeast, aMost, bLeast, bMost });
    const same = samePrediction(a, b);
    const wanted = set === 'changed' ? rows.filter((row) => !same(row.a, row.b)) : rows;
    return wanted.map(({ documentId }) => documentId);
  };
}

/** Predictions are indexes into lists of classes that differ when classes were added in between. */
function samePrediction(a: EvaluationRecord, b: EvaluationRecord): (a: string, b: string) => boolean {
  const inA = new Map(a.classes.map(({ classId }, index) => [classId, index]));
  const toA = b.classes.map(({ classId }) => inA.get(classId) ?? -1);
  if (toA.every((index, place) => index === place)) return (first, second) => first === second;
  return (first, second) => first === toText(fromText(second).map((index) => toA[index] ?? -1));
}

function withText(condition: ClassCondition | undefined): string | null {
  if (typeof condition !== 'number') return null;
  return condition === -1 ? '' : `,${condition},`;
}

function withoutText(condition: ClassCondition | undefined): string | null {
  return typeof condition === 'object' ? `,${condition.without},` : null;
}

/** In ascending order, so that equal sets are equal texts. */
export function toText(indexes: readonly number[]): string {
  return indexes.length === 0 ? '' : `,${[...indexes].sort((a, b) => a - b).join(',')},`;
}

function fromText(text: string): readonly number[] {
  return text === '' ? [] : text.slice(1, -1).split(',').map(Number);
}

function toItem(row: ItemRow | undefined): EvaluationItem | undefined {
  return (
    row && {
      documentId: row.document_id,
      actual: fromText(row.actual),
      predicted: fromText(row.predicted),
      // Copied: a buffer's bytes need not lie at a multiple of four.
      scores: new Float32Array(new Uint8Array(row.scores).buffer),
    }
  );
}

function toEvaluation(row: EvaluationRow | undefined): EvaluationRecord | undefined {
  return (
    row && {
      id: row.id,
      modelId: row.model_id,
      dataset: row.dataset,
      fingerprint: row.fingerprint,
      createdAt: row.created_at,
      seconds: row.seconds,
      classes: JSON.parse(row.classes) as readonly ModelClass[],
      metrics: JSON.parse(row.metrics) as unknown,
      analysis: JSON.parse(row.analysis) as EvaluationRecord['analysis'],
    }
  );
}
