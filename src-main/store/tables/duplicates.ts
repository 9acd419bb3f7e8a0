import type { ReadDb } from '../database.ts';
import { createHashSet } from '../hash-set.ts';

/** How a row stands to the earlier documents with the same text. */
export type Likeness =
  | { readonly kind: 'new' }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'differs'; readonly conflict: boolean; readonly leak: boolean };

/** What of a row counts besides its text. `labels`: class ids in ascending order parted by commas. */
export interface Standing {
  readonly labels: string | null;
  readonly dataset: string | null;
}

export interface DuplicateFinder {
  compare(hash: number, text: string, standing: Standing): Likeness;
  /** Takes in a row that was just written. */
  added(hash: number, text: string, standing: Standing): void;
}

/** Documents that share one text: one of them, and the different standings among them. */
interface Group {
  readonly documentId: number;
  readonly standings: Map<string, Standing>;
}

/** Texts that occur again and again are looked up once; beyond so many different ones, starting over is cheaper. */
const maximalGroups = 50_000;

/** Documents of this import and of those that are done. */
export const sameHashSql = `SELECT d.id, d.dataset, d.labelled,
    (SELECT group_concat(class_id) FROM label WHERE document_id = d.id) AS classes
  FROM document d INDEXED BY document_hash CROSS JOIN document_text t ON t.document_id = d.id
  WHERE d.text_hash = @hash AND t.text = @text
    AND (d.import_id = @importId
      OR d.import_id NOT IN (SELECT id FROM import WHERE state IN ('running', 'removing')))`;

interface SameHashRow {
  readonly id: number;
  readonly dataset: string | null;
  readonly labelled: number;
  readonly classes: string | null;
}

/**
 * @param fresh the project had no documents before this import: a hash not seen in it needs no look at the index.
 */
export function createDuplicateFinder(db: ReadDb, importId: number, fresh: boolean): DuplicateFinder {
  const seen = fresh ? createHashSet() : null;
  const groups = new Map<number, Group>();
  const sameHash = db.prepare<[{ hash: number; text: string; importId: number }], SameHashRow>(sameHashSql);
  const sameText = db
    .prepare<[string, number], number>('SELECT text = ? FROM document_text WHERE document_id = ?')
    .pluck();

  const load = (hash: number, text: string): Group | undefined => {
    const standings = new Map<string, Standing>();
    let documentId: number | undefined;
    for (const row of sameHash.iterate({ hash, text, importId })) {
      documentId ??= row.id;
      const standing = { labels: labelsText(row), dataset: row.dataset };
      standings.set(key(standing), standing);
    }
    return documentId === undefined ? undefined : { documentId, standings };
  };
  const find = (hash: number, text: string): Group | undefined => {
    if (seen !== null && !seen.has(hash)) return undefined;
    const known = groups.get(hash);
    if (known !== undefined && sameText.get(text, known.documentId) === 1) return known;
    const group = load(hash, text);
    // Two texts with one hash: the first keeps the place, the other is looked up every time.
    if (group !== undefined && known === undefined) {
      if (groups.size >= maximalGroups) groups.clear();
      groups.set(hash, group);
    }
    return group;
  };
  return {
    compare(hash, text, standing) {
      const group = find(hash, text);
      return group === undefined ? { kind: 'new' } : likeness(group, standing);
    },
    added(hash, text, standing) {
      seen?.add(hash);
      const group = groups.get(hash);
      if (group !== undefined && sameText.get(text, group.documentId) === 1) {
        group.standings.set(key(standing), standing);
      }
    },
  };
}

/** Agreement with any one earlier document makes a duplicate; else every difference counts. */
function likeness(group: Group, standing: Standing): Likeness {
  if (group.standings.has(key(standing))) return { kind: 'duplicate' };
  const earlier = [...group.standings.values()];
  return {
    kind: 'differs',
    conflict: earlier.some((other) => other.labels !== standing.labels),
    leak: earlier.some((other) => other.dataset !== standing.dataset),
  };
}

function labelsText(row: SameHashRow): string | null {
  return row.labelled === 0 ? null : (row.classes ?? '');
}

function key(standing: Standing): string {
  return `${standing.dataset ?? '-'}|${standing.labels ?? '-'}`;
}
