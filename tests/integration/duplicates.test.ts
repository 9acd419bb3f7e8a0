import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Core, Project } from '../../src-main/core/core.ts';
import type { DuplicateFilter } from '../../src-main/domain/duplicates/group-list.ts';
import { makeQuestions } from '../support/questions.ts';
import {
  type CoreBench,
  createCoreBench,
  createProject,
  importRows,
  openAgain,
  type Row,
  settledCounts,
} from './support/core.ts';

let bench: CoreBench;
let core: Core;
let project: Project;

beforeEach(() => {
  bench = createCoreBench();
  core = bench.start();
});
afterEach(async () => {
  await bench.dispose();
});

const plain = makeQuestions(21, 40);
const [leak, clash, thrice, both] = makeQuestions(22, 4) as [string, string, string, string];

/** Documents 1 to 10 are four groups; 40 more have no twin. */
const planted: readonly Row[] = [
  { text: leak, label: 'a', dataset: 'train' },
  { text: leak, label: 'a', dataset: 'test' },
  { text: clash, label: 'a', dataset: 'train' },
  { text: `${clash} Thanks!`, label: 'b', dataset: 'train' },
  { text: thrice, dataset: 'train' },
  { text: thrice },
  { text: thrice, label: 'b', dataset: 'train' },
  { text: both, label: 'b', dataset: 'validation' },
  { text: both.toUpperCase(), label: 'a', dataset: 'test' },
  { text: `${both} Thanks!`, dataset: 'train' },
  ...plain.map((text, index) => ({ text, label: index % 2 === 0 ? 'a' : 'b', dataset: 'train' })),
];

async function fill(rows: readonly Row[] = planted): Promise<void> {
  project = await createProject(bench, core);
  expect(await importRows(bench, project, rows)).toMatchObject({ state: 'done', error: null });
}

async function search(threshold = 0.8): Promise<number> {
  const { jobId } = project.health.findDuplicates(threshold);
  const job = await project.jobs.finished(jobId);
  expect(job).toMatchObject({ state: 'done', error: null });
  return (job.result as { readonly analysisId: number }).analysisId;
}

function groups(analysisId: number, filter: DuplicateFilter = 'all') {
  const { rows, total } = project.health.duplicateGroups(analysisId, filter, 0, 100);
  expect(rows).toHaveLength(total);
  return rows;
}

const idsOf = (row: { readonly documents: readonly { readonly documentId: number }[] }): readonly number[] =>
  row.documents.map(({ documentId }) => documentId);

async function setAside(): Promise<readonly number[]> {
  const { queryId, total } = await project.documents.query(
    { excluded: true },
    { by: 'id', descending: false },
  );
  return project.documents.page(queryId, 0, total).rows.map(({ id }) => id);
}

const datasetOf = (id: number) => project.documents.get(id).dataset;

test('finds what was planted, with what is wrong and how alike the documents are', async () => {
  await fill();
  expect(await project.health.duplicates()).toBeNull();
  const analysisId = await search();
  expect(await project.health.duplicates()).toMatchObject({
    analysisId,
    current: true,
    result: {
      documents: 50,
      threshold: 0.8,
      groups: 4,
      duplicates: 6,
      exactGroups: 2,
      leaks: 2,
      leakedTestDocuments: 2,
      leakedTestShare: 1,
      contradictions: 2,
    },
  });
  const rows = groups(analysisId);
  expect(rows.map(idsOf)).toEqual([
    [8, 9, 10],
    [1, 2],
    [3, 4],
    [5, 6, 7],
  ]);
  expect(
    rows.map(({ position, size, exact, leak: leaks, contradiction, resolved }) => ({
      position,
      size,
      exact,
      leaks,
      contradiction,
      resolved,
    })),
  ).toEqual([
    { position: 0, size: 3, exact: false, leaks: true, contradiction: true, resolved: false },
    { position: 1, size: 2, exact: true, leaks: true, contradiction: false, resolved: false },
    { position: 2, size: 2, exact: false, leaks: false, contradiction: true, resolved: false },
    { position: 3, size: 3, exact: true, leaks: false, contradiction: false, resolved: false },
  ]);
  const [a, b] = project.classes.list().map(({ id }) => id);
  expect(rows[0]!.documents).toMatchObject([
    { dataset: 'validation', labels: [b], withheld: false, excluded: false, similarity: 1 },
    { dataset: 'test', labels: [a], similarity: 1 },
    { dataset: 'train', labels: null, withheld: false },
  ]);
  expect(rows[0]!.documents[2]!.similarity).toBeGreaterThan(0.8);
  expect(rows[0]!.documents[2]!.similarity).toBeLessThan(1);
  expect(rows[0]!.snippets).toEqual([both, both.toUpperCase(), `${both} Thanks!`]);
});

test('lists only exact ones, leaks or contradictions, in pages', async () => {
  await fill();
  const analysisId = await search();
  const expected = [
    ['exact', [1, 3]],
    ['leaks', [0, 1]],
    ['contradictions', [0, 2]],
  ] as const;
  for (const [filter, positions] of expected) {
    expect(groups(analysisId, filter).map(({ position }) => position)).toEqual(positions);
    const second = project.health.duplicateGroups(analysisId, filter, 1, 1);
    expect(second).toMatchObject({ total: 2, rows: [{ position: positions[1] }] });
  }
});

test('drops all but one of each group in one step: a labelled test document stays, else a labelled one', async () => {
  await fill();
  const analysisId = await search();
  expect(await project.health.resolveDuplicates({ analysisId, groups: 'all', remedy: 'drop' })).toEqual({
    changed: 6,
  });
  expect(await setAside()).toEqual([1, 4, 5, 6, 8, 10]);
  expect(groups(analysisId).every(({ resolved }) => resolved)).toBe(true);
  expect(await project.health.duplicates()).toMatchObject({ current: true });
  // Nothing is left to drop, and the next search leaves out what was set aside.
  expect(await project.health.resolveDuplicates({ analysisId, groups: 'all', remedy: 'drop' })).toEqual({
    changed: 0,
  });
  const again = await search();
  expect(await project.health.duplicates()).toMatchObject({
    analysisId: again,
    result: { documents: 44, groups: 0, leaks: 0 },
  });
  expect(() => project.health.duplicateGroups(analysisId, 'all', 0, 10)).toThrow(/replaced by a newer one/);

  expect(await project.history.undo()).toMatchObject({ title: 'Set aside 6 duplicates', changed: 6 });
  expect(await setAside()).toEqual([]);
  expect(await project.health.duplicates()).toMatchObject({ analysisId: again, current: false });
  await core.close();
  core = bench.start();
  project = await openAgain(bench, core);
  expect(await project.health.duplicates()).toMatchObject({ analysisId: again, current: false });
  expect(await project.history.redo()).toMatchObject({ changed: 6 });
  expect((await settledCounts(project)).documents).toBe(44);
});

test('moves groups together: to the test set, else where the first one is', async () => {
  await fill();
  const analysisId = await search();
  const request = { analysisId, groups: [0, 1, 3], remedy: 'together' } as const;
  expect(await project.health.resolveDuplicates(request)).toEqual({ changed: 4 });
  expect([8, 9, 10, 1, 2].map(datasetOf)).toEqual(['test', 'test', 'test', 'test', 'test']);
  expect([5, 6, 7].map(datasetOf)).toEqual(['train', 'train', 'train']);
  // The first still contradicts itself, and the third was no leak.
  expect(groups(analysisId).map(({ resolved }) => resolved)).toEqual([false, true, false, false]);
  expect(await project.health.duplicates()).toMatchObject({ current: false });
  expect(await project.history.undo()).toMatchObject({
    title: 'Move the duplicates of 3 groups together',
    changed: 4,
  });
  expect([8, 9, 10, 1, 2, 6].map(datasetOf)).toEqual(['validation', 'test', 'train', 'train', 'test', null]);
});

test('a contradiction is put right by equal labels, or by vouching for different ones', async () => {
  await fill();
  const analysisId = await search();
  const contradictions = () => groups(analysisId, 'contradictions').map(({ resolved }) => resolved);
  project.documents.setLabels(4, project.documents.get(3).labels, 'health');
  expect(contradictions()).toEqual([false, true]);
  expect(await project.health.duplicates()).toMatchObject({ current: false });
  await project.history.undo();
  expect(contradictions()).toEqual([false, false]);
  expect(await project.health.duplicates()).toMatchObject({ current: true });
  project.documents.setVerified(3, true, 'health');
  expect(contradictions()).toEqual([false, false]);
  project.documents.setVerified(4, true, 'health');
  expect(contradictions()).toEqual([false, true]);
});

test('a sealed test set keeps the labels of its documents to itself', async () => {
  await fill();
  const analysisId = await search();
  await project.testSet.setPolicy('sealed');
  expect(groups(analysisId, 'leaks').flatMap(({ documents }) => documents)).toMatchObject([
    { documentId: 8, withheld: false },
    { documentId: 9, withheld: true, labels: null },
    { documentId: 10, withheld: false, labels: null },
    { documentId: 1, withheld: false },
    { documentId: 2, withheld: true, labels: null },
  ]);
  expect(await project.health.resolveDuplicates({ analysisId, groups: 'leaks', remedy: 'drop' })).toEqual({
    changed: 3,
  });
});

test('a group of thousands shows a few documents, first those that differ', async () => {
  const rows = Array.from({ length: 3000 }, () => ({ text: leak, label: 'a', dataset: 'train' }));
  rows[2900] = { text: leak, label: 'b', dataset: 'train' };
  rows[2950] = { text: leak, label: 'a', dataset: 'test' };
  await fill(rows);
  const analysisId = await search();
  const [row, ...others] = groups(analysisId);
  expect(others).toEqual([]);
  expect(row).toMatchObject({ size: 3000, exact: true, leak: true, contradiction: true });
  expect(idsOf(row!)).toHaveLength(20);
  expect(idsOf(row!).slice(0, 4)).toEqual([1, 2901, 2951, 2]);
  expect(await project.health.resolveDuplicates({ analysisId, groups: [0], remedy: 'drop' })).toEqual({
    changed: 2999,
  });
  expect((await settledCounts(project)).documentsIn).toMatchObject({ train: 0, test: 1 });
});

test('a document that was removed since plays no part', async () => {
  await fill();
  const more = await importRows(bench, project, [{ text: thrice, label: 'a', dataset: 'test' }]);
  expect(more.state).toBe('done');
  const analysisId = await search();
  expect(groups(analysisId, 'leaks').map(idsOf)).toContainEqual([5, 6, 7, 51]);
  await project.history.undo();
  expect(groups(analysisId, 'leaks').map(idsOf)).toContainEqual([5, 6, 7]);
  expect(groups(analysisId, 'leaks').map(({ resolved }) => resolved)).toEqual([true, false, false]);
  expect(await project.health.duplicates()).toMatchObject({ current: false });
});

test('refuses what it cannot do', async () => {
  project = await createProject(bench, core);
  const empty = await project.jobs.finished(project.health.findDuplicates(0.8).jobId);
  expect(empty).toMatchObject({ state: 'failed', error: { code: 'no_documents' } });
  await importRows(bench, project, planted);
  expect(() => project.health.findDuplicates(0.3)).toThrow(/from 0.5 to 1/);
  const analysisId = await search();
  const unknown = { analysisId, groups: [4], remedy: 'drop' } as const;
  await expect(async () => project.health.resolveDuplicates(unknown)).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(async () =>
    project.health.resolveDuplicates({ ...unknown, analysisId: 99 }),
  ).rejects.toMatchObject({ code: 'not_found' });
  expect(await setAside()).toEqual([]);
});

test('a search that is cancelled leaves the result of the one before', async () => {
  await fill(makeQuestions(23, 4000).flatMap((text) => [{ text }, { text: `${text} ` }]));
  const analysisId = await search(0.9);
  const { jobId } = project.health.findDuplicates(0.5);
  expect(() => project.health.findDuplicates(0.5)).toThrow(/looked for already/);
  const seen = new Promise<void>((resolve) => {
    const stop = project.jobs.onChange(() => {
      if (project.jobs.get(jobId).progress === null) return;
      stop();
      resolve();
    });
  });
  await seen;
  project.jobs.cancel(jobId);
  expect(await project.jobs.finished(jobId)).toMatchObject({ state: 'cancelled' });
  expect(await project.health.duplicates()).toMatchObject({ analysisId, result: { threshold: 0.9 } });
});
