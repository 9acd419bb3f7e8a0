import type { Migration } from './migration.ts';

/**
 * Narrow rows (`document`) and wide ones (`document_text`) lie apart, so that a pass over a million documents
 * reads some 60 MB. A document id is never used twice: `import.last_document_id` remembers the highest.
 * Nothing refers to a document by foreign key except what is deleted with it; history and evaluations outlive it.
 */
export const projectMigration: Migration = {
  version: 1,
  name: 'project',
  up(db) {
    for (const sql of [project, imports, classes, documents, history, models, evaluations, jobs, search]) {
      db.exec(sql);
    }
  },
};

const project = `
CREATE TABLE project (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  uid TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('single', 'multi')),
  language TEXT NOT NULL,
  multilingual INTEGER NOT NULL CHECK (multilingual IN (0, 1)),
  description TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;`;

const imports = `
CREATE TABLE import (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  state TEXT NOT NULL CHECK (state IN ('running', 'done', 'removing', 'removed')),
  started_at TEXT NOT NULL,
  sources TEXT NOT NULL,
  report TEXT,
  documents INTEGER NOT NULL DEFAULT 0,
  first_document_id INTEGER,
  last_document_id INTEGER
) STRICT;
CREATE INDEX import_hidden ON import (id) WHERE state IN ('running', 'removing');`;

const classes = `
CREATE TABLE class (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  color TEXT NOT NULL,
  key TEXT,
  position INTEGER NOT NULL,
  import_id INTEGER REFERENCES import (id),
  deleted_at TEXT
) STRICT;
CREATE UNIQUE INDEX class_name ON class (name) WHERE deleted_at IS NULL;`;

const documents = `
CREATE TABLE document (
  id INTEGER PRIMARY KEY,
  external_id TEXT,
  text_hash INTEGER NOT NULL,
  length INTEGER NOT NULL,
  dataset TEXT CHECK (dataset IN ('train', 'validation', 'test')),
  labelled INTEGER NOT NULL DEFAULT 0 CHECK (labelled IN (0, 1)),
  unsure INTEGER NOT NULL DEFAULT 0 CHECK (unsure IN (0, 1)),
  language TEXT,
  labelled_at TEXT,
  import_id INTEGER NOT NULL REFERENCES import (id)
) STRICT;
CREATE INDEX document_external ON document (external_id, import_id);
CREATE INDEX document_labelled_at ON document (labelled_at, import_id) WHERE labelled_at IS NOT NULL;
CREATE TABLE document_text (
  document_id INTEGER PRIMARY KEY REFERENCES document (id),
  text TEXT NOT NULL,
  fields TEXT
) STRICT;
CREATE TABLE label (
  document_id INTEGER NOT NULL REFERENCES document (id),
  class_id INTEGER NOT NULL REFERENCES class (id),
  PRIMARY KEY (document_id, class_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX label_class ON label (class_id, document_id);
CREATE VIEW visible_document AS
  SELECT * FROM document
  WHERE import_id NOT IN (SELECT id FROM import WHERE state IN ('running', 'removing'));`;

const history = `
CREATE TABLE operation (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  annotator TEXT NOT NULL,
  source TEXT NOT NULL,
  at TEXT NOT NULL,
  details TEXT NOT NULL,
  reverts INTEGER REFERENCES operation (id),
  undone_by INTEGER REFERENCES operation (id),
  finished INTEGER NOT NULL CHECK (finished IN (0, 1))
) STRICT;
CREATE INDEX operation_undoable ON operation (id)
  WHERE finished = 1 AND reverts IS NULL AND undone_by IS NULL;
CREATE INDEX operation_undone ON operation (undone_by) WHERE undone_by IS NOT NULL;
CREATE INDEX operation_unfinished ON operation (id) WHERE finished = 0;
CREATE TABLE change (
  operation_id INTEGER NOT NULL REFERENCES operation (id),
  document_id INTEGER NOT NULL,
  field TEXT NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  PRIMARY KEY (operation_id, document_id, field)
) STRICT, WITHOUT ROWID;`;

const models = `
CREATE TABLE model (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  family TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('building', 'published', 'deleted')),
  created_at TEXT NOT NULL,
  seconds REAL NOT NULL,
  bytes INTEGER NOT NULL DEFAULT 0,
  classes TEXT NOT NULL,
  receipt TEXT NOT NULL,
  evaluation_note TEXT
) STRICT;
CREATE UNIQUE INDEX model_name ON model (name) WHERE state = 'published';
CREATE TABLE model_part (
  model_id INTEGER NOT NULL REFERENCES model (id),
  part INTEGER NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (model_id, part)
) STRICT;`;

const evaluations = `
CREATE TABLE evaluation (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  model_id INTEGER NOT NULL REFERENCES model (id),
  dataset TEXT NOT NULL CHECK (dataset IN ('validation', 'test')),
  state TEXT NOT NULL CHECK (state IN ('building', 'published', 'deleted')),
  fingerprint TEXT NOT NULL,
  created_at TEXT NOT NULL,
  seconds REAL NOT NULL DEFAULT 0,
  classes TEXT NOT NULL,
  metrics TEXT NOT NULL DEFAULT 'null'
) STRICT;
CREATE INDEX evaluation_model ON evaluation (model_id, dataset);
CREATE TABLE evaluation_item (
  evaluation_id INTEGER NOT NULL REFERENCES evaluation (id),
  document_id INTEGER NOT NULL,
  actual TEXT NOT NULL,
  predicted TEXT NOT NULL,
  correct INTEGER NOT NULL CHECK (correct IN (0, 1)),
  confidence REAL NOT NULL,
  PRIMARY KEY (evaluation_id, document_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX evaluation_item_order
  ON evaluation_item (evaluation_id, correct, confidence DESC, document_id, actual, predicted);
CREATE TABLE evaluation_score (
  evaluation_id INTEGER NOT NULL REFERENCES evaluation (id),
  document_id INTEGER NOT NULL,
  scores BLOB NOT NULL,
  PRIMARY KEY (evaluation_id, document_id)
) STRICT;`;

const jobs = `
CREATE TABLE job (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  state TEXT NOT NULL,
  started_at TEXT NOT NULL,
  finished_at TEXT,
  result TEXT,
  error TEXT
) STRICT;
CREATE INDEX job_active ON job (id) WHERE state IN ('running', 'cancelling');`;

/**
 * Contentless: the index holds no second copy of the texts. What goes in is made by search-terms.ts. SQLite never
 * merges parts of the index of its own accord, which would block a write for up to a second: see search-index.ts.
 */
const search = `
CREATE VIRTUAL TABLE document_search USING fts5 (
  text,
  content = '',
  contentless_delete = 1,
  tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
);
INSERT INTO document_search (document_search, rank) VALUES ('automerge', 0), ('crisismerge', 1999), ('usermerge', 16);
CREATE TABLE search_progress (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  last_document_id INTEGER NOT NULL,
  documents INTEGER NOT NULL
) STRICT;
INSERT INTO search_progress (id, last_document_id, documents) VALUES (1, 0, 0);`;
