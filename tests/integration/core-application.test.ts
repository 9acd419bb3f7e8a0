import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ChangeTopic } from '../../src-main/domain/change-topic.ts';
import { defaultSettings } from '../../src-main/domain/settings.ts';
import {
  type CoreBench,
  createCoreBench,
  createProject,
  importRows,
  openAgain,
  settledCounts,
  ticketRows,
} from './support/core.ts';

let bench: CoreBench;

beforeEach(() => {
  bench = createCoreBench();
});
afterEach(async () => {
  await bench.dispose();
});

test('settings are kept for the next session', () => {
  const core = bench.start();
  expect(core.application.settings()).toEqual(defaultSettings);
  core.application.updateSettings({ annotator: ' Ada ', theme: 'dark', keys: { skip: 'x' } });
  expect(bench.start().application.settings()).toEqual({
    ...defaultSettings,
    annotator: 'Ada',
    theme: 'dark',
    keys: { skip: 'x' },
  });
  expect(readdirSync(bench.path('user-data'))).toEqual(['settings.json']);
});

test('a setting out of its range is refused and changes nothing', () => {
  const core = bench.start();
  expect(() => core.application.updateSettings({ documentFontSize: 500 })).toThrow(/pixels/);
  expect(() => core.application.updateSettings({ theme: 'pink' as 'dark' })).toThrow(/theme/);
  expect(core.application.settings()).toEqual(defaultSettings);
});

test.each(['{"theme": "dark", ', '[]', '{"theme": 5}', ''])('broken settings (%s) are set aside', (text) => {
  const file = bench.write('user-data/settings.json', text);
  expect(bench.start().application.settings()).toEqual(defaultSettings);
  expect(existsSync(file)).toBe(false);
  expect(readFileSync(`${file}.broken`, 'utf8')).toBe(text);
  expect(bench.problems).toHaveLength(1);
});

test('settings that cannot be read do not keep the application from starting', () => {
  mkdirSync(bench.path('user-data/settings.json'), { recursive: true });
  expect(bench.start().application.settings()).toEqual(defaultSettings);
});

test('recent projects come newest first, with counts, and are forgotten on request', async () => {
  const core = bench.start();
  const first = await createProject(bench, core, 'single', 'first');
  await importRows(bench, first, ticketRows(3));
  await settledCounts(first);
  await createProject(bench, core, 'multi', 'second');
  await core.close();
  const { application } = bench.start();
  const recents = application.recentProjects();
  expect(recents.map((recent) => recent.name).sort()).toEqual(['first', 'second']);
  expect(recents.find((recent) => recent.name === 'first')).toMatchObject({
    kind: 'single',
    documents: 3,
    labelled: 3,
    exists: true,
  });
  application.forgetRecent(bench.path('first.winnow'));
  expect(
    bench
      .start()
      .application.recentProjects()
      .map((recent) => recent.name),
  ).toEqual(['second']);
});

test('a project is opened once, under any of its names', async () => {
  const core = bench.start();
  const project = await createProject(bench, core);
  const [one, two] = await Promise.all([
    core.projects.open(bench.path('test.winnow')),
    core.projects.open(`${bench.folder}/./test.winnow`),
  ]);
  expect([one.id, two.id]).toEqual([project.id, project.id]);
  expect(core.projects.list()).toHaveLength(1);
  const closing = project.close();
  const again = await openAgain(bench, core);
  await closing;
  expect(again.id).not.toBe(project.id);
  expect(again.info().name).toBe('test');
  expect(() => core.project(project.id)).toThrow(/not open/);
  await again.close();
  expect(readdirSync(bench.folder).filter((name) => name.startsWith('test.winnow'))).toEqual(['test.winnow']);
});

test('two cores cannot have one project open', async () => {
  await createProject(bench, bench.start());
  await expect(bench.start().projects.open(bench.path('test.winnow'))).rejects.toMatchObject({
    code: 'project_in_use',
  });
});

test('what is no project is refused and left alone', async () => {
  const core = bench.start();
  const file = bench.write('notes.winnow', 'some notes');
  await expect(core.projects.open(file)).rejects.toMatchObject({ code: 'not_a_project' });
  await expect(core.projects.open(bench.path('absent.winnow'))).rejects.toMatchObject({
    code: 'file_not_found',
  });
  const fields = { name: 'x', kind: 'single', language: 'en', multilingual: false, description: '' } as const;
  await expect(core.projects.create({ ...fields, path: file })).rejects.toMatchObject({
    code: 'already_exists',
  });
  const path = bench.path('new.winnow');
  await expect(core.projects.create({ ...fields, path, name: ' ' })).rejects.toMatchObject({
    code: 'bad_request',
  });
  await expect(core.projects.create({ ...fields, path, language: 'x y' })).rejects.toMatchObject({
    code: 'bad_request',
  });
  expect(readFileSync(file, 'utf8')).toBe('some notes');
  expect(existsSync(path)).toBe(false);
});

test('a project changes its name and language, and tells who listens', async () => {
  const core = bench.start();
  const project = await createProject(bench, core);
  const heard = new Set<ChangeTopic>();
  const stop = project.onChange((topics) => {
    for (const topic of topics) {
      heard.add(topic);
    }
  });
  expect(project.update({ name: 'Tickets', language: 'pt-BR' })).toMatchObject({
    name: 'Tickets',
    language: 'pt-BR',
  });
  project.classes.add({ name: 'a' });
  await expect.poll(() => heard).toContain('project');
  expect(heard).toContain('classes');
  stop();
  expect(() => project.update({ name: '' })).toThrow(/name/);
});

test.each(['single', 'multi'] as const)('the %s-label sample is ready for training', async (kind) => {
  const core = bench.start();
  const { id } = await core.projects.createSample(kind);
  const project = core.project(id);
  const counts = await settledCounts(project);
  expect(counts.documents).toBeGreaterThan(300);
  expect(counts.labelled).toBeGreaterThan(300);
  const classes = project.classes.list();
  expect(classes.length).toBeGreaterThanOrEqual(6);
  expect(classes.every((entry) => entry.description.length > 20)).toBe(true);
  expect((await project.training.plan()).blocker).toBeNull();
  const { id: second } = await core.projects.createSample(kind);
  expect(core.project(second).info().path).not.toBe(project.info().path);
});

test('a copy is a project of its own', async () => {
  const core = bench.start();
  const project = await createProject(bench, core);
  await importRows(bench, project, ticketRows(3));
  await project.saveCopy(bench.path('copy'));
  const copy = await openAgain(bench, core, 'copy');
  expect((await settledCounts(copy)).documents).toBe(3);
  await expect(project.saveCopy(bench.path('copy.winnow'))).rejects.toMatchObject({ code: 'already_exists' });
});

test('folders are browsed, folders first', async () => {
  const core = bench.start();
  mkdirSync(bench.path('projects/sub'), { recursive: true });
  writeFileSync(bench.path('projects/a10.csv'), 'x');
  writeFileSync(bench.path('projects/a9.csv'), 'x');
  writeFileSync(bench.path('projects/.hidden'), 'x');
  const listing = await core.application.browse(null);
  expect(listing).toMatchObject({ path: bench.path('projects'), parent: bench.folder });
  expect(listing.entries.map((entry) => entry.name)).toEqual(['sub', 'a9.csv', 'a10.csv']);
  await expect(core.application.browse(bench.path('absent'))).rejects.toMatchObject({
    code: 'file_not_found',
  });
});

test('pages and queries', async () => {
  const core = bench.start();
  const project = await createProject(bench, core);
  await importRows(bench, project, ticketRows(20));
  const { documents } = project;
  const { queryId, total } = await documents.query({}, { by: 'random', descending: false, seed: 5 });
  expect(total).toBe(20);
  const rows = documents.page(queryId, 15, 10).rows;
  expect(rows).toHaveLength(5);
  expect(documents.indexOf(queryId, rows[2]!.id)).toBe(17);
  expect(documents.idAt(queryId, 17)).toBe(rows[2]!.id);
  expect(documents.idAt(queryId, 20)).toBeNull();
  expect(documents.indexOf(queryId, 99_999)).toBeNull();
  expect(() => documents.page(queryId, 0, 501)).toThrow(/500/);
  const queries = Array.from({ length: 16 }, () => documents.query({}, { by: 'id', descending: false }));
  await Promise.all(queries);
  expect(() => documents.page(queryId, 0, 5)).toThrow(/Ask for it again/);
});
