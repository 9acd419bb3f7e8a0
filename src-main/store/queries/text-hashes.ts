import { inSnapshot, type ReadDb } from '../database.ts';
import { emptyHashIndex, type HashIndexData } from '../hash-index.ts';

/** All documents by the hash of their text, hidden ones too. */
export function hashDocuments(db: ReadDb): HashIndexData {
  return inSnapshot(db, () => {
    const column = (name: string): readonly number[] =>
      db.prepare<[], number>(`SELECT ${name} FROM document ORDER BY id`).pluck().all();
    const hashes = column('text_hash');
    const ids = column('id');
    const index = emptyHashIndex(ids.length);
    for (let row = 0; row < ids.length; row++) index.add(hashes[row]!, ids[row]!);
    return index.data();
  });
}
