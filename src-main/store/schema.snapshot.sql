-- Schema version 5

CREATE TABLE analysis (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('building', 'published', 'deleted')),
  created_at TEXT NOT NULL,
  seconds REAL NOT NULL DEFAULT 0,
  fingerprint TEXT NOT NULL,
  result TEXT NOT NULL DEFAULT 'null'
) STRICT;

CREATE TABLE analysis_item (
  analysis_id INTEGER NOT NULL REFERENCES analysis (id),
  position INTEGER NOT NULL,
  document_ids TEXT NOT NULL,
  data TEXT NOT NULL,
  PRIMARY KEY (analysis_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX analysis_kind ON analysis (kind, key);

CREATE TABLE change (
  operation_id INTEGER NOT NULL REFERENCES operation (id),
  document_id INTEGER NOT NULL,
  field TEXT NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  PRIMARY KEY (operation_id, document_id, field)
) STRICT, WITHOUT ROWID;

CREATE INDEX change_document ON change (document_id, field, operation_id);

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

CREATE UNIQUE INDEX class_name ON class (name) WHERE deleted_at IS NULL;

CREATE TABLE deployment (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  model_id INTEGER NOT NULL,
  model_name TEXT NOT NULL,
  rule TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  deleted_at TEXT
) STRICT;

CREATE TABLE deployment_history (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  deployment_id INTEGER NOT NULL REFERENCES deployment (id),
  at TEXT NOT NULL,
  model_id INTEGER,
  model_name TEXT,
  rule TEXT
) STRICT;

CREATE INDEX deployment_history_deployment ON deployment_history (deployment_id);

CREATE UNIQUE INDEX deployment_name ON deployment (name) WHERE deleted_at IS NULL;

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
, excluded INTEGER NOT NULL DEFAULT 0 CHECK (excluded IN (0, 1)), verified INTEGER NOT NULL DEFAULT 0 CHECK (verified IN (0, 1)), certainty REAL) STRICT;

CREATE INDEX document_external ON document (external_id, import_id);

CREATE INDEX document_labelled_at ON document (labelled_at, import_id) WHERE labelled_at IS NOT NULL;

CREATE VIRTUAL TABLE document_search USING fts5 (
  text,
  content = '',
  contentless_delete = 1,
  tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
);

CREATE TABLE document_text (
  document_id INTEGER PRIMARY KEY REFERENCES document (id),
  text TEXT NOT NULL,
  fields TEXT
) STRICT;

CREATE TABLE document_vector (
  document_id INTEGER NOT NULL REFERENCES document (id),
  encoder_id INTEGER NOT NULL REFERENCES encoder (id),
  text_hash INTEGER NOT NULL,
  vector BLOB NOT NULL,
  PRIMARY KEY (document_id, encoder_id)
) STRICT;

CREATE INDEX document_vector_encoder ON document_vector (encoder_id);

CREATE TABLE encoder (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  fingerprint TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('kept', 'deleted')),
  used_at TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX encoder_fingerprint ON encoder (fingerprint);

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
, analysis TEXT NOT NULL DEFAULT 'null') STRICT;

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

CREATE INDEX evaluation_model ON evaluation (model_id, dataset);

CREATE TABLE evaluation_score (
  evaluation_id INTEGER NOT NULL REFERENCES evaluation (id),
  document_id INTEGER NOT NULL,
  scores BLOB NOT NULL,
  PRIMARY KEY (evaluation_id, document_id)
) STRICT;

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

CREATE INDEX import_hidden ON import (id) WHERE state IN ('running', 'removing');

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

CREATE INDEX job_active ON job (id) WHERE state IN ('running', 'cancelling');

CREATE TABLE label (
  document_id INTEGER NOT NULL REFERENCES document (id),
  class_id INTEGER NOT NULL REFERENCES class (id),
  PRIMARY KEY (document_id, class_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX label_class ON label (class_id, document_id);

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
, history_point INTEGER, results_seen_at TEXT, kind TEXT NOT NULL DEFAULT 'single' CHECK (kind IN ('single', 'multi'))) STRICT;

CREATE UNIQUE INDEX model_name ON model (name) WHERE state = 'published';

CREATE TABLE model_part (
  model_id INTEGER NOT NULL REFERENCES model (id),
  part INTEGER NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (model_id, part)
) STRICT;

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

CREATE INDEX operation_class_removal ON operation (id)
  WHERE kind IN ('class-delete', 'class-merge', 'class-split');

CREATE INDEX operation_undoable ON operation (id)
  WHERE finished = 1 AND reverts IS NULL AND undone_by IS NULL;

CREATE INDEX operation_undone ON operation (undone_by) WHERE undone_by IS NOT NULL;

CREATE INDEX operation_unfinished ON operation (id) WHERE finished = 0;

CREATE TABLE project (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  uid TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('single', 'multi')),
  language TEXT NOT NULL,
  multilingual INTEGER NOT NULL CHECK (multilingual IN (0, 1)),
  description TEXT NOT NULL,
  created_at TEXT NOT NULL
, test_set_policy TEXT NOT NULL DEFAULT 'open'
  CHECK (test_set_policy IN ('open', 'sealed'))) STRICT;

CREATE TABLE search_progress (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  last_document_id INTEGER NOT NULL,
  documents INTEGER NOT NULL
) STRICT;

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

CREATE INDEX suggestion_class_class ON suggestion_class (class_id, document_id);

CREATE TABLE suggestion_source (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  model_id INTEGER NOT NULL,
  model_name TEXT NOT NULL,
  request TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX suggestion_source_request ON suggestion_source (request);

CREATE TABLE test_set_version (
  version INTEGER PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  documents INTEGER NOT NULL,
  seen_at TEXT NOT NULL
) STRICT;

CREATE VIEW visible_document AS
  SELECT * FROM document
  WHERE import_id NOT IN (SELECT id FROM import WHERE state IN ('running', 'removing'));
