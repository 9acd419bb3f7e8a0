import type { DocumentGroups } from '../../core/ports/store.ts';
import { createDuplicateSearch, defaultSimilarity } from '../../domain/duplicates/duplicate-search.ts';
import { defaultSeed } from '../../domain/splits.ts';
import type { ReadDb } from '../database.ts';

/** See `ProjectReader.nearGroups`. */
export function nearGroups(db: ReadDb): DocumentGroups {
  const text = db.prepare<[number], string>('SELECT text FROM document_text WHERE document_id = ?').pluck();
  const ids: number[] = [];
  const search = createDuplicateSearch({
    similarity: defaultSimilarity,
    seed: defaultSeed,
    textOf: (index) => text.get(ids[index]!),
  });
  const rows = db.prepare<[], { readonly id: number; readonly hash: number; readonly text: string }>(
    `SELECT d.id, d.text_hash AS hash, t.text
     FROM visible_document d CROSS JOIN document_text t ON t.document_id = d.id
     WHERE d.labelled = 1 AND d.excluded = 0 ORDER BY d.id`,
  );
  for (const row of rows.iterate()) {
    ids.push(row.id);
    search.add(row.text, row.hash);
  }
  const steps = search.groups();
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  const { offsets, members } = step.value;
  return { offsets, ids: members.map((member) => ids[member]!) };
}
