import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { projectFields } from '../../tests/support/project-fields.ts';
import {
  fillSearch,
  importRecords,
  newStore,
  quiet,
  readerEntry,
  record,
  storeOpener,
  temporaryFolder,
} from '../../tests/support/store.ts';
import * as database from './database.ts';
import * as location from './location.ts';
import { applicationId, schemaVersion } from './migrations/index.ts';
import { createStoreOpener } from './open.ts';
import { openReadOnly } from './read-only.ts';

// Files, threads and processes take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const failure = (code: string) => expect.objectContaining({ code });

/** A closed project with some documents. */
async function closedProject(): Promise<string> {
  const store = await storeOpener().create(path.join(temporaryFolder(), 'a.winnow'), projectFields);
  await importRecords(
    store,
    Array.from({ length: 500 }, (_, line) => record(`text ${line} ${'x'.repeat(500)}`, { labels: ['a'] })),
  );
  await store.close();
  return store.path;
}

test('a new project holds what it was given, under the mark and version of its format', async () => {
  const store = await newStore({ name: 'Заявки', kind: 'multi', multilingual: true });
  expect(store.project.get()).toMatchObject({
    name: 'Заявки',
    kind: 'multi',
    multilingual: true,
    language: 'en',
  });
  expect(store.project.get().uid).toMatch(/^[0-9a-f-]{36}$/);
  store.project.update({ name: 'New', description: 'd' });
  await store.close();
  const header = readFileSync(store.path);
  expect(header.readUInt32BE(68)).toBe(applicationId);
  expect(header.readUInt32BE(60)).toBe(schemaVersion);
  const again = await storeOpener().open(store.path);
  expect(again.project.get()).toMatchObject({ name: 'New', description: 'd', multilingual: true });
  await again.close();
});

test('creating refuses a path that is taken, and a folder that is not there', async () => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'a.winnow'), 'mine');
  const opener = storeOpener();
  await expect(opener.create(path.join(folder, 'a.winnow'), projectFields)).rejects.toThrow(
    failure('already_exists'),
  );
  expect(readFileSync(path.join(folder, 'a.winnow'), 'utf8')).toBe('mine');
  await expect(opener.create(path.join(folder, 'no', 'a.winnow'), projectFields)).rejects.toThrow(
    failure('file_not_found'),
  );
  expect(readdirSync(folder)).toEqual(['a.winnow']);
});

test('while it is open, log and lock lie beside the project; closed, it is one file', async () => {
  const store = await newStore();
  await importRecords(store, [record('a')]);
  await store.reader.counts();
  const folder = path.dirname(store.path);
  expect(readdirSync(folder).sort()).toEqual([
    'project.winnow',
    'project.winnow-lock',
    'project.winnow-shm',
    'project.winnow-wal',
  ]);
  await store.close();
  await store.close();
  expect(readdirSync(folder)).toEqual(['project.winnow']);
  // Bytes 18 and 19: written and read without a write-ahead log.
  expect([...readFileSync(store.path).subarray(18, 20)]).toEqual([1, 1]);
});

test('a label is flushed to the disk with its commit, also after the project was opened again', async () => {
  const file = await closedProject();
  const connections = vi.spyOn(database, 'openWriteConnection');
  onTestFinished(() => connections.mockRestore());
  const store = await storeOpener().open(file);
  onTestFinished(() => store.close());
  const db = connections.mock.results.at(-1)!.value as database.WriteDb;
  const synchronous = () => db.pragma('synchronous', { simple: true });
  const [normal, full] = [1, 2];
  expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(synchronous()).toBe(full);
  expect(database.inBulkTransaction(db, synchronous)).toBe(normal);
  expect(synchronous()).toBe(full);
  const failing = () =>
    database.inBulkTransaction(db, () => {
      throw new Error('undone');
    });
  expect(failing).toThrow('undone');
  expect(synchronous()).toBe(full);
  await importRecords(store, [record('more')]);
  fillSearch(store);
  expect(synchronous()).toBe(full);
});

test.each<[string, (file: string) => void, string]>([
  ['that is empty', (file) => writeFileSync(file, ''), 'not_a_project'],
  ['of another kind', (file) => writeFileSync(file, 'id,text\n1,hello\n'.repeat(100)), 'not_a_project'],
  [
    'of another program over SQLite',
    (file) => {
      writeFileSync(file, '');
      const db = new Database(file);
      db.exec('CREATE TABLE t (a)');
      db.close();
    },
    'not_a_project',
  ],
])('a file %s is refused and left as it was', async (_, write, code) => {
  const file = path.join(temporaryFolder(), 'a.winnow');
  write(file);
  const before = readFileSync(file);
  await expect(storeOpener().open(file)).rejects.toThrow(failure(code));
  expect(readFileSync(file)).toEqual(before);
  expect(readdirSync(path.dirname(file))).toEqual(['a.winnow']);
});

test.each<[string, (file: string) => void, string]>([
  ['from a newer version', (file) => patch(file, 60, [0, 0, 0, schemaVersion + 1]), 'project_newer'],
  ['cut short', (file) => truncateSync(file, statSync(file).size - 4096), 'project_damaged'],
  ['cut inside its header', (file) => truncateSync(file, 50), 'not_a_project'],
  ['with a damaged schema', (file) => patch(file, 100, Array(200).fill(0xff)), 'project_damaged'],
  ['with a trigger of somebody else', addTrigger, 'project_damaged'],
])('a project %s is refused and left as it was', async (_, spoil, code) => {
  const file = await closedProject();
  spoil(file);
  const before = readFileSync(file);
  await expect(storeOpener().open(file)).rejects.toThrow(failure(code));
  expect(readFileSync(file).equals(before)).toBe(true);
  expect(readdirSync(path.dirname(file))).toEqual(['a.winnow']);
});

function patch(file: string, offset: number, bytes: readonly number[]): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, Uint8Array.from(bytes), 0, bytes.length, offset);
  closeSync(handle);
}

function addTrigger(file: string): void {
  const db = new Database(file);
  db.exec('CREATE TRIGGER evil AFTER INSERT ON label BEGIN DELETE FROM label; END');
  db.close();
}

test('a damaged page is reported by whoever meets it, and by the check', async () => {
  const file = await closedProject();
  const size = statSync(file).size;
  // The last fifth holds texts and labels; the schema and the first documents stay whole.
  patch(file, Math.floor(size * 0.8), Array(Math.floor(size * 0.15)).fill(0xaa));
  const store = await storeOpener().open(file);
  onTestFinished(() => store.close());
  const ids = Array.from({ length: 500 }, (_, index) => index + 1);
  expect(() => store.documents.rows(ids)).toThrow(failure('project_damaged'));
  expect(await store.reader.check()).not.toEqual([]);
});

test('a sound project has nothing to report', async () => {
  const store = await storeOpener().open(await closedProject());
  onTestFinished(() => store.close());
  expect(await store.reader.check()).toEqual([]);
});

test('a file that is not there, and a folder', async () => {
  const folder = temporaryFolder();
  await expect(storeOpener().open(path.join(folder, 'a.winnow'))).rejects.toThrow(failure('file_not_found'));
  mkdirSync(path.join(folder, 'b.winnow'));
  await expect(storeOpener().open(path.join(folder, 'b.winnow'))).rejects.toThrow(failure('not_a_project'));
});

test('a project that may not be written is opened for reading, without lock or log', async () => {
  const file = await closedProject();
  chmodSync(file, 0o444);
  // The superuser may write everywhere; whether somebody may is asked in this one place.
  const writable = vi.spyOn(location, 'isWritable').mockReturnValue(false);
  onTestFinished(() => writable.mockRestore());
  const store = await storeOpener().open(file);
  expect(store.readOnly).toBe(true);
  expect(store.documents.get(1)?.text).toMatch(/^text 0 /);
  expect((await store.reader.counts()).documents).toBe(500);
  expect(() => store.documents.setUnsure(1, true)).toThrow(failure('project_read_only'));
  expect(() => store.transaction(() => store.jobs.list(1))).not.toThrow();
  expect(readdirSync(path.dirname(file))).toEqual(['a.winnow']);
  await store.close();
  expect(readdirSync(path.dirname(file))).toEqual(['a.winnow']);
});

describe('in a folder that may not be written', () => {
  const script = fileURLToPath(new URL('../../tests/support/open-and-close.ts', import.meta.url));
  // The superuser may write everywhere, so somebody else opens the project.
  const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

  beforeEach(({ skip }) => {
    try {
      execFileSync(process.execPath, ['-e', `require('fs').accessSync(${JSON.stringify(script)})`], {
        ...user,
        stdio: 'pipe',
      });
    } catch {
      skip('Another user cannot reach this copy of the sources, in a home folder for example.');
    }
  });

  function openElsewhere(file: string): string {
    const folder = path.dirname(file);
    chmodSync(folder, 0o555);
    onTestFinished(() => chmodSync(folder, 0o755));
    return execFileSync(process.execPath, [script, file], { ...user, encoding: 'utf8', stdio: 'pipe' });
  }

  test('a closed project can be read', async () => {
    const file = await closedProject();
    expect(JSON.parse(openElsewhere(file))).toEqual({ readOnly: true, documents: 500 });
    expect(readdirSync(path.dirname(file))).toEqual(['a.winnow']);
  });

  test('a project whose header still promises a log says what to do', async () => {
    const file = await closedProject();
    const db = new Database(file);
    db.pragma('journal_mode = WAL');
    db.close();
    expect(readdirSync(path.dirname(file))).toEqual(['a.winnow']);
    expect(() => openElsewhere(file)).toThrow('was not closed properly');
  });
});

test('a project that crashed in a place that became read-only says what to do', async () => {
  const file = await closedProject();
  writeFileSync(`${file}-wal`, 'left behind');
  const writable = vi.spyOn(location, 'isWritable').mockReturnValue(false);
  onTestFinished(() => writable.mockRestore());
  await expect(storeOpener().open(file)).rejects.toThrow(failure('project_read_only'));
});

test('a synced folder is refused, before anything is written there', async () => {
  const folder = path.join(temporaryFolder(), 'Dropbox');
  mkdirSync(folder);
  const file = path.join(folder, 'a.winnow');
  const unsafe = failure('unsafe_location');
  await expect(storeOpener().create(file, projectFields)).rejects.toThrow(unsafe);
  expect(readdirSync(folder)).toEqual([]);
  const opener = createStoreOpener({ readerEntry, log: quiet, allowUnsafeLocation: true });
  await (await opener.create(file, projectFields)).close();
  await expect(storeOpener().open(file)).rejects.toThrow(unsafe);
  expect(readdirSync(folder)).toEqual(['a.winnow']);
});

test('a long log is carried into the file while the project is open', async () => {
  const store = await newStore();
  await importRecords(
    store,
    Array.from({ length: 20 }, (_, line) => record(`${line}`.padEnd(1_000_000, 'x'))),
  );
  const before = statSync(store.path).size;
  expect(before).toBeLessThan(1_000_000);
  await vi.waitFor(() => expect(statSync(store.path).size).toBeGreaterThan(20_000_000), 50_000);
  expect((await store.reader.counts()).documents).toBe(20);
});

test('what a killed process had committed is there at the next open', async () => {
  const store = await newStore();
  const { id } = await importRecords(store, [record('a', { labels: ['x'] })]);
  const copy = path.join(temporaryFolder(), 'copy.winnow');
  // What a crash leaves: the file, its log, and no lock that anybody holds.
  copyFileSync(store.path, copy);
  copyFileSync(`${store.path}-wal`, `${copy}-wal`);
  writeFileSync(`${copy}-lock`, '');
  const recovered = await storeOpener().open(copy);
  expect(recovered.documents.get(1)?.labels).toEqual([1]);
  expect(recovered.imports.list()).toMatchObject([{ id, state: 'done' }]);
  await recovered.close();
  expect(readdirSync(path.dirname(copy))).toEqual(['copy.winnow']);
});

test('closing waits for a worker that still reads, so that the project is one file', async () => {
  const store = await newStore();
  await importRecords(store, [record('a'), record('b')]);
  const worker = openReadOnly(store.path);
  expect(worker.classes()).toEqual([]);
  const closed = store.close();
  worker.close();
  await closed;
  expect(readdirSync(path.dirname(store.path))).toEqual(['project.winnow']);
});

test('closing gives the project up even when a reader stays', async () => {
  const warnings: string[] = [];
  const opener = storeOpener({ ...quiet, warn: (message) => warnings.push(message) });
  const store = await opener.create(path.join(temporaryFolder(), 'a.winnow'), projectFields);
  const worker = openReadOnly(store.path);
  await store.close();
  expect(warnings).toContain('the project is still being read while it is closed');
  expect(existsSync(`${store.path}-lock`)).toBe(false);
  worker.close();
  const again = await opener.open(store.path);
  await again.close();
  expect(readdirSync(path.dirname(store.path))).toEqual(['a.winnow']);
});

test('a copy is one complete file; a taken name is refused', async () => {
  const store = await newStore();
  await importRecords(store, [record('a', { labels: ['x'] })]);
  const copy = path.join(path.dirname(store.path), 'copy.winnow');
  await store.saveCopy(copy);
  await expect(store.saveCopy(copy)).rejects.toThrow(failure('already_exists'));
  expect(readdirSync(path.dirname(copy)).filter((file) => file.startsWith('copy'))).toEqual(['copy.winnow']);
  const opened = await storeOpener().open(copy);
  expect(opened.documents.get(1)?.text).toBe('a');
  expect(opened.project.get().uid).toBe(store.project.get().uid);
  await opened.close();
});

test('a transaction is undone as a whole, nested ones join it, asynchronous ones are refused', async () => {
  const store = await newStore();
  await importRecords(store, [record('a'), record('b')]);
  expect(() =>
    store.transaction(() => {
      store.documents.setUnsure(1, true);
      store.transaction(() => store.documents.setUnsure(2, true));
      throw new Error('undone');
    }),
  ).toThrow('undone');
  expect(store.documents.rows([1, 2]).map((row) => row.unsure)).toEqual([false, false]);
  expect(() =>
    store.transaction(async () => {
      store.documents.setUnsure(1, true);
    }),
  ).toThrow('asynchronous');
  expect(store.documents.get(1)?.unsure).toBe(false);
  expect(store.transaction(() => store.transaction(() => 7))).toBe(7);
});

test('calls that block the process are logged by their name', async () => {
  const warnings: unknown[] = [];
  const opener = storeOpener({ ...quiet, warn: (message, fields) => warnings.push([message, fields]) });
  const store = await opener.create(path.join(temporaryFolder(), 'a.winnow'), projectFields);
  onTestFinished(() => store.close());
  const clock = vi.spyOn(performance, 'now').mockReturnValueOnce(1000).mockReturnValueOnce(1041);
  onTestFinished(() => clock.mockRestore());
  store.classes.list();
  expect(warnings).toEqual([['slow store call', { call: 'classes.list', milliseconds: 41 }]]);
});
