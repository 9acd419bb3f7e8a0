import type { Migration } from './migration.ts';

/**
 * What a model said of documents that nobody has labelled. A source is a model with its rule: it is named once, not
 * with every document, and outlives the model. A suggestion stays when its document gets labels; whoever reads decides
 * by the document whether it shows.
 */
export const suggestionsMigration: Migration = {
  version: 5,
  name: 'suggestions',
  up(db) {
    db.exec(suggestions);
  },
};

const suggestions = `
CREATE TABLE suggestion_source (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  model_id INTEGER NOT NULL,
  model_name TEXT NOT NULL,
  request TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX suggestion_source_request ON suggestion_source (request);
CREATE TABLE suggestion (
  document_id INTEGER PRIMARY KEY REFERENCES document (id),
  source_id INTEGER NOT NULL REFERENCES suggestion_source (id),
  score REAL NOT NULL,
  unsure INTEGER NOT NULL CHECK (unsure IN (0, 1))
) STRICT;
CREATE TABLE suggestion_class (
  document_id INTEGER NOT NULL REFERENCES document (id),
  position INTEGER NOT NULL,
  class_id INTEGER NOT NULL REFERENCES class (id),
  PRIMARY KEY (document_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX suggestion_class_class ON suggestion_class (class_id, document_id);`;
