import type { Migration } from './migration.ts';

/**
 * Vectors that sentence encoders made of documents, as a cache: all of it can be computed again. The primary key
 * begins with the document, because a document is deleted with its vectors; the index is for those of an encoder.
 */
export const vectorsMigration: Migration = {
  version: 2,
  name: 'vectors',
  up(db) {
    db.exec(vectors);
  },
};

const vectors = `
CREATE TABLE encoder (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  fingerprint TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('kept', 'deleted')),
  used_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX encoder_fingerprint ON encoder (fingerprint);
CREATE TABLE document_vector (
  document_id INTEGER NOT NULL REFERENCES document (id),
  encoder_id INTEGER NOT NULL REFERENCES encoder (id),
  text_hash INTEGER NOT NULL,
  vector BLOB NOT NULL,
  PRIMARY KEY (document_id, encoder_id)
) STRICT;
CREATE INDEX document_vector_encoder ON document_vector (encoder_id);`;
