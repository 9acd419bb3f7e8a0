import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Core, Project } from '../../src-main/core/core.ts';
import type { DocumentRow } from '../../src-main/domain/document.ts';
import { loadClassifier } from '../../src-main/engine/index.ts';
import { openReadOnly } from '../../src-main/store/read-only.ts';
import { labelsText, openProject, stateOf } from './core.ts';
import type { Expectation } from './expectation.ts';
import type { Plan } from './journal.ts';
import { checkFile } from './raw-file.ts';

const rowsOfPage = 500;

/**
 * Opens the project as its next user would, compares it with what was acknowledged, closes it and looks into the
 * file. Problems are added to the expectation, which afterwards agrees with the file.
 */
export async function inspect(core: Core, plan: Plan, expected: Expectation): Promise<void> {
  const project = await openProject(core, plan.project);
  try {
    // At once: what was cut in half must not be seen even while it is being removed.
    checkImports(await allRows(project), expected);
    // A bulk action over nothing waits its turn behind the cleaning up.
    await project.documents.bulkDataset({ ids: [] }, null);
    const rows = await allRows(project);
    checkImports(rows, expected);
    checkClasses(project, expected);
    checkLabels(rows, expected);
    checkBulk(rows, plan, expected);
    checkJobs(project, expected);
    await checkModels(project, plan, expected);
    const counts = await project.counts();
    if (counts.documents !== rows.length) {
      expected.problems.push(`${counts.documents} documents are counted, ${rows.length} are listed.`);
    }
  } finally {
    await project.close();
  }
  const folder = path.dirname(plan.project);
  const name = path.basename(plan.project);
  const beside = readdirSync(folder).filter((file) => file.startsWith(name) && file !== name);
  if (beside.length > 0) expected.problems.push(`The closed project left ${beside.join(', ')} beside it.`);
  expected.problems.push(...checkFile(plan.project));
}

async function allRows(project: Project): Promise<readonly DocumentRow[]> {
  const { queryId, total } = await project.documents.query({}, { by: 'id', descending: false });
  const rows: DocumentRow[] = [];
  for (let from = 0; from < total; from += rowsOfPage) {
    rows.push(...project.documents.page(queryId, from, rowsOfPage).rows);
  }
  if (rows.length !== total) throw new Error(`The list has ${total} documents, its pages ${rows.length}.`);
  return rows;
}

/** External ids are `file name:number`: every file is there as a whole, or not at all. */
function checkImports(rows: readonly DocumentRow[], expected: Expectation): void {
  const counts = Map.groupBy(rows, (row) => row.externalId.slice(0, row.externalId.lastIndexOf(':')));
  for (const [name, file] of expected.imports) {
    const count = counts.get(name)?.length ?? 0;
    counts.delete(name);
    const state = count === file.rows ? 'present' : count === 0 ? 'absent' : 'half there';
    if (state === 'half there') {
      expected.problems.push(`Of the import ${name}, ${count} of ${file.rows} documents are there.`);
    } else {
      if (file.state !== 'either' && file.state !== state) {
        expected.problems.push(`The import ${name} should be ${file.state} and is ${state}.`);
      }
      file.state = state;
    }
  }
  for (const name of counts.keys())
    expected.problems.push(`Documents of "${name}" are there, whatever that is.`);
}

/** Every file brings one class of its own, named like the file. */
function checkClasses(project: Project, expected: Expectation): void {
  const names = new Set(project.classes.list().map((one) => one.name));
  for (const [name, { state }] of expected.imports) {
    if (names.has(name) !== (state === 'present')) {
      expected.problems.push(
        `The import ${name} is ${state}, its class is ${names.has(name) ? '' : 'not '}there.`,
      );
    }
  }
}

function checkLabels(rows: readonly DocumentRow[], expected: Expectation): void {
  let deviating = 0;
  const byId = new Map(rows.map((row) => [row.id, labelsText(row.labels)]));
  for (const [id, known] of expected.labels) {
    const found = byId.get(id);
    if (found === known.current) continue;
    if (found === undefined || !known.seen.has(found)) {
      expected.problems.push(
        `The document ${id} has the labels ${found}, acknowledged were ${known.current}.`,
      );
    } else if (!expected.uncertain.has(id)) {
      deviating += 1;
      if (deviating > expected.openSteps) {
        expected.problems.push(
          `The document ${id} has its earlier labels ${found}, acknowledged were ${known.current}.`,
        );
      }
    }
    known.current = found ?? known.current;
  }
  expected.uncertain.clear();
  expected.openSteps = 0;
}

function checkBulk(rows: readonly DocumentRow[], plan: Plan, expected: Expectation): void {
  const byId = new Map(rows.map((row) => [row.id, row.labels]));
  const state = stateOf(plan.bulkIds.map((id) => byId.get(id) ?? null));
  const { bulk } = expected;
  if (state !== bulk.current && !(expected.bulkUncertain && bulk.seen.has(state))) {
    expected.problems.push(
      bulk.seen.has(state)
        ? 'An acknowledged bulk change is gone.'
        : 'A bulk change that was cut off was not taken back as a whole.',
    );
  }
  bulk.current = state;
  bulk.seen.add(state);
  expected.bulkUncertain = false;
}

function checkJobs(project: Project, expected: Expectation): void {
  const listed = new Map(project.jobs.list().map((job) => [job.id, job]));
  const told = [...expected.told, ...project.info().interrupted];
  for (const job of expected.jobs) {
    const state = listed.get(job.id)?.state;
    if (state === undefined) {
      // Only the newest are listed.
      if (job.state === null) expected.problems.push(`The job "${job.title}" is not listed.`);
    } else if (state === 'running' || state === 'cancelling') {
      expected.problems.push(`The job "${job.title}" is still called ${state}.`);
    } else if (job.state !== null && job.state !== state) {
      expected.problems.push(`The job "${job.title}" ended as ${job.state} and is now called ${state}.`);
    } else if (job.state === null && state === 'interrupted' && !told.includes(job.title)) {
      expected.problems.push(`Nobody was told that "${job.title}" was interrupted.`);
    }
    if (job.kind === 'train' && state === 'done') expected.models.add(job.what);
  }
  expected.interrupted += project.info().interrupted.length + expected.told.length;
  expected.jobs = [];
  expected.told = [];
}

/** Every model in the list is whole: it loads and classifies. */
async function checkModels(project: Project, plan: Plan, expected: Expectation): Promise<void> {
  const models = project.models.list();
  const file = openReadOnly(plan.project);
  try {
    for (const model of models) {
      try {
        const classifier = await loadClassifier(file.modelArtefact(model.id));
        const [prediction] = await classifier.predict(['The parcel is late and the invoice is wrong']);
        if (
          prediction?.scores.length !== model.classes.length ||
          prediction.predicted.length !== 1 ||
          !prediction.scores.every(Number.isFinite)
        ) {
          expected.problems.push(`The model "${model.name}" does not classify.`);
        }
      } catch (error) {
        expected.problems.push(`The model "${model.name}" is not whole: ${String(error)}`);
      }
    }
  } finally {
    file.close();
  }
  const names = new Set(models.map((model) => model.name));
  for (const name of expected.models) {
    if (!names.has(name)) expected.problems.push(`The trained model "${name}" is gone.`);
  }
  expected.modelsLoaded += models.length;
}
