import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Core, Project } from '../../src-main/core/core.ts';
import type { LabelIssueRow } from '../../src-main/core/improvement.ts';
import {
  type CoreBench,
  createCoreBench,
  createProject,
  importRows,
  openAgain,
  type Row,
  ticketRows,
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

const classes = ['billing', 'login', 'shipping'];
const documents = 240;
/** Every twentieth document has the label of another class. */
const isPlanted = (index: number): boolean => index % 20 === 7;
const datasetOf = (index: number): string =>
  index % 10 === 3 ? 'test' : index % 10 === 7 ? 'validation' : 'train';

function mislabelled(dataset?: (index: number) => string): readonly Row[] {
  return ticketRows(documents, dataset).map((row, index) =>
    isPlanted(index) ? { ...row, label: classes[(classes.indexOf(row.label!) + 1) % 3]! } : row,
  );
}

async function fill(rows: readonly Row[], kind: 'single' | 'multi' = 'single'): Promise<void> {
  project = await createProject(bench, core, kind);
  expect(await importRows(bench, project, rows)).toMatchObject({ state: 'done', error: null });
}

async function find(): Promise<number> {
  const job = await project.jobs.finished(project.health.findLabelErrors(7).jobId);
  expect(job).toMatchObject({ state: 'done', error: null });
  return (job.result as { readonly analysisId: number }).analysisId;
}

async function issues(analysisId: number, openOnly = false): Promise<readonly LabelIssueRow[]> {
  const { rows, total } = await project.health.labelIssues(analysisId, 0, 100, openOnly);
  expect(rows).toHaveLength(total);
  return rows;
}

const numberIn = ({ snippet }: LabelIssueRow): number => Number(/Ticket (\d+):/.exec(snippet)![1]);

test('planted errors come first, each with its right class, and the estimate is near their number', async () => {
  await fill(mislabelled(datasetOf));
  expect(await project.health.labelErrors()).toBeNull();
  const analysisId = await find();
  const found = await issues(analysisId);
  const planted = documents / 20;
  expect(found.slice(0, planted).map(numberIn).every(isPlanted)).toBe(true);
  const names = new Map(project.classes.list().map(({ id, name }) => [id, name]));
  for (const row of found.slice(0, planted)) {
    expect(row).toMatchObject({ proposal: 'replace', resolved: null, dataset: datasetOf(numberIn(row)) });
    expect(names.get(row.classId)).toBe(classes[numberIn(row) % 3]);
    expect(row.labels.map((id) => names.get(id))).toEqual([classes[(numberIn(row) + 1) % 3]]);
    expect(row.proposed).toBeGreaterThan(row.given);
  }
  const stored = (await project.health.labelErrors())!;
  expect(stored).toMatchObject({ analysisId, current: true, result: { documents, folds: 5, seed: 7 } });
  const { interval, estimated, share, classes: ofClasses } = stored.result;
  expect(interval.low).toBeLessThanOrEqual(planted / documents);
  expect(interval.high).toBeGreaterThanOrEqual(planted / documents);
  expect(share).toBeCloseTo(estimated / documents, 10);
  expect(ofClasses.reduce((sum, { issues: own }) => sum + own, 0)).toBe(stored.result.issues);
  expect(ofClasses.reduce((sum, { labels }) => sum + labels, 0)).toBe(documents);
});

test('rows say what was done since, and the open ones shrink', async () => {
  await fill(mislabelled());
  const analysisId = await find();
  const found = await issues(analysisId);
  const [fixed, kept, unsure, aside] = found as readonly [
    LabelIssueRow,
    LabelIssueRow,
    LabelIssueRow,
    LabelIssueRow,
  ];
  project.documents.setLabels(fixed.documentId, [fixed.classId], 'health');
  project.documents.setVerified(kept.documentId, true, 'health');
  project.documents.setUnsure(unsure.documentId, true, 'health');
  project.documents.setExcluded(aside.documentId, true, 'health');
  const after = await issues(analysisId);
  expect(after.slice(0, 4).map(({ resolved }) => resolved)).toEqual(['fixed', 'kept', 'unsure', 'excluded']);
  expect((await issues(analysisId, true)).map(({ position }) => position)).toEqual(
    found.slice(4).map(({ position }) => position),
  );
  await project.history.undo();
  await project.history.undo();
  expect((await issues(analysisId)).slice(0, 4).map(({ resolved }) => resolved)).toEqual([
    'fixed',
    'kept',
    null,
    null,
  ]);
  expect(await issues(analysisId, true)).toHaveLength(found.length - 2);
  expect(await project.health.labelErrors()).toMatchObject({ analysisId, current: false });
  await project.close();
  project = await openAgain(bench, core);
  expect(await issues(analysisId, true)).toHaveLength(found.length - 2);
});

test('a sealed test set gives away none of its documents, before and after a search', async () => {
  await fill(mislabelled(datasetOf));
  const open = await find();
  expect((await issues(open)).some(({ dataset }) => dataset === 'test')).toBe(false);
  const [first] = await issues(open);
  project.documents.setDataset(first!.documentId, 'test', 'documents');
  await project.testSet.setPolicy('sealed');
  expect((await issues(open)).map(({ documentId }) => documentId)).not.toContain(first!.documentId);
  await find();
  const sealed = (await project.health.labelErrors())!;
  expect(sealed.result.documents).toBe(documents - documents / 10 - 1);
  await expect(project.health.labelIssues(open, 0, 10, false)).rejects.toMatchObject({ code: 'not_found' });
});

test('in a multi-label project a missing class and a wrong one are told apart', async () => {
  const rows = ticketRows(documents).map((row, index): Row => {
    const labels = index % 20 === 7 ? ['request'] : ['request', row.label!];
    if (index % 20 === 11) labels.push(classes[(index + 1) % 3]!);
    const { label: _label, ...rest } = row;
    return { ...rest, labels };
  });
  await fill(rows, 'multi');
  const analysisId = await find();
  const found = await issues(analysisId);
  // Nothing but what was planted.
  for (const row of found) expect(numberIn(row) % 20).toBe(row.proposal === 'add' ? 7 : 11);
  const removed = found.find(({ proposal }) => proposal === 'remove')!;
  const other = found.find(({ proposal }) => proposal === 'add')!;
  project.documents.setLabels(
    removed.documentId,
    removed.labels.filter((id) => id !== removed.classId),
    'health',
  );
  const after = await issues(analysisId);
  expect(after.find(({ position }) => position === removed.position)!.resolved).toBe('fixed');
  expect(after.find(({ position }) => position === other.position)!.resolved).toBeNull();
});

test('too few labels, a second search at a time and a cancel leave no result behind', async () => {
  await fill(ticketRows(1));
  const few = await project.jobs.finished(project.health.findLabelErrors(1).jobId);
  expect(few).toMatchObject({ state: 'failed', error: { code: 'too_few_documents' } });
  expect(await importRows(bench, project, ticketRows(documents).slice(1))).toMatchObject({ state: 'done' });
  const { jobId } = project.health.findLabelErrors(1);
  expect(() => project.health.findLabelErrors(1)).toThrowError(
    expect.objectContaining({ code: 'job_in_progress' }),
  );
  project.jobs.cancel(jobId);
  expect(await project.jobs.finished(jobId)).toMatchObject({ state: 'cancelled' });
  expect(await project.health.labelErrors()).toBeNull();
});
