import { openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Project } from '../../src-main/core/core.ts';
import { AppError } from '../../src-main/domain/errors.ts';
import type { JobSnapshot } from '../../src-main/domain/job.ts';
import { createRandom, type Random } from '../../src-main/domain/random.ts';
import { automaticReadOptions } from '../../src-main/domain/source.ts';
import { defaultSplit } from '../../src-main/domain/splits.ts';
import { bulkState, openProject, startCore } from './core.ts';
import { appendEntry, type Entry, type Plan } from './journal.ts';

/**
 * Works on a project until it is killed: labels, undoes, changes in bulk, imports and trains, all at the same
 * time, and writes down what was acknowledged. Arguments: the plan's file and the journal's.
 */
const [planFile, journalFile] = process.argv.slice(2) as [string, string];
const plan = JSON.parse(readFileSync(planFile, 'utf8')) as Plan;
const journal = openSync(journalFile, 'a');
const note = (entry: Entry): void => appendEntry(journal, entry);

const pick = <T>(random: Random, values: readonly T[]): T => values[random.below(values.length)]!;
const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Bulk changes, undo and redo one after another, so that what is read afterwards is what they left. */
let queue: Promise<unknown> = Promise.resolve();
function exclusively<T>(work: () => Promise<T>): Promise<T> {
  const result = queue.then(work);
  queue = result.catch(() => undefined);
  return result;
}

async function person(project: Project, random: Random): Promise<never> {
  for (;;) {
    const dice = random.below(100);
    if (dice < 3) await exclusively(() => step(project, 'undo'));
    else if (dice < 5) await exclusively(() => step(project, 'redo'));
    else label(project, random);
    await pause();
  }
}

function label(project: Project, random: Random): void {
  const id = pick(random, plan.personIds);
  const labels = random.below(10) === 0 ? null : [pick(random, plan.classIds)];
  note({ type: 'label-begin', id, labels });
  const { labels: after } = project.documents.setLabels(id, labels, 'label');
  note({ type: 'label', id, labels: after });
}

async function step(project: Project, which: 'undo' | 'redo'): Promise<void> {
  const state = project.history.state()[which];
  // The first import stays: everything stands on it.
  if (state === null || state.title === plan.keptTitle) return;
  note({ type: 'step-begin' });
  try {
    const { title, documentId } = await project.history[which]();
    const labels = documentId === null ? null : project.documents.get(documentId).labels;
    note({ type: 'step', title, id: documentId, labels, state: bulkState(project, plan.bulkIds) });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
    note({ type: 'step-none' });
  }
}

async function bulk(project: Project, random: Random): Promise<never> {
  for (;;) {
    await exclusively(() => changeMany(project, random));
    const rest = random.below(300);
    for (let turn = 0; turn < rest; turn++) await pause();
  }
}

async function changeMany(project: Project, random: Random): Promise<void> {
  const selection = { ids: plan.bulkIds };
  if (random.below(4) === 0) {
    note({ type: 'dataset-begin' });
    await project.documents.bulkDataset(selection, pick(random, ['train', 'validation', 'test', null]));
    note({ type: 'dataset' });
    return;
  }
  const classId = pick(random, plan.classIds);
  const clear = random.below(8) === 0;
  note({ type: 'bulk-begin', labels: clear ? null : [classId] });
  await project.documents.bulkLabel(selection, clear ? { type: 'clear' } : { type: 'set', classId });
  note({ type: 'bulk', state: bulkState(project, plan.bulkIds) });
}

async function jobs(project: Project, random: Random): Promise<never> {
  const files = [...plan.files];
  for (let number = 1; ; number++) {
    const imports = number === 1 ? plan.importsFirst : random.below(2) === 0;
    const file = imports ? files.shift() : undefined;
    if (file === undefined) await train(project, random, number);
    else await importFile(project, random, file);
    await pause();
  }
}

async function importFile(project: Project, random: Random, file: string): Promise<void> {
  const { jobId } = project.imports.start({
    paths: [file],
    options: automaticReadOptions,
    duplicates: 'keep',
  });
  await follow(project, random, project.jobs.get(jobId), path.basename(file));
}

async function train(project: Project, random: Random, number: number): Promise<void> {
  const existing = project.models.list().map((model) => model.name);
  const again = existing.length > 0 && random.below(3) === 0;
  const modelName = again ? pick(random, existing) : `${plan.modelPrefix}-${number}`;
  try {
    const { jobId } = await project.training.start({
      modelName,
      family: 'linear',
      options: {},
      encoder: null,
      seed: random.below(1000),
      split: random.below(2) === 0 ? 'automatic' : 'assigned',
      percentages: defaultSplit,
      overwrite: again,
    });
    await follow(project, random, project.jobs.get(jobId), modelName);
  } catch (error) {
    // Bulk changes may just have left too few labels or training documents.
    if (!(error instanceof AppError) || !error.code.startsWith('too_few')) throw error;
  }
}

async function follow(project: Project, random: Random, job: JobSnapshot, what: string): Promise<void> {
  const kind = job.kind as 'import' | 'train';
  note({ type: 'job', kind, id: job.id, title: job.title, what });
  if (random.below(12) === 0) project.jobs.cancel(job.id);
  const { state, error } = await project.jobs.finished(job.id);
  note({ type: 'job-end', id: job.id, state, code: error?.code ?? null });
}

const project = await openProject(startCore(), plan.project);
note({ type: 'opened', interrupted: project.info().interrupted });
process.stdout.write('working\n');
const random = (stream: number): Random => createRandom(plan.seed * 3 + stream);
await Promise.all([person(project, random(0)), bulk(project, random(1)), jobs(project, random(2))]);
