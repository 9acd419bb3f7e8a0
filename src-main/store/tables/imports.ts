import type {
  HashedRecord,
  ImportChunkCounts,
  ImportPolicy,
  ImportRecordRow,
  ImportTable,
} from '../../core/ports/store.ts';
import { defaultClassColor, defaultClassKey } from '../../domain/classes.ts';
import { AppError } from '../../domain/errors.ts';
import type { ProjectKind } from '../../domain/project.ts';
import type { Background } from '../background.ts';
import { inBulkTransaction, type WriteDb } from '../database.ts';
import { createHashIndex, emptyHashIndex, type HashIndex } from '../hash-index.ts';
import type { StoreReader } from '../reader/reader.ts';
import { createDuplicateFinder, type DuplicateFinder, type Standing } from './duplicates.ts';
import { createImportKeeping } from './import-keeping.ts';
import { createImportRemoval } from './import-removal.ts';

interface ImportRow {
  readonly id: number;
  readonly state: 'running' | 'done' | 'removing' | 'removed';
  readonly started_at: string;
  readonly sources: string;
  readonly report: string | null;
  readonly first_document_id: number | null;
}

export function createImportTable(options: {
  readonly db: WriteDb;
  /** Of the project, which can be converted while it is open. */
  readonly kind: () => ProjectKind;
  readonly background: Background;
  readonly reader: Pick<StoreReader, 'hashes'>;
}): ImportTable {
  const { db, kind, background, reader } = options;
  const insert = db.prepare(`INSERT INTO import (state, started_at, sources) VALUES ('running', ?, ?)`);
  const finish = db.prepare(
    `UPDATE import SET state = 'done', report = ? WHERE id = ? AND state = 'running'`,
  );
  const hideOthers = db
    .prepare<[number], number>(
      `UPDATE import SET state = 'removing' WHERE id <> ? AND state = 'done' RETURNING id`,
    )
    .pluck();
  const list = db.prepare<[], ImportRow>('SELECT * FROM import ORDER BY id DESC');
  const unfinished = db
    .prepare<[], number>(`SELECT id FROM import WHERE state IN ('running', 'removing') ORDER BY id`)
    .pluck();
  const anyDocument = db.prepare<[], number>('SELECT id FROM document LIMIT 1').pluck();
  const removal = createImportRemoval(db, background);
  const classIds = createClassFinder(db);
  const write = createRecordWriter(db, kind, classIds);
  /** Only imports of this session grow; an import that a crash left running is removed. */
  const finders = new Map<number, DuplicateFinder>();
  /** Shared by imports that run at the same time; given back when the last one has ended. */
  let hashes: HashIndex | undefined;
  const forget = (importId: number): void => {
    finders.delete(importId);
    if (finders.size === 0) hashes = undefined;
  };
  return {
    async start(fields) {
      hashes ??= anyDocument.get() === undefined ? emptyHashIndex() : createHashIndex(await reader.hashes());
      const id = Number(insert.run(fields.startedAt, JSON.stringify(fields.sources)).lastInsertRowid);
      finders.set(id, createDuplicateFinder(db, id, hashes));
      return id;
    },
    addChunk(importId, records, policy) {
      const finder = finders.get(importId);
      if (finder === undefined) throw new AppError('not_found', `The import ${importId} is not running.`);
      return inBulkTransaction(db, () => write(importId, records, policy, finder));
    },
    addClasses(importId, names) {
      if (!finders.has(importId)) throw new AppError('not_found', `The import ${importId} is not running.`);
      const added: string[] = [];
      inBulkTransaction(db, () => void classIds(importId, added)(names));
      return added;
    },
    finish(importId, report) {
      if (finish.run(JSON.stringify(report ?? null), importId).changes === 0) {
        throw new AppError('not_found', `The import ${importId} is not running.`);
      }
      forget(importId);
    },
    hideOthers: (importId) => hideOthers.all(importId),
    keepLabelled: createImportKeeping(db, background),
    async remove(importId) {
      forget(importId);
      await removal(importId);
    },
    list: () => list.all().map(toImport),
    unfinished: () => unfinished.all(),
  };
}

function toImport(row: ImportRow): ImportRecordRow {
  return {
    id: row.id,
    state: row.state === 'removing' ? 'removed' : row.state,
    startedAt: row.started_at,
    sources: JSON.parse(row.sources) as readonly string[],
    report: row.report === null ? null : (JSON.parse(row.report) as unknown),
    firstDocumentId: row.first_document_id,
  };
}

type WriteRecords = (
  importId: number,
  records: readonly HashedRecord[],
  policy: ImportPolicy,
  finder: DuplicateFinder,
) => ImportChunkCounts;

function createRecordWriter(db: WriteDb, kind: () => ProjectKind, classIds: ClassFinder): WriteRecords {
  const document = db.prepare(
    `INSERT INTO document (id, external_id, text_hash, length, dataset, labelled, language, import_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const text = db.prepare('INSERT INTO document_text (document_id, text, fields) VALUES (?, ?, ?)');
  const label = db.prepare('INSERT INTO label (document_id, class_id) VALUES (?, ?)');
  const grow = db.prepare(
    `UPDATE import SET documents = documents + @count, last_document_id = @last,
       first_document_id = coalesce(first_document_id, @first) WHERE id = @importId`,
  );
  const nextId = createIdSource(db);

  const insert = (importId: number, record: HashedRecord, ids: readonly number[] | null): number => {
    const id = nextId();
    document.run(
      id,
      record.externalId,
      record.textHash,
      record.text.length,
      record.dataset,
      ids === null ? 0 : 1,
      record.language,
      importId,
    );
    text.run(id, record.text, record.fields === null ? null : JSON.stringify(record.fields));
    for (const classId of ids ?? []) label.run(id, classId);
    return id;
  };
  return (importId, records, policy, finder) => {
    const counts = emptyCounts();
    const projectKind = kind();
    const classes = classIds(importId, counts.newClasses);
    let first: number | null = null;
    let last: number | null = null;
    for (const given of records) {
      const record = policy === 'new-texts' ? { ...given, labels: null, dataset: null } : given;
      const ids = classes(labelsOf(record, projectKind));
      const standing: Standing = { labels: ids === null ? null : ids.join(','), dataset: record.dataset };
      if (!tally(counts, finder, record, standing, policy) && policy !== 'keep') {
        counts.skipped++;
        continue;
      }
      last = insert(importId, record, ids);
      first ??= last;
      finder.added(last, record.textHash, record.text, standing);
      counts.imported++;
      if (record.text.trim() === '') counts.empty++;
    }
    if (last !== null) grow.run({ importId, count: counts.imported, first, last });
    return counts;
  };
}

type Counts = { -readonly [Key in Exclude<keyof ImportChunkCounts, 'newClasses'>]: number } & {
  readonly newClasses: string[];
};

function emptyCounts(): Counts {
  return { imported: 0, duplicates: 0, skipped: 0, conflicts: 0, leaks: 0, empty: 0, newClasses: [] };
}

/** Counts how the record stands to earlier ones; false when it is a duplicate. */
function tally(
  counts: Counts,
  finder: DuplicateFinder,
  record: HashedRecord,
  standing: Standing,
  policy: ImportPolicy,
): boolean {
  const likeness = finder.compare(record.textHash, record.text, standing);
  if (likeness.kind === 'duplicate' || (policy === 'new-texts' && likeness.kind === 'differs')) {
    counts.duplicates++;
    return false;
  }
  if (likeness.kind === 'differs') {
    if (likeness.conflict) counts.conflicts++;
    if (likeness.leak) counts.leaks++;
  }
  return true;
}

/** "None of the classes" is a judgement in multi-label projects only. */
function labelsOf(record: HashedRecord, kind: ProjectKind): readonly string[] | null {
  if (kind === 'multi' || record.labels === null) return record.labels;
  if (record.labels.length > 1) {
    throw new AppError(
      'bad_request',
      `"${record.source}", line ${record.line}: ${record.labels.length} labels in a single-label project. Give one.`,
    );
  }
  return record.labels.length === 0 ? null : record.labels;
}

/** Ids in ascending order, never one that was used before, even by an import that was removed. */
function createIdSource(db: WriteDb): () => number {
  const highest = db
    .prepare<[], number>(
      `SELECT max(coalesce((SELECT max(id) FROM document), 0),
         coalesce((SELECT max(last_document_id) FROM import), 0))`,
    )
    .pluck();
  let last: number | undefined;
  return () => {
    last = (last ?? highest.get() ?? 0) + 1;
    return last;
  };
}

type ClassFinder = (importId: number, newClasses: string[]) => FindClasses;
type FindClasses = (labels: readonly string[] | null) => readonly number[] | null;

/** Class ids of label names, ascending, each once; unknown names become classes. Cached for one chunk. */
function createClassFinder(db: WriteDb): ClassFinder {
  const known = db
    .prepare<[string], number>('SELECT id FROM class WHERE name = ? AND deleted_at IS NULL')
    .pluck();
  const place = db
    .prepare<[], number>('SELECT coalesce(max(position) + 1, 0) FROM class WHERE deleted_at IS NULL')
    .pluck();
  const keyTaken = db
    .prepare<[string], number>('SELECT 1 FROM class WHERE key = ? AND deleted_at IS NULL')
    .pluck();
  const insert = db.prepare(
    `INSERT INTO class (name, description, color, key, position, import_id) VALUES (?, '', ?, ?, ?, ?)`,
  );

  const create = (name: string, importId: number): number => {
    const position = place.get() ?? 0;
    const key = defaultClassKey(position);
    const free = key === null || keyTaken.get(key) !== undefined ? null : key;
    return Number(insert.run(name, defaultClassColor(position), free, position, importId).lastInsertRowid);
  };
  return (importId, newClasses) => {
    const cache = new Map<string, number>();
    const idOf = (name: string): number => {
      let id = cache.get(name) ?? known.get(name);
      if (id === undefined) {
        id = create(name, importId);
        newClasses.push(name);
      }
      cache.set(name, id);
      return id;
    };
    return (labels) => labels && [...new Set(labels.map(idOf))].sort((a, b) => a - b);
  };
}
