import type { DocumentVector, VectorTable } from '../../core/ports/vector-tables.ts';
import { inBulkTransaction, inSnapshot, inTransaction, type ReadDb, type WriteDb } from '../database.ts';
import type { Sweeper } from '../sweeper.ts';

/** Vectors are kept of the encoders used last. */
const encodersKept = 2;

export const vectorSql = `SELECT v.vector FROM document_vector v
  WHERE v.document_id = ? AND v.encoder_id = ? AND v.text_hash = ?`;

export interface VectorReader {
  /** The vectors that an encoder made of these very texts; the other documents are left out. */
  read(
    fingerprint: string,
    documents: readonly { readonly id: number; readonly textHash: number }[],
  ): ReadonlyMap<number, Float32Array>;
}

export function createVectorReader(db: ReadDb): VectorReader {
  const encoder = db.prepare<[string], number>('SELECT id FROM encoder WHERE fingerprint = ?').pluck();
  const vector = db.prepare<[number, number, number], Buffer>(vectorSql).pluck();
  return {
    read: (fingerprint, documents) =>
      inSnapshot(db, () => {
        const found = new Map<number, Float32Array>();
        const encoderId = encoder.get(fingerprint);
        if (encoderId === undefined) return found;
        for (const { id, textHash } of documents) {
          const bytes = vector.get(id, encoderId, textHash);
          if (bytes !== undefined) found.set(id, toVector(bytes));
        }
        return found;
      }),
  };
}

export function createVectorTable(db: WriteDb, sweeper: Sweeper): VectorTable {
  const use = db
    .prepare<[string, string], number>(
      `INSERT INTO encoder (fingerprint, state, used_at) VALUES (?, 'kept', ?)
       ON CONFLICT (fingerprint) DO UPDATE SET state = 'kept', used_at = excluded.used_at RETURNING id`,
    )
    .pluck();
  const retire = db.prepare(
    `UPDATE encoder SET state = 'deleted' WHERE state = 'kept' AND id NOT IN
       (SELECT id FROM encoder WHERE state = 'kept' ORDER BY used_at DESC, id DESC LIMIT ${encodersKept})`,
  );
  const encoder = db.prepare<[string], number>('SELECT id FROM encoder WHERE fingerprint = ?').pluck();
  // A document that was deleted meanwhile, or has another text now, gets none.
  const insert = db.prepare(
    `INSERT OR REPLACE INTO document_vector (document_id, encoder_id, text_hash, vector)
     SELECT id, @encoderId, text_hash, @vector FROM document WHERE id = @id AND text_hash = @textHash`,
  );
  return {
    keepEncoder(fingerprint, at) {
      const retired = inTransaction(db, () => {
        use.get(fingerprint, at);
        return retire.run().changes;
      });
      if (retired > 0) sweeper.start();
    },
    add: (fingerprint, vectors) =>
      inBulkTransaction(db, () => {
        const encoderId = encoder.get(fingerprint);
        if (encoderId === undefined) throw new Error('The encoder must be in use before vectors are added.');
        for (const { id, textHash, vector } of vectors) {
          insert.run({ id, textHash, encoderId, vector: toBytes(vector) });
        }
      }),
  };
}

/** Little-endian, as all platforms are that the program runs on. */
function toBytes(vector: DocumentVector['vector']): Buffer {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
}

function toVector(bytes: Buffer): Float32Array {
  return new Float32Array(new Uint8Array(bytes).buffer);
}
