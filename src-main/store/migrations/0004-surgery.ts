import type { Migration } from './migration.ts';

/**
 * What changing the schema over all documents needs: the kind that a model was trained with, which the project may
 * leave; how sure the last proposal for a document was, by which it waits to be looked at; split classes among those
 * that can come back.
 */
export const surgeryMigration: Migration = {
  version: 4,
  name: 'surgery',
  up(db) {
    db.exec(surgery);
  },
};

const surgery = `
ALTER TABLE model ADD COLUMN kind TEXT NOT NULL DEFAULT 'single' CHECK (kind IN ('single', 'multi'));
UPDATE model SET kind = (SELECT kind FROM project);
ALTER TABLE document ADD COLUMN certainty REAL;
DROP INDEX operation_class_removal;
CREATE INDEX operation_class_removal ON operation (id)
  WHERE kind IN ('class-delete', 'class-merge', 'class-split');`;
