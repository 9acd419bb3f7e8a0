import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Core, Project } from '../../src-main/core/core.ts';
import { automaticReadOptions } from '../../src-main/domain/source.ts';
import type { SplitProposal } from '../../src-main/domain/split-proposal.ts';
import { topicClasses, topicDocuments } from '../support/learner.ts';
import { type CoreBench, createCoreBench, openAgain, settledCounts, ticketRows } from './support/core.ts';
import { classNames, type GivenLabels, labelledProject, labelNames } from './support/labelled.ts';

// Files, threads and processes take their time on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

let bench: CoreBench;
let core: Core;
let project: Project;
let ids: Readonly<Record<string, number>>;

beforeEach(() => {
  bench = createCoreBench();
  core = bench.start();
});
afterEach(async () => {
  await bench.dispose();
});

async function open(
  kind: 'single' | 'multi',
  labels: readonly GivenLabels[],
  texts?: (index: number) => string,
): Promise<void> {
  ({ project, ids } = await labelledProject(bench, core, kind, labels, texts));
}

async function restart(): Promise<void> {
  await core.close();
  core = bench.start();
  project = await openAgain(bench, core);
}

const id = (name: string): number => ids[name]!;
const unsure = (count: number) =>
  Array.from({ length: count }, (_, index) => project.documents.get(index + 1).unsure);

describe('converting', () => {
  const before = [['a'], ['a', 'b'], [], null, ['b']];

  test('to single-label shows what it costs, and is undone across a restart', async () => {
    await open('multi', before);
    const topics: string[] = [];
    project.onChange((changed) => topics.push(...changed));
    const counts = await settledCounts(project);
    expect(await project.schema.convertPreview('single')).toEqual({
      labelled: 4,
      several: 1,
      none: 1,
      models: 0,
    });
    expect(await project.schema.convert('single')).toEqual({ changed: 2 });
    expect(project.info().kind).toBe('single');
    expect(labelNames(project, 5)).toEqual([['a'], null, null, null, ['b']]);
    expect(unsure(5)).toEqual([false, true, false, false, false]);
    await expect.poll(() => topics).toContain('project');
    expect(() => project.documents.setLabels(1, [id('a'), id('b')], 'label')).toThrow(/one class/);

    await restart();
    expect(project.info().kind).toBe('single');
    expect(await project.history.undo()).toMatchObject({ changed: 2, skipped: 0, note: null });
    expect(project.info().kind).toBe('multi');
    expect(labelNames(project, 5)).toEqual(before);
    expect(unsure(5)).toEqual([false, false, false, false, false]);
    expect(await settledCounts(project)).toEqual(counts);
    project.documents.setLabels(1, [id('a'), id('b')], 'label');
    await project.history.undo();
    await project.history.redo();
    await project.history.undo();
    await project.history.redo();
    expect(labelNames(project, 1)).toEqual([['a', 'b']]);
  });

  test('to multi-label loses nothing; its undo waits for labels that fit', async () => {
    await open('single', [['a'], ['b'], null]);
    expect(await project.schema.convertPreview('multi')).toMatchObject({ several: 0, none: 0 });
    expect(await project.schema.convert('multi')).toEqual({ changed: 0 });
    await expect(project.schema.convert('multi')).rejects.toMatchObject({ code: 'bad_request' });
    project.documents.setLabels(3, [id('a'), id('b')], 'label');
    const [converted] = project.historyLog.entries({ kinds: ['convert'] }, 0, 10).rows;
    const step = await project.historyLog.revert(converted!.operationId);
    expect(step.note).toMatch(/stays multi-label/);
    expect(project.info().kind).toBe('multi');
    expect(labelNames(project, 3)).toEqual([['a'], ['b'], ['a', 'b']]);

    await project.history.undo();
    await project.history.undo();
    expect(labelNames(project, 3)).toEqual([['a'], ['b'], null]);
    expect(await project.history.undo()).toMatchObject({ title: 'Convert to multi-label', note: null });
    expect(project.info().kind).toBe('single');
    expect(() => project.documents.setLabels(3, [id('a'), id('b')], 'label')).toThrow(/one class/);
  });

  test('several classes never come back into a single-label project', async () => {
    await open('multi', [['a', 'b'], ['a']]);
    await project.documents.bulkLabel({ ids: [1, 2] }, { type: 'set', classId: id('b') });
    const [bulk] = project.historyLog.entries({ kinds: ['bulk-label'] }, 0, 1).rows;
    await project.schema.convert('single');
    expect(await project.historyLog.revert(bulk!.operationId)).toMatchObject({ changed: 1, skipped: 1 });
    expect(labelNames(project, 2)).toEqual([['b'], ['a']]);
  });
});

describe('restoring a deleted class', () => {
  test('gives it back where documents were not labelled anew', async () => {
    await open('multi', [['a'], ['a', 'b'], ['a'], ['b']]);
    await project.classes.delete(id('a'));
    project.documents.setLabels(3, [id('b')], 'label');
    expect(project.schema.deleted()).toMatchObject([{ classId: id('a'), name: 'a', documents: 3 }]);
    expect(await project.schema.restore(id('a'))).toMatchObject({
      title: 'Restore class “a”',
      changed: 2,
      skipped: 1,
    });
    expect(labelNames(project, 4)).toEqual([['a'], ['a', 'b'], ['b'], ['b']]);
    expect(project.schema.deleted()).toEqual([]);
    await expect(project.schema.restore(id('a'))).rejects.toMatchObject({ code: 'not_found' });

    await restart();
    await project.history.undo();
    expect(labelNames(project, 4)).toEqual([null, ['b'], ['b'], ['b']]);
    expect(project.schema.deleted()).toMatchObject([{ name: 'a' }]);
    await project.history.redo();
    expect(labelNames(project, 4)).toEqual([['a'], ['a', 'b'], ['b'], ['b']]);
  });

  test('that was merged takes back its own part of the merge', async () => {
    await open('multi', [['a'], ['a', 'b'], ['b'], ['c']]);
    await project.schema.merge([id('a'), id('b')], id('c'));
    expect(project.schema.deleted().map(({ name, documents }) => [name, documents])).toEqual([
      ['b', 2],
      ['a', 2],
    ]);
    await project.schema.restore(id('a'));
    expect(labelNames(project, 4)).toEqual([['a'], ['a', 'c'], ['c'], ['c']]);
    await project.schema.restore(id('b'));
    expect(labelNames(project, 4)).toEqual([['a'], ['a', 'c'], ['b'], ['c']]);
    await project.history.undo();
    await project.history.undo();
    await project.history.undo();
    expect(labelNames(project, 4)).toEqual([['a'], ['a', 'b'], ['b'], ['c']]);
    expect(classNames(project)).toEqual(['a', 'b', 'c']);
  });

  test('is undone without taking labels that were given since', async () => {
    await open('single', [['a'], ['b']]);
    await project.classes.delete(id('a'));
    await project.schema.restore(id('a'));
    project.documents.setLabels(2, [id('a')], 'label');
    const [restored] = project.historyLog.entries({ kinds: ['class-restore'] }, 0, 1).rows;
    expect((await project.historyLog.revert(restored!.operationId)).note).toMatch(/“a” stays/);
    expect(labelNames(project, 2)).toEqual([null, ['a']]);
  });
});

describe('splitting', () => {
  const documents = topicDocuments('single', 120, 3);
  const parts = ['Printer', 'slow network', 'invoice_payment', 'Access rights'];
  const subjects = ['printing', 'network', 'billing', 'access'].map((name) => topicClasses.indexOf(name));
  /** What each document's text is really about, as the name of a part. */
  const truth = documents.map(({ classes }) => parts[subjects.indexOf(classes[0]!)]!);

  async function propose(
    names: readonly string[] = parts,
  ): Promise<{ jobId: number; proposal: SplitProposal }> {
    const { jobId } = project.schema.startSplit({ classId: id('all'), names, seed: 7 });
    const job = await project.jobs.finished(jobId);
    expect(job).toMatchObject({ kind: 'class-split', state: 'done', error: null });
    return { jobId, proposal: job.result as SplitProposal };
  }

  test('proposes groups, changes nothing before it is carried out, and is undone as one step', async () => {
    await open(
      'single',
      [...documents.map(() => ['all']), ['other']],
      (index) => documents[index]?.text ?? 'x',
    );
    const { jobId, proposal } = await propose();
    expect(labelNames(project, 1)).toEqual([['all']]);
    expect(proposal).toMatchObject({ className: 'all', documents: 120 });
    expect(proposal.groups.map(({ name }) => name)).toEqual(parts);
    expect(proposal.groups[0]!.words).toEqual(expect.arrayContaining(['jam', 'paper']));
    expect(proposal.groups[0]!.examples[0]!.snippet).not.toBe('');

    const { classIds, changed } = await project.schema.split(jobId, parts);
    expect(changed).toBe(120);
    expect(classNames(project)).toEqual(['other', ...parts]);
    expect(
      project.classes
        .list()
        .slice(1)
        .map((entry) => entry.id),
    ).toEqual(classIds);
    const given = labelNames(project, 120).map((names) => names?.[0]);
    expect(given.filter((name, index) => name === truth[index]).length).toBeGreaterThan(110);
    expect((await settledCounts(project)).unsure).toBe(120);

    await restart();
    expect(project.history.state().undo?.title).toMatch(/^Split “all” into “Printer”, “slow network”/);
    expect(await project.history.undo()).toMatchObject({ changed: 120, skipped: 0, note: null });
    expect(classNames(project)).toEqual(['all', 'other']);
    expect(labelNames(project, 121)).toEqual([...documents.map(() => ['all']), ['other']]);
    expect((await settledCounts(project)).unsure).toBe(0);
  });

  test('leaves a queue, the least certain first; what was decided there survives the undo', async () => {
    await open('multi', [...documents.map(() => ['all', 'other'])], (index) => documents[index]!.text);
    const { jobId } = await propose();
    const { classIds } = await project.schema.split(jobId, parts);
    const sort = { by: 'certainty', descending: false } as const;
    const { queryId, total } = await project.documents.query({ unsure: true }, sort);
    expect(total).toBe(120);
    const first = project.documents.idAt(queryId, 0)!;
    const decided = classIds.slice(0, 2);
    project.documents.setLabels(first, decided, 'label');
    project.documents.setUnsure(first, false, 'label');

    const [split] = project.historyLog.entries({ kinds: ['class-split'] }, 0, 1).rows;
    expect(split!.documents).toBe(120);
    const step = await project.historyLog.revert(split!.operationId);
    expect(step).toMatchObject({ changed: 119, skipped: 1 });
    expect(step.note).toMatch(/^“Printer”, “slow network” stay/);
    expect(project.documents.get(first).labels).toEqual(decided);
    expect(classNames(project).toSorted()).toEqual(['all', 'other', 'Printer', 'slow network'].toSorted());
    await project.history.undo();
    expect(classNames(project)).toEqual(['other', ...parts]);
    const again = await project.documents.query({ unsure: true }, sort);
    expect(again.total).toBe(119);
  });

  test('one part may keep the name; documents that came since are left undecided', async () => {
    const labels = documents.slice(0, 40).map(() => ['all']);
    await open('single', [...labels, null], (index) => documents[index]!.text);
    const { jobId } = await propose(['all', 'rest']);
    project.documents.setLabels(41, [id('all')], 'label');
    project.documents.setLabels(1, null, 'label');
    await expect(project.schema.split(jobId, ['all', 'rest', 'more'])).rejects.toMatchObject({
      code: 'bad_request',
    });
    expect(await project.schema.split(jobId, ['rest', 'all'])).toMatchObject({ changed: 40 });
    expect(classNames(project)).toEqual(['rest', 'all']);
    expect(labelNames(project, 1)).toEqual([null]);
    expect(project.documents.get(41)).toMatchObject({ labels: null, unsure: true });
    const sort = { by: 'certainty', descending: false } as const;
    const { queryId } = await project.documents.query({ unsure: true }, sort);
    expect(project.documents.idAt(queryId, 0)).toBe(41);
    await project.history.undo();
    expect(classNames(project)).toEqual(['all']);
    expect(project.documents.get(41)).toMatchObject({ labels: [id('all')], unsure: false });
  });

  test('refuses what cannot be', async () => {
    await open('single', [['all'], ['all'], ['taken']]);
    const start = (names: readonly string[]) => () =>
      project.schema.startSplit({ classId: id('all'), names, seed: 1 });
    expect(start(['a'])).toThrow(/2 to 10/);
    expect(start(['a', 'taken'])).toThrow(/“taken” already/);
    expect(start(['a', ' a'])).toThrow(/“a” already/);
    expect(() => project.schema.startSplit({ classId: 99, names: ['a', 'b'], seed: 1 })).toThrow(
      /no class 99/,
    );
    await expect(project.schema.split(1, ['a', 'b'])).rejects.toMatchObject({ code: 'not_found' });
    const { jobId } = start(['a', 'b', 'c'])();
    expect(start(['a', 'b'])).toThrow(/being prepared/);
    expect(await project.jobs.finished(jobId)).toMatchObject({
      state: 'failed',
      error: { code: 'too_few_documents' },
    });
    expect(classNames(project)).toEqual(['all', 'taken']);
  });

  test('is cancelled', async () => {
    await open(
      'single',
      documents.map(() => ['all']),
      (index) => documents[index]!.text,
    );
    const { jobId } = project.schema.startSplit({ classId: id('all'), names: parts, seed: 1 });
    project.jobs.cancel(jobId);
    expect(await project.jobs.finished(jobId)).toMatchObject({ state: 'cancelled' });
    await expect(project.schema.split(jobId, parts)).rejects.toMatchObject({ code: 'not_found' });
  });
});

test('nothing of the schema is changed while an import runs', async () => {
  await open('single', [['a'], ['b']]);
  const rows = ticketRows(5000).map((row) => `${JSON.stringify(row)}\n`);
  const { jobId } = project.imports.start({
    paths: [bench.write('rows.jsonl', rows.join(''))],
    options: automaticReadOptions,
    duplicates: 'keep',
  });
  const running = { code: 'job_in_progress' };
  await expect(project.schema.merge([id('a')], id('b'))).rejects.toMatchObject(running);
  await expect(project.schema.convert('multi')).rejects.toMatchObject(running);
  project.jobs.cancel(jobId);
  await project.jobs.finished(jobId);
  expect(await project.schema.merge([id('a')], id('b'))).toEqual({ changed: 1 });
});
