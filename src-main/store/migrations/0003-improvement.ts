import type { Migration } from './migration.ts';

/**
 * What measuring and improving needs: results of longer computations, versions of the test set, deployments,
 * documents set aside or vouched for, and a model's place in history. Deployments and results outlive the models
 * and documents that they name, so they refer to none by foreign key.
 */
export const improvementMigration: Migration = {
  version: 3,
  name: 'improvement',
  up(db) {
    for (const sql of [analyses, testSet, deployments, documents, models, history]) db.exec(sql);
  },
};

const analyses = `
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
CREATE INDEX analysis_kind ON analysis (kind, key);
CREATE TABLE analysis_item (
  analysis_id INTEGER NOT NULL REFERENCES analysis (id),
  position INTEGER NOT NULL,
  document_ids TEXT NOT NULL,
  data TEXT NOT NULL,
  PRIMARY KEY (analysis_id, position)
) STRICT, WITHOUT ROWID;
ALTER TABLE evaluation ADD COLUMN analysis TEXT NOT NULL DEFAULT 'null';`;

const testSet = `
ALTER TABLE project ADD COLUMN test_set_policy TEXT NOT NULL DEFAULT 'open'
  CHECK (test_set_policy IN ('open', 'sealed'));
CREATE TABLE test_set_version (
  version INTEGER PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  documents INTEGER NOT NULL,
  seen_at TEXT NOT NULL
) STRICT;`;

/** A step without a model is the end of the deployment. */
const deployments = `
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
CREATE UNIQUE INDEX deployment_name ON deployment (name) WHERE deleted_at IS NULL;
CREATE TABLE deployment_history (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  deployment_id INTEGER NOT NULL REFERENCES deployment (id),
  at TEXT NOT NULL,
  model_id INTEGER,
  model_name TEXT,
  rule TEXT
) STRICT;
CREATE INDEX deployment_history_deployment ON deployment_history (deployment_id);`;

const documents = `
ALTER TABLE document ADD COLUMN excluded INTEGER NOT NULL DEFAULT 0 CHECK (excluded IN (0, 1));
ALTER TABLE document ADD COLUMN verified INTEGER NOT NULL DEFAULT 0 CHECK (verified IN (0, 1));`;

const models = `
ALTER TABLE model ADD COLUMN history_point INTEGER;
ALTER TABLE model ADD COLUMN results_seen_at TEXT;
UPDATE model SET results_seen_at = (
  SELECT min(created_at) FROM evaluation
  WHERE model_id = model.id AND dataset = 'test' AND evaluation.state = 'published');`;

const history = `
CREATE INDEX change_document ON change (document_id, field, operation_id);
CREATE INDEX operation_class_removal ON operation (id) WHERE kind IN ('class-delete', 'class-merge');`;
