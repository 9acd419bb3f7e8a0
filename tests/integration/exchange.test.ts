import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Core, Exports, Project } from '../../src-main/core/core.ts';
import type { EqualityReport } from '../../src-main/domain/exchange/equality.ts';
import type { ExportReport } from '../../src-main/domain/exchange/export.ts';
import type { ImportReport } from '../../src-main/domain/import.ts';
import type { ProjectKind } from '../../src-main/domain/project.ts';
import { automaticReadOptions, type ReadOptions } from '../../src-main/domain/source.ts';
import {
  type CoreBench,
  createCoreBench,
  createProject,
  importRows,
  openAgain,
  type Row,
} from './support/core.ts';

// Worker processes are forked, maybe on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const data = path.resolve(import.meta.dirname, '../../../shared/data');
const sets = [
  ['trec6', 'single'],
  ['reuters_ml', 'multi'],
] as const;

let bench: CoreBench;
let core: Core;

beforeEach(() => {
  bench = createCoreBench();
  core = bench.start();
});

afterEach(() => bench.dispose());

async function exported(
  project: Project,
  request: Omit<Parameters<Exports['start']>[0], 'selection'>,
): Promise<ExportReport> {
  const { jobId } = project.exports.start({ selection: null, ...request });
  const job = await project.jobs.finished(jobId);
  expect(job.error).toBeNull();
  return job.result as ExportReport;
}

async function imported(
  project: Project,
  file: string,
  options: Partial<ReadOptions>,
): Promise<ImportReport> {
  const { jobId } = project.imports.start({
    paths: [file],
    options: { ...automaticReadOptions, ...options },
    duplicates: 'keep',
  });
  const job = await project.jobs.finished(jobId);
  expect(job.error).toBeNull();
  return job.result as ImportReport;
}

const rows: readonly Row[] = [
  { id: 'first.txt', text: 'eins', labels: ['B'], dataset: 'train' },
  { id: 'second doc', text: 'zwei', labels: ['A', 'B'], dataset: 'test' },
  { id: 'third', text: 'drei\nüber Zeilen', labels: ['A'], dataset: 'validation' },
  { id: 'THIRD', text: '=1+1', labels: ['A'] },
  { id: '四', text: 'vier', dataset: 'train' },
];

async function small(kind: ProjectKind, name = 'small'): Promise<Project> {
  const project = await createProject(bench, core, kind, name);
  for (const each of ['Unused', 'B', 'A']) project.classes.add({ name: each });
  const fitting =
    kind === 'multi'
      ? rows
      : rows.map((row) => ({ ...row, ...(row.labels && { labels: row.labels.slice(0, 1) }) }));
  expect((await importRows(bench, project, fitting)).error).toBeNull();
  return project;
}

function subjects(report: EqualityReport | null): readonly string[] {
  return report!.differences.map(({ subject, name }) => (name === null ? subject : `${subject} ${name}`));
}

test('an Azure project and its texts: written, read again, equal but for what Azure cannot hold', async () => {
  const project = await small('multi');
  const file = bench.path('out/small.json');
  bench.write('out/keep.txt', '');
  const report = await exported(project, { format: 'azure', path: file });
  expect(report).toMatchObject({
    documents: 5,
    outputPath: file,
    textsFolder: bench.path('out/small-texts'),
  });
  expect(subjects(report.equality)).toEqual(['dataset train', 'dataset validation']);
  expect(report.equality!.notes).toEqual([
    { kind: 'changed', reason: expect.stringContaining('validation'), count: 1, examples: ['third'] },
  ]);
  expect(readdirSync(bench.path('out/small-texts')).sort()).toEqual([
    'THIRDx2.txt',
    'document.txt',
    'first.txt',
    'seconddoc.txt',
    'third.txt',
  ]);
  expect(readdirSync(bench.path('out')).sort()).toEqual(['keep.txt', 'small-texts', 'small.json']);
  const json = JSON.parse(readFileSync(file, 'utf8')) as { assets: { documents: readonly unknown[] } };
  expect(json).toMatchObject({
    metadata: {
      projectKind: 'CustomMultiLabelClassification',
      storageInputContainerName: 'small-texts',
      multilingual: false,
    },
    assets: { classes: [{ category: 'Unused' }, { category: 'B' }, { category: 'A' }] },
  });
  expect(json.assets.documents[1]).toEqual({
    location: 'seconddoc.txt',
    language: 'en',
    dataset: 'Test',
    classes: [{ category: 'B' }, { category: 'A' }],
  });
  const again = await createProject(bench, core, 'multi', 'again');
  const back = await imported(again, file, { format: 'azure', textsFolder: report.textsFolder });
  expect(back.newClasses).toEqual(['Unused', 'B', 'A']);
  // A document without a place is one of training there.
  expect(back.equality!.equal).toBe(true);
  expect(back.equality!.source).toMatchObject({
    documents: 5,
    labels: 5,
    datasets: { train: 4, validation: 0, test: 1, none: 0 },
  });
});

test('locations are left as they are where the texts are elsewhere', async () => {
  const project = await small('single');
  const file = bench.path('only.json');
  const report = await exported(project, { format: 'azure', path: file, textsFolder: null });
  expect(report.textsFolder).toBeNull();
  const { assets } = JSON.parse(readFileSync(file, 'utf8')) as {
    assets: { documents: readonly { location: string; class?: unknown }[] };
  };
  expect(assets.documents.map(({ location }) => location)).toEqual(rows.map(({ id }) => id));
  expect(assets.documents.map((document) => 'class' in document)).toEqual([true, true, true, true, false]);
  expect(readdirSync(bench.folder)).not.toContain('only-texts');
});

test('what Azure would refuse is said and left as it is', async () => {
  const project = await createProject(bench, core, 'single', 'bad name');
  await importRows(bench, project, [{ text: 'a', label: 'R&D #1' }]);
  const { warnings } = await exported(project, { format: 'azure', path: bench.path('bad.json') });
  expect(warnings.join('\n')).toContain('"bad name"');
  expect(warnings.join('\n')).toContain('"R&D #1"');
  expect(readFileSync(bench.path('bad.json'), 'utf8')).toContain('R&D #1');
});

test('the tags file of 2021 keeps documents, classes and labels', async () => {
  const project = await small('multi');
  const report = await exported(project, { format: 'azure-2021', path: bench.path('tags.json') });
  expect(report.equality!.notes).toEqual([
    { kind: 'changed', reason: expect.any(String), count: 4, examples: expect.any(Array) },
  ]);
  const again = await createProject(bench, core, 'multi', 'again');
  const back = await imported(again, bench.path('tags.json'), { textsFolder: bench.path('tags-texts') });
  expect(back.equality).toMatchObject({
    equal: true,
    source: { documents: 5, labels: 5, datasets: { none: 5 } },
  });
});

test.each([
  ['comprehend', 'single.csv'],
  ['comprehend-manifest', 'single.manifest'],
] as const)('%s: labelled documents only; nothing of a text is changed', async (format, name) => {
  const project = await small('multi');
  const report = await exported(project, { format, path: bench.path(name) });
  expect(report.documents).toBe(4);
  expect(subjects(report.equality)).toContain('class Unused');
  expect(report.equality!.notes.map(({ kind, count }) => [kind, count])).toEqual([
    ['changed', 3],
    ['missing', 1],
  ]);
  const again = await createProject(bench, core, 'multi', 'again');
  const back = await imported(again, bench.path(name), { format });
  expect(back.equality).toMatchObject({ equal: true, target: { documents: 4, labels: 5 } });
  const { queryId } = await again.documents.query({}, { by: 'id', descending: false });
  const texts = again.documents.page(queryId, 0, 9).rows.map(({ id }) => again.documents.get(id).text);
  expect(texts).toEqual(rows.slice(0, 4).map(({ text }) => text));
});

test('a class that holds the delimiter stops an export for Comprehend, and nothing is written', async () => {
  const project = await createProject(bench, core, 'multi');
  await importRows(bench, project, [{ text: 'a', labels: ['x|y'] }]);
  const { jobId } = project.exports.start({
    format: 'comprehend',
    path: bench.path('a.csv'),
    selection: null,
  });
  expect((await project.jobs.finished(jobId)).error).toMatchObject({ code: 'bad_request' });
  expect(existsSync(bench.path('a.csv'))).toBe(false);
});

test('a folder of texts that is in use is left alone; a failed export leaves nothing', async () => {
  const project = await small('single');
  const kept = bench.write('a-texts/kept.txt', 'kept');
  const { jobId } = project.exports.start({ format: 'azure', path: bench.path('a.json'), selection: null });
  expect((await project.jobs.finished(jobId)).error).toMatchObject({ code: 'already_exists' });
  expect(readFileSync(kept, 'utf8')).toBe('kept');
  expect(readdirSync(bench.folder).filter((name) => name.startsWith('a'))).toEqual(['a-texts']);
});

test('a cancelled export leaves neither a file nor a folder', async () => {
  const project = await createProject(bench, core, 'single');
  const many = Array.from({ length: 4000 }, (_, index) => ({
    id: `d${index}`,
    text: `text ${index}`,
    label: 'A',
  }));
  await importRows(bench, project, many);
  const { jobId } = project.exports.start({ format: 'azure', path: bench.path('out.json'), selection: null });
  const begun = new Promise<void>((resolve) => {
    const stop = project.jobs.onChange((jobs) => {
      if (!jobs.some(({ id, progress }) => id === jobId && (progress?.current ?? 0) > 0)) return;
      stop();
      resolve();
    });
  });
  await Promise.race([begun, project.jobs.finished(jobId)]);
  project.jobs.cancel(jobId);
  const { state } = await project.jobs.finished(jobId);
  const left = readdirSync(bench.folder).filter((name) => name.startsWith('out'));
  // On a quick machine the job may have been done before it heard of the cancel.
  expect(left.sort()).toEqual(state === 'done' ? ['out-texts', 'out.json'] : []);
});

test('an import that finds no text at all changes nothing', async () => {
  const project = await createProject(bench, core, 'single');
  const json = {
    assets: { classes: [{ category: 'A' }], documents: [{ location: 'gone.txt', class: { category: 'A' } }] },
  };
  const { jobId } = project.imports.start({
    paths: [bench.write('p/project.json', JSON.stringify(json))],
    options: { ...automaticReadOptions, format: 'azure' },
    duplicates: 'keep',
  });
  expect((await project.jobs.finished(jobId)).error).toMatchObject({
    code: 'nothing_to_import',
    message: expect.stringContaining('gone.txt'),
  });
  expect(project.classes.list()).toEqual([]);
});

test('missing texts are missing in the report; undo takes classes away again', async () => {
  const project = await createProject(bench, core, 'single');
  const documents = ['a.txt', 'gone.txt'].map((location) => ({ location, class: { category: 'A' } }));
  bench.write('p/a.txt', 'text');
  const json = { assets: { classes: [{ category: 'B' }, { category: 'A' }], documents } };
  const report = await imported(project, bench.write('p/project.json', JSON.stringify(json)), {
    format: 'azure',
  });
  expect(report.equality).toMatchObject({ equal: false, source: { documents: 2 }, target: { documents: 1 } });
  expect(report.equality!.notes).toEqual([
    { kind: 'missing', reason: expect.stringContaining('no such file'), count: 1, examples: ['gone.txt'] },
  ]);
  expect(project.classes.list().map(({ name }) => name)).toEqual(['B', 'A']);
  await project.history.undo();
  expect(project.classes.list()).toEqual([]);
});

test('a model’s snapshot: labels and datasets as it was trained on them', async () => {
  const project = await createProject(bench, core, 'single');
  const texts = Array.from({ length: 12 }, (_, index) => ({
    id: `d${index}`,
    text: `${index % 2 === 0 ? 'red apple' : 'blue sea'} number ${index}`,
    label: index % 2 === 0 ? 'fruit' : 'water',
    dataset: 'train',
  }));
  await importRows(bench, project, texts);
  const { jobId } = await project.training.start({
    modelName: 'first',
    family: 'linear',
    options: {},
    encoder: null,
    split: 'assigned',
    percentages: { train: 100, validation: 0, test: 0 },
    seed: 1,
    overwrite: false,
  });
  expect((await project.jobs.finished(jobId)).error).toBeNull();
  const [model] = project.models.list();
  const water = project.classes.list().find(({ name }) => name === 'water')!;
  project.documents.setLabels(1, [water.id], 'label');
  project.documents.setDataset(2, 'test', 'label');
  await importRows(bench, project, [{ id: 'late', text: 'later', label: 'fruit' }]);
  const now = await exported(project, { format: 'azure', path: bench.path('now.json') });
  const then = await exported(project, {
    format: 'azure',
    path: bench.path('then.json'),
    modelId: model!.id,
  });
  expect(now.equality!.source).toMatchObject({ documents: 13, datasets: { train: 11, test: 1, none: 1 } });
  expect(then.equality!.source).toEqual({
    documents: 12,
    labelled: 12,
    labels: 12,
    datasets: { train: 12, validation: 0, test: 0, none: 0 },
    classes: [
      { name: 'fruit', documents: 6 },
      { name: 'water', documents: 6 },
    ],
  });
});

test('a clone holds everything, under its own name, and leaves the source alone', async () => {
  const project = await small('multi');
  const target = { path: bench.path('copy'), name: 'The copy' };
  expect(await core.projects.clone({ projectId: project.id }, target)).toEqual({
    path: bench.path('copy.winnow'),
    name: 'The copy',
  });
  await expect(core.projects.clone({ projectId: project.id }, target)).rejects.toMatchObject({
    code: 'already_exists',
  });
  const counts = await project.counts();
  await project.close();
  const fromFile = { path: bench.path('second.winnow'), name: 'From a file' };
  await core.projects.clone({ path: bench.path('small.winnow') }, fromFile);
  expect(core.projects.list()).toEqual([]);
  for (const name of ['copy', 'second']) {
    const copy = await openAgain(bench, core, name);
    const copied = await copy.counts();
    expect({ ...copied, settled: true }).toEqual({ ...counts, settled: true });
    expect(copy.historyLog.entries({}, 0, 10).total).toBeGreaterThan(0);
  }
  expect((await openAgain(bench, core, 'copy')).info().name).toBe('The copy');
  expect((await openAgain(bench, core, 'small')).info().name).toBe('small');
});

describe.each(sets)('%s (skipped where ../shared/data is absent)', (set, kind) => {
  const present = existsSync(path.join(data, set));
  if (!present) process.stdout.write(`Skipped: ${set} is not there (../shared/data/${set}).\n`);

  test.skipIf(!present).each(['azure', 'azure-2021', 'comprehend', 'comprehend-manifest'] as const)(
    'goes out as %s and comes back equal',
    async (format) => {
      const project = await createProject(bench, core, kind);
      const split = readFileSync(path.join(data, set, 'test.jsonl'), 'utf8');
      writeFileSync(bench.path('test.jsonl'), split);
      const first = await imported(project, bench.path('test.jsonl'), { defaultDataset: 'test' });
      expect(first.equality).toBeNull();
      const file = bench.path(format === 'comprehend' ? 'out.csv' : 'out.json');
      const out = await exported(project, { format, path: file });
      const lines = split.trim().split('\n').length;
      expect(out.equality!.source.documents).toBe(lines);
      expect(out.documents).toBe(lines);
      const again = await createProject(bench, core, kind, 'again');
      const readFormat = format === 'azure-2021' ? 'azure' : format;
      const back = await imported(again, file, { format: readFormat, textsFolder: out.textsFolder });
      expect(back.equality).toMatchObject({ equal: true, differences: [], notes: [] });
      // Everything but what the format cannot hold is what it was before it went out.
      const { datasets: _before, ...before } = out.equality!.source;
      const { datasets: _after, classes, ...after } = back.equality!.target;
      expect(after).toEqual({
        documents: before.documents,
        labelled: before.labelled,
        labels: before.labels,
      });
      const byName = (list: typeof classes) => new Map(list.map(({ name, documents }) => [name, documents]));
      expect(byName(classes)).toEqual(byName(before.classes));
      if (format === 'azure') expect(back.equality!.target.datasets).toEqual(out.equality!.source.datasets);
    },
  );
});
