import type { OperationTable } from '../core/ports/history-tables.ts';
import type { EvaluationReader, ModelRecord } from '../core/ports/model-tables.ts';
import type { ProjectClass } from '../domain/class.ts';
import type { Labels, ProjectDocument } from '../domain/document.ts';
import type { Dataset, ProjectKind } from '../domain/project.ts';
import { vacuumInto } from './copy.ts';
import { openReadConnection, type ReadDb } from './database.ts';
import { resolveExisting } from './location.ts';
import { createDocumentReader, toLabels } from './queries/document-rows.ts';
import { documentFingerprint } from './queries/labelled.ts';
import { countSuggestionCandidates, type SuggestionCandidates } from './queries/suggestions.ts';
import { translateError } from './sqlite-errors.ts';
import { readClasses } from './tables/classes.ts';
import { createEvaluationReader } from './tables/evaluation-reader.ts';
import { createHistoryPoints } from './tables/history-point.ts';
import { createModelReader } from './tables/models.ts';
import { readProject } from './tables/project.ts';
import { createVectorReader, type VectorReader } from './tables/vectors.ts';

/** A document as training, evaluation and export need it. */
export interface StreamedDocument {
  readonly id: number;
  /** As imported; the internal id as text where the source had none. */
  readonly externalId: string;
  readonly text: string;
  readonly textHash: number;
  readonly labels: Labels;
  readonly dataset: Dataset | null;
  readonly language: string | null;
  readonly fields: Readonly<Record<string, string>> | null;
  readonly excluded: boolean;
}

export interface StreamOptions {
  /** Only labelled (`true`) or unlabelled (`false`) documents; absent: both. */
  readonly labelled?: boolean;
  /** `null` stands for documents without a place; absent: all. */
  readonly datasets?: readonly (Dataset | null)[];
  /** Only documents that carry the class. */
  readonly classId?: number;
  /** Also documents that were set aside; default false. */
  readonly excluded?: boolean;
  /** Only documents whose id is a multiple of it, for an even part of many; default 1. */
  readonly every?: number;
  /** Only documents without a suggestion of this source. */
  readonly notSuggestedBy?: number;
  /** Documents read at a time; default 500. */
  readonly batch?: number;
}

/** The half of the store that job workers use, over a read-only connection of their own. */
export interface ReadOnlyProject {
  readonly kind: ProjectKind;
  readonly language: string;
  classes(): readonly ProjectClass[];
  /**
   * Batches ascending by id. Every batch is read at once and is consistent in itself; between batches nothing is
   * held, so that a slow reader does not keep the log from shrinking. Labels changed meanwhile may show up.
   */
  streamDocuments(options?: StreamOptions): Generator<readonly StreamedDocument[], void, undefined>;
  /** Undefined when there is no such document (any more). */
  text(id: number): string | undefined;
  /** In the order of `ids`; ids that do not exist (any more) are left out. */
  documentsByIds(ids: Iterable<number>): readonly ProjectDocument[];
  /** Published models and those still being built. */
  model(modelId: number): ModelRecord | undefined;
  /** @throws AppError `model_not_found`. */
  modelArtefact(modelId: number): Uint8Array;
  readonly evaluations: EvaluationReader;
  /** See `OperationTable.valuesAt`. */
  valuesAt: OperationTable['valuesAt'];
  readonly vectors: VectorReader;
  /** See `ProjectReader.fingerprint`. */
  fingerprint(datasets: readonly (Dataset | null)[]): {
    readonly fingerprint: string;
    readonly documents: number;
  };
  /** Writes a consistent copy; the process can be killed meanwhile, and then leaves a part of it. */
  copyTo(target: string): void;
  suggestionCandidates(sourceId: number): SuggestionCandidates;
  close(): void;
}

/** Opens a project that is open elsewhere, or a closed one. @throws AppError as the opener does. */
export function openReadOnly(path: string): ReadOnlyProject {
  let db: ReadDb | undefined;
  try {
    resolveExisting(path);
    db = openReadConnection(path);
    return createReadOnlyProject(db);
  } catch (error) {
    db?.close();
    throw translateError(error, path);
  }
}

function createReadOnlyProject(db: ReadDb): ReadOnlyProject {
  const documents = createDocumentReader(db);
  const models = createModelReader(db);
  const text = db.prepare<[number], string>('SELECT text FROM document_text WHERE document_id = ?').pluck();
  let history: Pick<OperationTable, 'valuesAt'> | undefined;
  const { kind, language } = readProject(db)!;
  return {
    kind,
    language,
    classes: () => readClasses(db),
    streamDocuments: (options) => streamDocuments(db, options ?? {}),
    text: (id) => text.get(id),
    documentsByIds: (ids) => Array.from(ids, documents.get).filter((document) => document !== undefined),
    model: models.get,
    modelArtefact: models.artefact,
    evaluations: createEvaluationReader(db),
    valuesAt: (...place) => {
      history ??= createHistoryPoints(db);
      return history.valuesAt(...place);
    },
    vectors: createVectorReader(db),
    fingerprint: (datasets) => documentFingerprint(db, datasets),
    copyTo: (target) => vacuumInto(db, target),
    suggestionCandidates: (sourceId) => countSuggestionCandidates(db, sourceId),
    close: () => {
      db.close();
    },
  };
}

interface StreamedRow {
  readonly id: number;
  readonly external_id: string | null;
  readonly text: string;
  readonly text_hash: number;
  readonly labelled: number;
  readonly classes: string | null;
  readonly dataset: Dataset | null;
  readonly language: string | null;
  readonly fields: string | null;
  readonly excluded: number;
}

interface StreamParameters {
  readonly after: number;
  readonly datasets: string;
  readonly classId: number;
  readonly every: number;
  readonly source: number;
  readonly limit: number;
}

/** A batch of long documents ends early, in UTF-16 units. */
const maximalBatchUnits = 4_000_000;

function streamConditions(options: StreamOptions): readonly string[] {
  const conditions = ['d.id > @after'];
  if (options.labelled !== undefined) conditions.push(`d.labelled = ${options.labelled ? 1 : 0}`);
  if (options.datasets !== undefined) {
    conditions.push(`coalesce(d.dataset, 'none') IN (SELECT value FROM json_each(@datasets))`);
  }
  if (options.classId !== undefined) {
    conditions.push('d.id IN (SELECT document_id FROM label WHERE class_id = @classId)');
  }
  if (options.excluded !== true) conditions.push('d.excluded = 0');
  if (options.every !== undefined && options.every > 1) conditions.push('d.id % @every = 0');
  if (options.notSuggestedBy !== undefined) {
    conditions.push(
      'NOT EXISTS (SELECT 1 FROM suggestion s WHERE s.document_id = d.id AND s.source_id = @source)',
    );
  }
  return conditions;
}

function* streamDocuments(
  db: ReadDb,
  options: StreamOptions,
): Generator<readonly StreamedDocument[], void, undefined> {
  const limit = options.batch ?? 500;
  const page = db.prepare<[StreamParameters], StreamedRow>(
    `SELECT d.id, d.external_id, d.text_hash, d.labelled, d.dataset, d.language, d.excluded, t.text, t.fields,
       (SELECT group_concat(class_id) FROM label WHERE document_id = d.id) AS classes
     FROM visible_document d CROSS JOIN document_text t ON t.document_id = d.id
     WHERE ${streamConditions(options).join(' AND ')} AND @datasets IS NOT NULL ORDER BY d.id LIMIT @limit`,
  );
  const classId = options.classId ?? 0;
  const every = options.every ?? 1;
  const source = options.notSuggestedBy ?? 0;
  const datasets = JSON.stringify((options.datasets ?? []).map((dataset) => dataset ?? 'none'));
  let after = 0;
  for (;;) {
    const batch: StreamedDocument[] = [];
    let units = 0;
    for (const row of page.iterate({ after, datasets, classId, every, source, limit })) {
      batch.push(toDocument(row));
      units += row.text.length;
      if (units >= maximalBatchUnits) break;
    }
    const last = batch.at(-1);
    if (last === undefined) return;
    after = last.id;
    yield batch;
  }
}

function toDocument(row: StreamedRow): StreamedDocument {
  return {
    id: row.id,
    externalId: row.external_id ?? String(row.id),
    text: row.text,
    textHash: row.text_hash,
    labels: toLabels(row.labelled, row.classes),
    dataset: row.dataset,
    language: row.language,
    fields: row.fields === null ? null : (JSON.parse(row.fields) as Readonly<Record<string, string>>),
    excluded: row.excluded === 1,
  };
}
