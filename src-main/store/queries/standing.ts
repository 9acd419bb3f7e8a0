import type { Standing } from '../../core/ports/store.ts';
import { createFingerprint } from '../../domain/fingerprint.ts';
import type { Dataset } from '../../domain/project.ts';
import { inSnapshot, type ReadDb } from '../database.ts';

interface StandingRow {
  readonly id: number;
  readonly hash: number;
  readonly dataset: Dataset | null;
  readonly labelled: number;
  readonly excluded: number;
  readonly classes: string | null;
}

const standingSql = `SELECT d.id, d.text_hash AS hash, d.dataset, d.labelled, d.excluded,
    (SELECT group_concat(class_id) FROM label WHERE document_id = d.id) AS classes
  FROM visible_document d ORDER BY d.id`;

/** See `ProjectReader.standing`; one pass over narrow rows. */
export function documentStanding(db: ReadDb): Standing {
  return inSnapshot(db, () => {
    const texts = createFingerprint();
    const standing = createFingerprint();
    let usable = 0;
    for (const { id, hash, dataset, ...row } of db.prepare<[], StandingRow>(standingSql).iterate()) {
      texts.add({ id, textHash: hash, classes: null });
      const classes = row.labelled === 0 ? null : (row.classes?.split(',') ?? []);
      standing.add({ id, textHash: `${hash} ${dataset ?? ''}`, classes });
      if (row.excluded === 0) usable++;
    }
    return { texts: texts.finish(), standing: standing.finish(), usable };
  });
}
