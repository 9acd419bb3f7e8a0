import type { TestSetTable } from '../../core/ports/analysis-tables.ts';
import type { TestSetPolicy, TestSetVersion } from '../../domain/test-set.ts';
import type { WriteDb } from '../database.ts';

export function createTestSetTable(db: WriteDb): TestSetTable {
  const policy = db.prepare<[], TestSetPolicy>('SELECT test_set_policy FROM project WHERE id = 1').pluck();
  const setPolicy = db.prepare('UPDATE project SET test_set_policy = ? WHERE id = 1');
  const versions = db.prepare<[], TestSetVersion>(
    'SELECT version, fingerprint, documents, seen_at AS seenAt FROM test_set_version ORDER BY version DESC',
  );
  const add = db.prepare(
    'INSERT INTO test_set_version (version, fingerprint, documents, seen_at) VALUES (?, ?, ?, ?)',
  );
  return {
    policy: () => policy.get()!,
    setPolicy: (next) => void setPolicy.run(next),
    versions: () => versions.all(),
    add: ({ version, fingerprint, documents, seenAt }) =>
      void add.run(version, fingerprint, documents, seenAt),
  };
}
