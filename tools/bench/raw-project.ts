import { rmSync } from 'node:fs';
import { defaultClassColor, defaultClassKey } from '../../src-main/domain/classes.ts';
import { textHash } from '../../src-main/domain/text-hash.ts';
import { openWriteConnection } from '../../src-main/store/database.ts';
import { createStoreOpener } from '../../src-main/store/open.ts';
import { inRoot } from '../lib/paths.mjs';
import { classNames, type MadeDocument } from './documents.ts';

/** A row as the import makes it: what goes into the tables, computed beforehand. */
export interface RawRow extends MadeDocument {
  readonly hash: number;
}

export function rawRow(document: MadeDocument): RawRow {
  return { ...document, hash: textHash(document.text) };
}

const quiet = { info() {}, warn() {}, error() {} };

export function openStores() {
  return createStoreOpener({ readerEntry: inRoot('src-main', 'store', 'reader', 'main.ts'), log: quiet });
}

/** An empty single-label project with the schema of the product. */
export async function createProject(file: string): Promise<void> {
  removeProject(file);
  const store = await openStores().create(file, {
    name: 'Benchmark',
    kind: 'single',
    language: 'en',
    multilingual: false,
    description: '',
  });
  await store.close();
}

export function removeProject(file: string): void {
  for (const ending of ['', '-wal', '-shm', '-journal', '.lock']) rmSync(`${file}${ending}`, { force: true });
}

/**
 * Inserts rows into the tables of an empty project, prepared, in one transaction, and nothing else: no reading, no
 * checks, no yielding. Every `unlabelledEvery`-th row stays without a label, and all after the first `labelled`.
 * @returns seconds from opening the file to the commit being on disk
 */
export function insertRaw(
  file: string,
  rows: Iterable<RawRow>,
  options: { readonly unlabelledEvery?: number; readonly labelled?: number } = {},
): number {
  const start = performance.now();
  const db = openWriteConnection(file);
  const addImport = db.prepare(
    `INSERT INTO import (state, started_at, sources) VALUES ('done', '2026-01-01T00:00:00.000Z', '["raw"]')`,
  );
  const addClass = db.prepare(
    `INSERT INTO class (name, description, color, key, position, import_id) VALUES (?, '', ?, ?, ?, ?)`,
  );
  const addDocument = db.prepare(
    `INSERT INTO document (id, external_id, text_hash, length, dataset, labelled, language, import_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const addText = db.prepare('INSERT INTO document_text (document_id, text, fields) VALUES (?, ?, ?)');
  const addLabel = db.prepare('INSERT INTO label (document_id, class_id) VALUES (?, ?)');
  const closeImport = db.prepare(
    'UPDATE import SET documents = ?, first_document_id = 1, last_document_id = ? WHERE id = ?',
  );
  const every = options.unlabelledEvery ?? 0;
  const most = options.labelled ?? Number.POSITIVE_INFINITY;
  db.exec('BEGIN IMMEDIATE');
  const importId = Number(addImport.run().lastInsertRowid);
  const classIds = new Map(
    classNames.map((name, place) => {
      const added = addClass.run(name, defaultClassColor(place), defaultClassKey(place), place, importId);
      return [name, Number(added.lastInsertRowid)];
    }),
  );
  let id = 0;
  for (const { text, label, hash } of rows) {
    id++;
    const labelled = id <= most && (every === 0 || id % every !== 0);
    addDocument.run(id, String(id + 1), hash, text.length, null, labelled ? 1 : 0, null, importId);
    addText.run(id, text, null);
    if (labelled) addLabel.run(id, classIds.get(label)!);
  }
  closeImport.run(id, id, importId);
  db.exec('COMMIT');
  db.close();
  return (performance.now() - start) / 1000;
}
