import type { TextVolume, UnfitDocuments } from '../../core/ports/store.ts';
import { createFingerprint } from '../../domain/fingerprint.ts';
import type { Dataset } from '../../domain/project.ts';
import { inSnapshot, type ReadDb } from '../database.ts';
import { readClasses } from '../tables/classes.ts';

interface LabelledRow {
  readonly id: number;
  readonly hash: number;
  readonly labelled: number;
  readonly classes: string | null;
}

/** Labelled documents of these datasets ('none' = without a place), as parameters of a query; those set aside are left out everywhere here. */
const labelledSql = "d.labelled = 1 AND coalesce(d.dataset, 'none') IN (SELECT value FROM json_each(?))";
/** What may be read without its labels: everything but the test set. */
const unlabelledSql = "d.labelled = 0 AND (d.dataset IS NULL OR d.dataset <> 'test')";

/**
 * Fingerprint of the labelled documents of some datasets ({@link ../../domain/fingerprint}): ids, text hashes and
 * class names, so that renaming a class counts as a change and recolouring does not. On request also of the ids
 * and text hashes of all documents without labels that are not in the test set. `null` stands for documents without
 * a place.
 */
export function documentFingerprint(
  db: ReadDb,
  datasets: readonly (Dataset | null)[],
  unlabelled = false,
): { readonly fingerprint: string; readonly documents: number } {
  return inSnapshot(db, () => {
    const names = new Map(readClasses(db).map(({ id, name }) => [id, name]));
    const rows = db
      .prepare<[string], LabelledRow>(
        `SELECT d.id, d.text_hash AS hash, d.labelled,
           CASE d.labelled WHEN 1 THEN (SELECT group_concat(class_id) FROM label WHERE document_id = d.id) END AS classes
         FROM visible_document d
         WHERE d.excluded = 0 AND (${unlabelled ? `(${labelledSql}) OR (${unlabelledSql})` : labelledSql})
         ORDER BY d.id`,
      )
      .iterate(JSON.stringify(datasets.map((dataset) => dataset ?? 'none')));
    const builder = createFingerprint();
    let documents = 0;
    for (const row of rows) {
      const classes = toIds(row.classes)
        .map((id) => names.get(id))
        .filter((name) => name !== undefined);
      builder.add({ id: row.id, textHash: row.hash, classes: row.labelled === 1 ? classes : null });
      documents++;
    }
    return { fingerprint: builder.finish(), documents };
  });
}

/** How much text a training would read, the test set left out; one pass over narrow rows. */
export function textVolume(db: ReadDb): TextVolume {
  const rows = db
    .prepare<[], { labelled: number; documents: number; characters: number }>(
      `SELECT d.labelled, count(*) AS documents, sum(d.length) AS characters FROM visible_document d
       WHERE d.excluded = 0 AND (d.dataset IS NULL OR d.dataset <> 'test') GROUP BY d.labelled`,
    )
    .all();
  const of = (labelled: number) => {
    const found = rows.find((row) => row.labelled === labelled);
    return { documents: found?.documents ?? 0, characters: found?.characters ?? 0 };
  };
  return { labelled: of(1), unlabelled: of(0) };
}

/** Documents with their classes, flat: the classes of document `i` lie from `offsets[i]` to `offsets[i + 1]`. */
export interface FlatLabels {
  readonly ids: Int32Array;
  readonly offsets: Int32Array;
  readonly classes: Int32Array;
}

/** Labelled documents in ascending order: those without a dataset, or all; none that were set aside. */
export function labelledDocuments(db: ReadDb, all: boolean): FlatLabels {
  return inSnapshot(db, () => {
    const ids = db
      .prepare<[], number>(
        `SELECT d.id FROM visible_document d
         WHERE d.labelled = 1 AND d.excluded = 0 ${all ? '' : 'AND d.dataset IS NULL'} ORDER BY d.id`,
      )
      .pluck()
      .all();
    const offsets = new Int32Array(ids.length + 1);
    const classes: number[] = [];
    // Both lists ascend by document: one walk joins them.
    const labels = db
      .prepare<[], number>(
        `SELECT document_id * ${classFactor} + class_id FROM label ORDER BY document_id, class_id`,
      )
      .pluck()
      .all();
    let next = 0;
    for (let index = 0; index < ids.length; index++) {
      const id = ids[index]!;
      while (next < labels.length && labels[next]! < id * classFactor) next++;
      while (next < labels.length && labels[next]! < (id + 1) * classFactor) {
        classes.push(labels[next]! % classFactor);
        next++;
      }
      offsets[index + 1] = classes.length;
    }
    return { ids: Int32Array.from(ids), offsets, classes: Int32Array.from(classes) };
  });
}

export const severalSql = `SELECT l.document_id FROM label l CROSS JOIN visible_document d ON d.id = l.document_id
  GROUP BY l.document_id HAVING count(*) > 1 ORDER BY l.document_id`;
export const noneSql = `SELECT d.id FROM visible_document d
  WHERE d.labelled = 1 AND NOT EXISTS (SELECT 1 FROM label WHERE document_id = d.id) ORDER BY d.id`;

/** Documents set aside are among them: they come back one day. */
export function unfitForSingle(db: ReadDb): UnfitDocuments {
  const ids = (sql: string): Int32Array => Int32Array.from(db.prepare<[], number>(sql).pluck().all());
  return inSnapshot(db, () => ({ several: ids(severalSql), none: ids(noneSql) }));
}

const classFactor = 2 ** 21;

function toIds(classes: string | null): readonly number[] {
  return classes === null ? [] : classes.split(',').map(Number);
}
