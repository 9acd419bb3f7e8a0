import type { ReadDb } from '../database.ts';
import type { HashIndex } from '../hash-index.ts';

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
  added(documentId: number, hash: number, text: string, standing: Standing): void;
}

/** Documents that share one text: one of them, and the different standings among them. */
interface Group {
  readonly documentId: number;
  readonly standings: Map<string, Standing>;
}

/** Texts that occur again and again are looked up once; beyond so many different ones, starting over is cheaper. */
const maximalGroups = 50_000;

/** A document of this import or of one that is done, if it has the text. */
export const sameTextSql = `SELECT d.dataset, d.labelled,
    (SELECT group_concat(class_id) FROM label WHERE document_id = d.id) AS classes
  FROM document d CROSS JOIN document_text t ON t.document_id = d.id
  WHERE d.id = @id AND t.text = @text
    AND (d.import_id = @importId
      OR d.import_id NOT IN (SELECT id FROM import WHERE state IN ('running', 'removing')))`;

interface SameTextRow {
  readonly dataset: string | null;
  readonly labelled: number;
  readonly classes: string | null;
}

/** @param index all documents by hash; rows that are written are added to it. */
export function createDuplicateFinder(db: ReadDb, importId: number, index: HashIndex): DuplicateFinder {
  const groups = new Map<number, Group>();
  const sameText = db.prepare<[{ id: number; text: string; importId: number }], SameTextRow>(sameTextSql);
  const hasText = db
    .prepare<[string, number], number>('SELECT text = ? FROM document_text WHERE document_id = ?')
    .pluck();

  const load = (hash: number, text: string): Group | undefined => {
    const standings = new Map<string, Standing>();
    let documentId: number | undefined;
    for (const id of index.find(hash)) {
      const row = sameText.get({ id, text, importId });
      if (row === undefined) continue;
      documentId ??= id;
      const standing = { labels: labelsText(row), dataset: row.dataset };
      standings.set(key(standing), standing);
    }
    return documentId === undefined ? undefined : { documentId, standings };
  };
  const find = (hash: number, text: string): Group | undefined => {
    if (!index.has(hash)) return undefined;
    const known = groups.get(hash);
    if (known !== undefined && hasText.get(text, known.documentId) === 1) return known;
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
    added(documentId, hash, text, standing) {
      index.add(hash, documentId);
      const group = groups.get(hash);
      if (group !== undefined && hasText.get(text, group.documentId) === 1) {
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

function labelsText(row: SameTextRow): string | null {
  return row.labelled === 0 ? null : (row.classes ?? '');
}

function key(standing: Standing): string {
  return `${standing.dataset ?? '-'}|${standing.labels ?? '-'}`;
}
