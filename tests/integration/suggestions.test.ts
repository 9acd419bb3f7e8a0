import { copyFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { breathe } from '../../src-main/core/breathe.ts';
import type { Project } from '../../src-main/core/core.ts';
import { trainedProject } from './support/batch.ts';
import {
  type CoreBench,
  createCoreBench,
  createProject,
  importRows,
  openAgain,
  type Row,
  settledCounts,
  ticketRows,
} from './support/core.ts';
import {
  answeredBy,
  idsOf,
  importUnlabelled,
  requestOf,
  rowsOf,
  suggested,
  train,
} from './support/suggestions.ts';
import { publishedSet, sampleSet } from './support/text-sets.ts';

/** Holds a project with a model, of which every test has its own copy. */
let trained: CoreBench;
let bench: CoreBench;
beforeAll(async () => {
  trained = createCoreBench();
  await (await trainedProject(trained)).close();
}, 120_000);
afterAll(() => trained.dispose());
beforeEach(() => {
  bench = createCoreBench();
});
afterEach(() => bench.dispose());

async function openTrained(): Promise<Project> {
  copyFileSync(trained.path('single.winnow'), bench.path('single.winnow'));
  return openAgain(bench, bench.start(), 'single');
}

const jsonl = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const everything = async (project: Project) => {
  const { queryId } = await project.documents.query({}, { by: 'id', descending: false });
  return { queryId, exceptIds: [] };
};
/** Tickets of the classes of the model that it has not seen. */
const newTickets = (count: number): readonly Row[] => ticketRows(1000 + count).slice(1000);

test('files become suggestions, and those from a score on labels that can be taken back', {
  timeout: 240_000,
}, async () => {
  const { classes, training } = publishedSet('trec6') ?? sampleSet('single');
  const half = Math.min(2000, Math.floor(training.length / 2));
  const rowOf = ({ text, classes: of }: (typeof training)[number]) => ({ text, label: classes[of[0]!]! });
  const project = await createProject(bench, bench.start());
  await importRows(bench, project, training.slice(0, half).map(rowOf), 'skip');
  await train(project);
  const unseen = training.slice(half, 2 * half).map(rowOf);
  const truth = new Map(unseen.map(({ text, label }) => [text, label]));
  // Labels and datasets in the files play no part.
  const path = bench.write('new.jsonl', jsonl(unseen.map((row) => ({ ...row, dataset: 'test' }))));
  const before = await settledCounts(project);
  const run = await suggested(project, requestOf(project, { path }));

  const names = new Map(project.classes.list().map(({ id, name }) => [id, name]));
  const rows = await rowsOf(project, { suggested: true });
  expect(rows).toHaveLength(run.documents);
  expect(run).toMatchObject({
    documents: run.import!.imported,
    before: 0,
    none: 0,
    unsure: null,
    skippedTest: 0,
  });
  expect(run.suggested).toBe(run.documents);
  expect(run.classCounts.reduce((sum, { documents }) => sum + documents, 0)).toBe(run.documents);
  expect(run.import).toMatchObject({ newClasses: [], conflicts: 0, leaks: 0 });
  expect(rows.every(({ labels, dataset }) => labels === null && dataset === null)).toBe(true);
  const isRight = ({ snippet, suggestion }: (typeof rows)[number]) =>
    names.get(suggestion!.classIds[0]!) === truth.get(snippet);
  const short = rows.filter(({ length, snippet }) => length === snippet.length);
  expect(short.filter(isRight).length / short.length).toBeGreaterThan(0.6);
  const counts = await settledCounts(project);
  expect(counts).toMatchObject({ suggested: run.documents, labelled: before.labelled });

  const sure = rows.filter(({ suggestion }) => suggestion!.score >= 0.8);
  expect(sure.length).toBeGreaterThan(0);
  expect(sure.length).toBeLessThan(rows.length);
  const accepted = await project.documents.acceptSuggestions(await everything(project), 0.8);
  expect(accepted).toEqual({ changed: sure.length, left: counts.documents - sure.length });
  const { undo } = project.history.state();
  expect(undo?.title).toBe(`Accept ${sure.length.toLocaleString('en')} suggestions of “m”`);
  expect(project.documents.get(sure[0]!.id)).toMatchObject({
    labels: sure[0]!.suggestion!.classIds,
    suggestion: null,
  });
  expect(await settledCounts(project)).toMatchObject({
    suggested: rows.length - sure.length,
    labelled: before.labelled + sure.length,
  });
  expect(await project.history.undo()).toMatchObject({ changed: sure.length, skipped: 0 });
  expect(await settledCounts(project)).toEqual(counts);
  expect(await rowsOf(project, { suggested: true })).toEqual(
    rows.map((row) => expect.objectContaining({ id: row.id, suggestion: row.suggestion, labels: null })),
  );
  expect(bench.problems).toEqual([]);
});

test('a run that was cancelled goes on: no document twice, none missing', { timeout: 120_000 }, async () => {
  const project = await openTrained();
  await importUnlabelled(bench, project, newTickets(15_000));
  const { jobId } = project.classification.startSuggestions(requestOf(project));
  const stop = project.jobs.onChange(() => {
    if ((project.jobs.get(jobId).progress?.current ?? 0) > 0) project.jobs.cancel(jobId);
  });
  const job = await project.jobs.finished(jobId);
  stop();
  expect(job).toMatchObject({ state: 'cancelled', error: { code: 'cancelled' } });
  expect(job.error?.message).toContain('start the same again');
  const kept = await idsOf(project, { suggested: true });
  expect(kept.length).toBeGreaterThan(0);
  expect(kept.length).toBeLessThan(15_000);
  const missing = await idsOf(project, { suggested: false });

  const second = project.classification.startSuggestions(requestOf(project));
  await breathe();
  const asked = answeredBy(bench);
  const { result } = await project.jobs.finished(second.jobId);
  expect(result).toMatchObject({ documents: missing.length, before: kept.length, suggested: missing.length });
  expect(asked).toEqual(missing);
  expect(await idsOf(project, { suggested: false })).toEqual([]);
  expect(await suggested(project)).toMatchObject({ documents: 0, before: 15_000 });
});

test('neither test documents nor labelled ones nor those set aside get suggestions', async () => {
  const project = await openTrained();
  const unlabelled = newTickets(40).map(({ text }, index) => ({
    text,
    dataset: index < 10 ? 'test' : 'train',
  }));
  await importRows(bench, project, unlabelled);
  const ids = await idsOf(project, { labelled: false });
  await project.documents.bulkExcluded({ ids: ids.slice(10, 15) }, true);
  const run = await suggested(project);
  expect(run).toMatchObject({ documents: 25, suggested: 25, before: 0, skippedTest: 10, import: null });
  expect(await idsOf(project, { suggested: true })).toEqual(ids.slice(15));
  // What goes to the test set later shows none either.
  await project.documents.bulkDataset({ ids: ids.slice(15, 20) }, 'test');
  expect(await idsOf(project, { suggested: true })).toEqual(ids.slice(20));
  expect((await settledCounts(project)).suggested).toBe(20);
  expect(await project.documents.acceptSuggestions(await everything(project))).toMatchObject({ changed: 20 });
});

test('a deployment’s rule says who is unsure, and the newest answer counts', async () => {
  const project = await openTrained();
  await importUnlabelled(bench, project, newTickets(30));
  const modelId = project.models.list()[0]!.id;
  const rule = { thresholds: [], accept: [1, 1, 1], band: 0 };
  const { id: deploymentId } = project.deployments.save({ name: 'live', modelId, rule });
  expect(await suggested(project)).toMatchObject({ documents: 30, unsure: null });
  const run = await suggested(project, requestOf(project, { deploymentId }));
  expect(run).toMatchObject({ documents: 30, suggested: 0, none: 0, unsure: 30, before: 0 });
  expect(await suggested(project, requestOf(project, { deploymentId }))).toMatchObject({
    documents: 0,
    before: 30,
  });
  expect(await idsOf(project, { suggestionUnsure: true })).toHaveLength(30);
  expect(await project.documents.acceptSuggestions(await everything(project))).toMatchObject({ changed: 0 });
  expect(project.history.state().undo?.title).toContain('Import');
  expect(await suggested(project)).toMatchObject({ documents: 30, before: 0 });
  expect(await idsOf(project, { suggestionUnsure: true })).toEqual([]);
  project.deployments.delete(deploymentId);
  await expect(suggested(project, requestOf(project, { deploymentId }))).rejects.toMatchObject({
    code: 'not_found',
  });
});

test('suggestions outlive their model; classes that go drop out of them', async () => {
  const project = await openTrained();
  await importUnlabelled(bench, project, newTickets(30));
  await suggested(project);
  const [billing, login] = project.classes.list();
  const ofBilling = await idsOf(project, { suggestedClassIds: [billing!.id] });
  expect(ofBilling.length).toBeGreaterThan(0);
  project.models.rename(project.models.list()[0]!.id, 'renamed');
  project.models.delete(project.models.list()[0]!.id);
  expect(project.documents.get(ofBilling[0]!).suggestion).toMatchObject({
    modelName: 'renamed',
    classIds: [billing!.id],
  });
  await project.schema.merge([billing!.id], login!.id);
  expect(project.documents.get(ofBilling[0]!).suggestion).toMatchObject({
    modelName: 'renamed',
    classIds: [],
  });
  expect(await project.documents.acceptSuggestions({ ids: ofBilling })).toEqual({
    changed: 0,
    left: ofBilling.length,
  });
  await project.history.undo();
  expect(await idsOf(project, { suggestedClassIds: [billing!.id] })).toEqual(ofBilling);
  expect(await project.documents.acceptSuggestions({ ids: ofBilling }, 0)).toEqual({
    changed: ofBilling.length,
    left: 0,
  });
});

test('several classes cannot be accepted once a document takes one', async () => {
  const project = await createProject(bench, bench.start(), 'multi');
  const both = ticketRows(600).map(({ text, label }, index) => ({
    text,
    labels: index % 3 === 0 ? [label!, 'login'] : [label!],
  }));
  await importRows(bench, project, both);
  await train(project);
  await importUnlabelled(bench, project, newTickets(60));
  await suggested(project);
  await project.schema.convert('single');
  const rows = await rowsOf(project, { suggested: true });
  const single = rows.filter(({ suggestion }) => suggestion!.classIds.length === 1);
  expect(rows.some(({ suggestion }) => suggestion!.classIds.length > 1)).toBe(true);
  expect(single.length).toBeGreaterThan(0);
  const { changed } = await project.documents.acceptSuggestions({ ids: rows.map(({ id }) => id) });
  expect(changed).toBe(single.length);
});

test('they are removed by hand and with the import that brought their documents', async () => {
  const project = await openTrained();
  const path = bench.write('new.jsonl', jsonl(newTickets(20)));
  expect(await suggested(project, requestOf(project, { path }))).toMatchObject({
    documents: 20,
    import: { imported: 20 },
  });
  const again = await suggested(project, requestOf(project, { path }));
  expect(again).toMatchObject({ documents: 0, before: 20, import: { imported: 0, skipped: 20 } });
  const ids = await idsOf(project, { suggested: true });
  expect(await project.documents.removeSuggestions({ ids: ids.slice(0, 5) })).toEqual({ removed: 5 });
  expect(await idsOf(project, { suggested: true })).toEqual(ids.slice(5));
  expect(await suggested(project)).toMatchObject({ documents: 5, before: 15 });
  expect(project.history.state().undo?.title).toBe('Import 20 documents');
  await project.history.undo();
  expect(await settledCounts(project)).toMatchObject({ suggested: 0, documents: 600 });
});

test('a project that is copied takes them along; wrong requests change nothing', async () => {
  const project = await openTrained();
  await importUnlabelled(bench, project, newTickets(2000));
  const first = project.classification.startSuggestions(requestOf(project));
  const start = (changes: Parameters<typeof requestOf>[1]) => () =>
    project.classification.startSuggestions(requestOf(project, changes));
  expect(start({})).toThrow(expect.objectContaining({ code: 'job_in_progress' }));
  const imports = {
    paths: ['x'],
    options: requestOf(project, { path: 'x' }).files!.options,
    duplicates: 'keep',
  } as const;
  expect(() => project.imports.start(imports)).toThrow(expect.objectContaining({ code: 'job_in_progress' }));
  await project.jobs.finished(first.jobId);
  expect(start({ modelId: 99 })).toThrow(expect.objectContaining({ code: 'model_not_found' }));
  expect(start({ files: { paths: [], options: imports.options } })).toThrow(
    expect.objectContaining({ code: 'bad_request' }),
  );
  const nowhere = project.classification.startSuggestions(
    requestOf(project, { path: bench.path('nowhere.csv') }),
  );
  expect(await project.jobs.finished(nowhere.jobId)).toMatchObject({
    state: 'failed',
    error: { code: 'file_not_found' },
  });
  const all = await everything(project);
  await expect(project.documents.acceptSuggestions(all, 1.5)).rejects.toMatchObject({ code: 'bad_request' });
  expect((await settledCounts(project)).suggested).toBe(2000);
  await project.saveCopy(bench.path('copy.winnow'));
  const core = bench.start();
  const copy = core.project((await core.projects.open(bench.path('copy.winnow'))).id);
  expect(await rowsOf(copy, { suggested: true })).toEqual(await rowsOf(project, { suggested: true }));
});
