import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Core, Project } from '../../src-main/core/core.ts';
import { isActive, type JobSnapshot } from '../../src-main/domain/job.ts';
import {
  type CoreBench,
  createCoreBench,
  createProject,
  importRows,
  openAgain,
  settledCounts,
  ticketRows,
} from './support/core.ts';

/** So many that changing them all takes several times as long as what is shown as a job. */
const documents = 90_000;

let bench: CoreBench;
let core: Core;
let project: Project;
beforeAll(async () => {
  bench = createCoreBench();
  core = bench.start();
  project = await createProject(bench, core);
  await importRows(bench, project, ticketRows(documents));
}, 120_000);
afterAll(() => bench.dispose());

async function everything() {
  const { queryId } = await project.documents.query({}, { by: 'id', descending: false });
  return { queryId, exceptIds: [] };
}

const countsOfClasses = async () =>
  (await settledCounts(project)).classes.map(({ train, validation, test, none }) =>
    [train, validation, test, none].reduce((sum, count) => sum + count, 0),
  );

/** Watches the job that a change becomes; `act` is called once, when it has told how far it is. */
function watch(act: (job: JobSnapshot) => void = () => {}): () => readonly JobSnapshot[] {
  const seen: JobSnapshot[] = [];
  const stop = project.jobs.onChange(([job]) => {
    if (job?.kind !== 'change' || job.progress === null) return;
    if (seen.length === 0 && isActive(job.state)) act(job);
    seen.push(job);
  });
  return () => {
    stop();
    return seen;
  };
}

const cancel = ({ id }: JobSnapshot): void => project.jobs.cancel(id);

test('a long change tells how far it is; cancelled, it leaves everything as it was', async () => {
  const [first] = project.classes.list();
  const action = { type: 'set', classId: first!.id } as const;
  const selection = await everything();
  const newest = project.history.state().undo;

  let seen = watch(cancel);
  await expect(project.documents.bulkLabel(selection, action)).rejects.toMatchObject({ code: 'cancelled' });
  const taken = seen();
  expect(taken[0]!.title).toBe('Label 90,000 documents “billing”');
  expect(taken[0]!.progress).toMatchObject({ total: documents, unit: 'documents' });
  const id = taken[0]!.id;
  expect((await project.jobs.finished(id)).state).toBe('cancelled');
  expect(taken.some(({ progress }) => progress?.phase === 'Taking back what was changed')).toBe(true);
  expect(await countsOfClasses()).toEqual([documents / 3, documents / 3, documents / 3]);
  expect(project.history.state()).toEqual({ undo: newest, redo: null });

  seen = watch();
  expect(await project.documents.bulkLabel(selection, action)).toEqual({ changed: (documents / 3) * 2 });
  const fractions = seen().map(({ progress }) => progress!.fraction!);
  expect(fractions).toEqual(fractions.toSorted((one, other) => one - other));
  expect(fractions.at(-1)).toBeGreaterThan(fractions[0]!);
  expect((await project.jobs.finished(project.jobs.list()[0]!.id)).state).toBe('done');
  expect(await countsOfClasses()).toEqual([documents, 0, 0]);
}, 120_000);

test('a long undo tells how far it is; cancelled, what it took back stands again', async () => {
  let seen = watch(cancel);
  await expect(project.history.undo()).rejects.toMatchObject({ code: 'cancelled' });
  expect(seen()[0]).toMatchObject({
    title: 'Undo “Label 90,000 documents “billing””',
    progress: { total: (documents / 3) * 2 },
  });
  expect(await countsOfClasses()).toEqual([documents, 0, 0]);
  expect(project.history.state().undo?.title).toBe('Label 90,000 documents “billing”');

  seen = watch();
  expect(await project.history.undo()).toMatchObject({ changed: (documents / 3) * 2, skipped: 0 });
  expect(seen().length).toBeGreaterThan(1);
  expect(await countsOfClasses()).toEqual([documents / 3, documents / 3, documents / 3]);
}, 120_000);

test('a merge that is cancelled gives the classes back', async () => {
  const [first, second, third] = project.classes.list();
  const seen = watch(cancel);
  await expect(project.schema.merge([second!.id, third!.id], first!.id)).rejects.toMatchObject({
    code: 'cancelled',
  });
  expect(seen()[0]).toMatchObject({
    title: 'Merge “login”, “shipping” into “billing”',
    progress: { total: (documents / 3) * 2 },
  });
  expect(project.classes.list().map(({ name }) => name)).toEqual(['billing', 'login', 'shipping']);
  expect(await countsOfClasses()).toEqual([documents / 3, documents / 3, documents / 3]);
}, 120_000);

test('the closing of the project lets a change end', async () => {
  const selection = await everything();
  let closing: Promise<void> | undefined;
  const seen = watch(() => {
    closing = project.close();
  });
  expect(await project.documents.bulkDataset(selection, 'test')).toEqual({ changed: documents });
  seen();
  await closing;
  await core.close();
  core = bench.start();
  project = await openAgain(bench, core);
  expect(project.info().interrupted).toEqual([]);
  expect((await settledCounts(project)).documentsIn).toMatchObject({ test: documents });
}, 120_000);
