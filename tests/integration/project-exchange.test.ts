import { existsSync, readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Core, NewProject } from '../../src-main/core/core.ts';
import type { ImportReport } from '../../src-main/domain/import.ts';
import { automaticReadOptions, type ReadOptions } from '../../src-main/domain/source.ts';
import { type CoreBench, createCoreBench, createProject, importRows, openAgain } from './support/core.ts';

// Worker processes are forked, maybe on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

let bench: CoreBench;
let core: Core;

beforeEach(() => {
  bench = createCoreBench();
  core = bench.start();
});

afterEach(() => bench.dispose());

const kind = 'CustomSingleLabelClassification';

/** An Azure project of these texts; a text that is null is named, but not there. */
function writeAzure(texts: Readonly<Record<string, string | null>>): string {
  const documents = Object.entries(texts).map(([location, text]) => {
    if (text !== null) bench.write(`azure/${location}`, text);
    return { location, dataset: 'Train', class: { category: 'Drama' } };
  });
  const project = {
    projectFileVersion: '2022-05-01',
    metadata: { projectKind: kind },
    assets: { projectKind: kind, classes: [{ category: 'Drama' }, { category: 'Action' }], documents },
  };
  return bench.write('azure/films.json', JSON.stringify(project));
}

function fieldsOf(name: string): NewProject {
  const path = bench.path(`${name}.winnow`);
  return { path, name, kind: 'single', language: 'en', multilingual: false, description: '' };
}

function sourceOf(file: string, options: Partial<ReadOptions> = {}) {
  return { paths: [file], options: { ...automaticReadOptions, ...options }, duplicates: 'keep' as const };
}

const winnowFiles = (): string[] => readdirSync(bench.folder).filter((name) => name.includes('.winnow'));

describe('a clone as a job', () => {
  test('holds everything under its own name, and nothing runs in it', async () => {
    const project = await createProject(bench, core, 'single');
    await importRows(bench, project, [
      { text: 'an apple', label: 'fruit' },
      { text: 'a lake', label: 'water' },
    ]);
    const { jobId } = project.clone({ path: bench.path('copy'), name: 'The copy' });
    const seen: (string | undefined)[] = [];
    project.jobs.onChange((jobs) => seen.push(jobs.find(({ id }) => id === jobId)?.progress?.phase));
    const job = await project.jobs.finished(jobId);
    expect(job).toMatchObject({
      kind: 'clone',
      state: 'done',
      title: 'Copy to copy.winnow',
      result: { outputPath: bench.path('copy.winnow'), name: 'The copy' },
    });
    expect(job.progress).toMatchObject({ phase: 'Copying' });
    expect(() => project.clone({ path: bench.path('copy'), name: 'Again' })).toThrow(
      expect.objectContaining({ code: 'already_exists' }),
    );
    expect(() => project.clone({ path: bench.path('other'), name: ' ' })).toThrow(
      expect.objectContaining({ code: 'bad_request' }),
    );
    const copy = await openAgain(bench, core, 'copy');
    expect(copy.info()).toMatchObject({ name: 'The copy', interrupted: [] });
    expect((await copy.counts()).documents).toBe(2);
    expect(copy.jobs.list().filter(({ state }) => state === 'running')).toEqual([]);
    expect(project.info().name).not.toBe('The copy');
  });

  test('leaves nothing when it is cancelled', async () => {
    const project = await createProject(bench, core, 'single');
    await importRows(bench, project, [{ text: 'an apple', label: 'fruit' }]);
    const before = winnowFiles();
    const { jobId } = project.clone({ path: bench.path('copy'), name: 'The copy' });
    project.jobs.cancel(jobId);
    expect((await project.jobs.finished(jobId)).state).toBe('cancelled');
    expect(winnowFiles()).toEqual(before);
  });
});

describe('an import that creates its project', () => {
  test('fills it and tells whether everything has arrived', async () => {
    const file = writeAzure({ 'a.txt': 'A sad film', 'b.txt': 'A sadder film', 'c.txt': null });
    const { project, jobId } = await core.projectImports.start(fieldsOf('films'), sourceOf(file));
    const job = await core.project(project.id).jobs.finished(jobId);
    const report = job.result as ImportReport;
    expect(report).toMatchObject({ imported: 2, rejectedCount: 1 });
    expect(report.equality).toMatchObject({
      equal: false,
      source: { documents: 3 },
      target: { documents: 2 },
    });
    // Whatever came into it stays.
    await core.projectImports.discard(project.id);
    expect(
      core
        .project(project.id)
        .classes.list()
        .map(({ name }) => name),
    ).toEqual(['Drama', 'Action']);
  });

  test('leaves no project behind when nothing could be read, and its place is free again', async () => {
    const file = writeAzure({ 'a.txt': null });
    const { project, jobId } = await core.projectImports.start(fieldsOf('films'), sourceOf(file));
    const { state, error } = await core.project(project.id).jobs.finished(jobId);
    expect(state).toBe('failed');
    expect(error?.code).toBe('nothing_to_import');
    await core.projectImports.discard(project.id);
    expect(existsSync(project.path)).toBe(false);
    expect(core.application.recentProjects()).toEqual([]);
    writeAzure({ 'a.txt': 'A sad film' });
    const again = await core.projectImports.start(fieldsOf('films'), sourceOf(file));
    expect((await core.project(again.project.id).jobs.finished(again.jobId)).state).toBe('done');
  });

  test('leaves no project behind when it is cancelled', async () => {
    const texts = Object.fromEntries(Array.from({ length: 200 }, (_, number) => [`${number}.txt`, 'A film']));
    const { project, jobId } = await core.projectImports.start(
      fieldsOf('films'),
      sourceOf(writeAzure(texts)),
    );
    const { jobs } = core.project(project.id);
    jobs.cancel(jobId);
    expect((await jobs.finished(jobId)).state).toBe('cancelled');
    await core.projectImports.discard(project.id);
    expect(winnowFiles()).toEqual([]);
  });

  test('keeps a project that somebody began to work in', async () => {
    const file = writeAzure({ 'a.txt': null });
    const { project, jobId } = await core.projectImports.start(fieldsOf('films'), sourceOf(file));
    await core.project(project.id).jobs.finished(jobId);
    core.project(project.id).classes.add({ name: 'Mine' });
    await core.projectImports.discard(project.id);
    expect(core.project(project.id).classes.list()).toHaveLength(1);
  });

  test('leaves nothing when the application ends meanwhile, nor a project that is there already', async () => {
    const file = writeAzure({ 'a.txt': 'A sad film' });
    const { project } = await core.projectImports.start(fieldsOf('films'), sourceOf(file));
    await core.close();
    expect(existsSync(project.path)).toBe(false);
    core = bench.start();
    await core.projects.create(fieldsOf('films'));
    await expect(core.projectImports.start(fieldsOf('films'), sourceOf(file))).rejects.toMatchObject({
      code: 'already_exists',
    });
    expect(existsSync(project.path)).toBe(true);
  });

  test('a look at a manifest names the attributes to choose from', async () => {
    const type = 'groundtruth/text-classification';
    const row = { source: 'A sad film', mood: 0, genre: 1 };
    const meta = (name: string) => ({ 'class-name': name, type });
    const line = { ...row, 'mood-metadata': meta('sad'), 'genre-metadata': meta('Drama') };
    const file = bench.write('films.manifest', `${JSON.stringify(line)}\n`);
    const look = async (attribute: string | null) => {
      const options = { ...automaticReadOptions, attribute };
      return (await core.application.inspect({ paths: [file], projectKind: 'single', options })).project;
    };
    expect(await look(null)).toMatchObject({ attributes: ['mood', 'genre'], classes: ['sad'] });
    expect(await look('genre')).toMatchObject({ attributes: ['mood', 'genre'], classes: ['Drama'] });
  });
});
