import { copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ProjectStore } from '../../src-main/core/ports/store.ts';
import { textHash } from '../../src-main/domain/text-hash.ts';
import { backUp } from '../../src-main/store/backup.ts';
import { openMemory, openReadConnection, openWriteConnection } from '../../src-main/store/database.ts';
import {
  migrate,
  migrations,
  pendingMigrations,
  schemaVersion,
} from '../../src-main/store/migrations/index.ts';
import type { Migration } from '../../src-main/store/migrations/migration.ts';
import { openReadOnly } from '../../src-main/store/read-only.ts';
import { expectedSchema, readSchema, schemaProblem, schemaText } from '../../src-main/store/schema.ts';
import { storeOpener, temporaryFolder } from '../support/store.ts';

const inRepository = (file: string) => fileURLToPath(new URL(`../../${file}`, import.meta.url));

test('the schema is the committed one: after a new migration run `npm exec node tools/schema/snapshot.ts`', () => {
  const committed = readFileSync(inRepository('src-main/store/schema.snapshot.sql'), 'utf8');
  expect(schemaText(schemaVersion, expectedSchema(schemaVersion))).toBe(committed);
});

test('migrations are numbered from 1 without a gap, and their files are named after them', () => {
  expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1));
  const files = readdirSync(inRepository('src-main/store/migrations')).filter((file) => /^\d/.test(file));
  expect(files.sort()).toEqual(
    migrations.map(({ version, name }) => `${String(version).padStart(4, '0')}-${name}.ts`),
  );
});

describe('every shipped version', () => {
  test.each(migrations.map(({ version }) => version))(
    '%i has a fixture (`npm exec node tools/schema/fixture.ts`) that opens with all it holds',
    async (version) => {
      const fixture = inRepository(`tests/fixtures/schema-${version}.winnow`);
      const file = path.join(temporaryFolder(), 'project.winnow');
      copyFileSync(fixture, file);
      const store = await storeOpener().open(file);
      onTestFinished(() => store.close());
      expect(store.project.get()).toMatchObject({ name: 'Tickets', kind: 'multi', multilingual: true });
      expect(store.classes.list().map(({ name }) => name)).toEqual(['delivery', 'refund']);
      const aside = version < 3 ? 0 : 1;
      const counts = { documents: 6 - aside, labelled: 6 - aside, unsure: 1, excluded: aside };
      expect(await store.reader.counts()).toMatchObject(counts);
      expect(store.documents.get(1)).toMatchObject({ externalId: 'T-1', labels: [1], dataset: 'train' });
      expect(store.documents.get(2)?.fields).toEqual({ from: 'eva' });
      expect(store.documents.get(4)?.labels).toEqual([1, 2]);
      expect(store.documents.get(5)?.labels).toEqual([]);
      expect(store.operations.changeCount(store.operations.latestUndoable()!.id)).toBe(1);
      const model = store.models.findByName('first')!;
      expect(model.kind).toBe('multi');
      expect([...store.models.artefact(model.id)]).toEqual(Array.from({ length: 100 }, (_, index) => index));
      const evaluation = store.evaluations.find(model.id, 'test')!;
      expect(store.evaluations.itemIds(evaluation.id, { incorrectOnly: false })).toEqual([4, 3]);
      expect(store.jobs.interruptRunning('2026-02-02')).toHaveLength(1);
      const search = await store.reader.ids({ search: '配送' }, { by: 'id', descending: false });
      expect([...search.ids]).toEqual([3]);
      const sure = await store.reader.ids({}, { by: 'certainty', descending: false });
      expect(sure.ids[0]).toBe(version < 4 ? 1 : 6);
      expect(await store.reader.check()).toEqual([]);
      const backups = existsSync(`${file}-backups`) ? readdirSync(`${file}-backups`) : [];
      expect(backups).toHaveLength(version < schemaVersion ? 1 : 0);
      for (const backup of backups) {
        const copy = openReadConnection(path.join(`${file}-backups`, backup));
        onTestFinished(() => {
          copy.close();
        });
        expect(schemaProblem(copy, version)).toBeNull();
      }
      const documents = [{ id: 1, textHash: textHash('The parcel came late.') }];
      const reading = openReadOnly(file);
      onTestFinished(() => reading.close());
      expect([...reading.vectors.read('0123456789abcdef', documents).values()]).toEqual(
        version < 2 ? [] : [Float32Array.of(0.5, -0.25)],
      );
      expectImprovement(store, version);
      expectSuggestion(store, version);
    },
  );
});

/** What version 3 added; older files have the defaults, and results whose time is that of the evaluation. */
function expectImprovement(store: ProjectStore, version: number): void {
  const added = version >= 3;
  const model = store.models.findByName('first')!;
  expect(model.resultsSeenAt).toBe('2026-01-02T03:04:05.000Z');
  expect(model.historyPoint).toBe(added ? 0 : null);
  expect(store.evaluations.find(model.id, 'test')?.analysis).toBeNull();
  expect(store.documents.rows([1, 5]).map(({ verified, excluded }) => [verified, excluded])).toEqual([
    [added, false],
    [false, added],
  ]);
  expect(store.testSet.policy()).toBe(added ? 'sealed' : 'open');
  expect(store.testSet.versions()).toHaveLength(added ? 1 : 0);
  expect(store.analyses.latest('duplicates', '')?.result).toEqual(added ? { groups: 1 } : undefined);
  expect(store.deployments.list().map(({ name, modelName }) => [name, modelName])).toEqual(
    added ? [['live', 'first']] : [],
  );
  expect(store.operations.ofDocument(6).map(({ change }) => change.after)).toEqual(['[2]']);
}

/** What version 5 added: a suggestion, which the document's label hides. */
function expectSuggestion(store: ProjectStore, version: number): void {
  expect(store.documents.get(6)).toMatchObject({ labels: [2], suggestion: null });
  store.documents.setLabels(6, null, null);
  const suggestion = { modelId: 1, modelName: 'first', classIds: [2, 1], score: 0.75, unsure: false };
  expect(store.documents.get(6)?.suggestion).toEqual(version < 5 ? null : suggestion);
}

describe('migrating', () => {
  const step = (version: number, sql: string): Migration => ({
    version,
    name: `step-${version}`,
    up: (db) => {
      db.exec(sql);
    },
  });
  const steps = [step(1, 'CREATE TABLE a (x)'), step(2, 'CREATE TABLE b (x)'), step(3, 'CREATE TABLE c (x)')];

  test('runs what is missing, in order, once', () => {
    const db = openMemory();
    migrate(db, steps.slice(0, 1));
    expect(pendingMigrations(db, steps).map(({ version }) => version)).toEqual([2, 3]);
    migrate(db, steps);
    expect(readSchema(db).map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(db.pragma('user_version', { simple: true })).toBe(3);
    expect(pendingMigrations(db, steps)).toEqual([]);
    migrate(db, steps);
  });

  test('a step that fails is undone as a whole, with its version', () => {
    const db = openMemory();
    const failing = [steps[0]!, step(2, 'CREATE TABLE b (x); CREATE TABLE a (x)')];
    expect(() => migrate(db, failing)).toThrow('already exists');
    expect(readSchema(db).map(({ name }) => name)).toEqual(['a']);
    expect(db.pragma('user_version', { simple: true })).toBe(1);
  });

  test('before it, a dated copy is kept; the newest three stay', () => {
    const file = path.join(temporaryFolder(), 'my project.winnow');
    const db = openWriteConnection(file, { mustExist: false });
    onTestFinished(() => {
      db.close();
    });
    migrate(db);
    const days = ['2026-03-01', '2026-03-04', '2026-03-02', '2026-03-03', '2026-03-05', '2026-03-05'];
    for (const day of days) backUp(db, file, new Date(`${day}T12:00:00Z`));
    const copies = readdirSync(`${file}-backups`).sort();
    expect(copies).toEqual([
      'my project 2026-03-04T12-00-00.winnow',
      'my project 2026-03-05T12-00-00 2.winnow',
      'my project 2026-03-05T12-00-00.winnow',
    ]);
    const copy = openReadConnection(path.join(`${file}-backups`, copies[0]!));
    expect(schemaProblem(copy, schemaVersion)).toBeNull();
    copy.close();
  });
});
