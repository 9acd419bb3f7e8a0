import type { SearchIndex } from '../../core/ports/store.ts';
import { inBulkTransaction, type WriteDb } from '../database.ts';
import { indexedText } from '../search-terms.ts';

/** A chunk ends at this many documents or UTF-16 units, whichever comes first. */
const documentsAtOnce = 200;
const unitsAtOnce = 60_000;

/** Pages of the index that one chunk merges at most; it adds some ten. */
const pagesAtOnce = 64;

interface Progress {
  readonly last_document_id: number;
  readonly documents: number;
}

/** Documents of an import that runs are left for later; their ids lie above those of earlier ones. */
export const nextToIndexSql = `SELECT d.id, t.text FROM visible_document d
  JOIN document_text t ON t.document_id = d.id
  WHERE d.id > @after
    AND d.id < coalesce(
      (SELECT min(coalesce(first_document_id, 9007199254740991)) FROM import WHERE state = 'running'),
      9007199254740991)
  ORDER BY d.id LIMIT ${documentsAtOnce}`;

export function createSearchIndex(db: WriteDb): SearchIndex {
  const progress = db.prepare<[], Progress>('SELECT * FROM search_progress WHERE id = 1');
  const next = db.prepare<[{ after: number }], { readonly id: number; readonly text: string }>(
    nextToIndexSql,
  );
  const add = db.prepare('INSERT INTO document_search (rowid, text) VALUES (?, ?)');
  const advance = db.prepare(
    'UPDATE search_progress SET last_document_id = ?, documents = documents + ? WHERE id = 1',
  );
  const merge = db.prepare(
    `INSERT INTO document_search (document_search, rank) VALUES ('merge', ${pagesAtOnce})`,
  );
  const changes = db.prepare<[], number>('SELECT total_changes()').pluck();
  const total = db
    .prepare<[], number>(`SELECT coalesce(sum(documents), 0) FROM import WHERE state = 'done'`)
    .pluck();

  /** Every commit adds a part to the index; true when some of them were merged. */
  const mergeParts = (): boolean => {
    const before = changes.get()!;
    merge.run();
    // The command itself counts as one change (FTS5 manual, "The merge command").
    return changes.get()! - before > 1;
  };
  const fill = (): boolean => {
    const after = progress.get()!.last_document_id;
    let last = after;
    let documents = 0;
    let units = 0;
    for (const { id, text } of next.all({ after })) {
      add.run(id, indexedText(text));
      last = id;
      documents++;
      units += text.length;
      if (units >= unitsAtOnce) break;
    }
    if (documents > 0) advance.run(last, documents);
    return mergeParts() || documents > 0;
  };
  return {
    fillChunk: () => inBulkTransaction(db, fill),
    progress: () => ({ indexed: progress.get()!.documents, total: total.get() ?? 0 }),
  };
}
