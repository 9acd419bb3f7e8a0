import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Core, Project } from '../../src-main/core/core.ts';
import type { Dataset } from '../../src-main/domain/project.ts';
import { defaultSplit } from '../../src-main/domain/splits.ts';
import { makeQuestions } from '../support/questions.ts';
import { type CoreBench, createCoreBench, createProject, importRows } from './support/core.ts';

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

/** Every second document is a near duplicate of the one before it. */
const twins = (texts: readonly string[]) =>
  texts.flatMap((text, index) => {
    const label = index % 3 === 0 ? 'a' : 'b';
    return [
      { text, label },
      { text: `${text} Thanks!`, label },
    ];
  });

async function fill(texts: readonly string[]): Promise<void> {
  project = await createProject(bench, core);
  expect(await importRows(bench, project, twins(texts))).toMatchObject({ state: 'done' });
}

const placesOf = (ids: readonly number[]): readonly (Dataset | null)[] =>
  ids.map((id) => project.documents.get(id).dataset);

async function allPlaces(): Promise<readonly (Dataset | null)[]> {
  const { total } = await project.documents.query({}, { by: 'id', descending: false });
  return placesOf(Array.from({ length: total }, (_, index) => index + 1));
}

const request = { percentages: defaultSplit, seed: 7, all: true };

function expectTogether(places: readonly (Dataset | null)[]): void {
  for (let index = 0; index < places.length; index += 2) expect(places[index + 1]).toBe(places[index]);
}

test('near duplicates get one dataset and the percentages stay, with or without an earlier search', async () => {
  await fill(makeQuestions(41, 200));
  expect(await project.training.split(request)).toEqual({ train: 320, validation: 40, test: 40 });
  const places = await allPlaces();
  expectTogether(places);
  expect(project.jobs.list().map(({ kind }) => kind)).toEqual(['import']);

  await project.history.undo();
  await project.jobs.finished(project.health.findDuplicates(0.8).jobId);
  expect((await project.health.duplicates())?.result).toMatchObject({ groups: 200, leaks: 0 });
  await project.training.split(request);
  expect(await allPlaces()).toEqual(places);
  await project.jobs.finished(project.health.findDuplicates(0.8).jobId);
  expect((await project.health.duplicates())?.result).toMatchObject({ groups: 200, leaks: 0 });
});

test('a document that comes later follows its near duplicate', async () => {
  await fill(makeQuestions(42, 100));
  await project.training.split(request);
  const inTest = (await allPlaces()).indexOf('test') + 1;
  const { text } = project.documents.get(inTest);
  const more = [
    { text: `Hello. ${text}`, label: 'a' },
    ...makeQuestions(43, 20).map((own) => ({ text: own, label: 'b' })),
  ];
  await importRows(bench, project, more);
  const drawn = await project.training.split({ ...request, all: false });
  expect(drawn.train + drawn.validation + drawn.test).toBe(21);
  expect(placesOf([201])).toEqual(['test']);
});

test('a training says that it keeps them together', async () => {
  await fill(makeQuestions(44, 30));
  const { jobId } = await project.training.start({
    modelName: 'm',
    family: 'linear',
    options: {},
    encoder: null,
    seed: 1,
    split: 'automatic',
    percentages: defaultSplit,
    overwrite: false,
  });
  const job = await project.jobs.finished(jobId);
  expect(job).toMatchObject({ state: 'done', error: null });
  expect(job.log.map(({ text }) => text)).toContain('Near duplicates stay together: 30 groups.');
  expectTogether(await allPlaces());
});

test('thousands of documents are compared by a job that can be watched', async () => {
  await fill(makeQuestions(45, 2600));
  await project.training.split(request);
  expect(project.jobs.list()[0]).toMatchObject({
    kind: 'duplicates',
    title: 'Compare labelled documents',
    state: 'done',
  });
  expectTogether(await allPlaces());
  expect(await project.health.duplicates()).toBeNull();
});
