import type { BatchWork, ProjectSource } from '../../../core/ports/batch-task.ts';
import { decide } from '../../../domain/decision.ts';
import { minimalDriftDocuments } from '../../../domain/drift/thresholds.ts';
import type { Vocabulary } from '../../../domain/drift/vocabulary.ts';
import { AppError } from '../../../domain/errors.ts';
import type { BatchClassification } from '../../../domain/model.ts';
import { withoutLabels } from '../../../domain/source.ts';
import type { BatchClassifier } from '../../../engine/batch-classifier.ts';
import type { ClassifierPrediction } from '../../../engine/types.ts';
import { maximalSheetColumns } from '../../../formats/xlsx/workbook.ts';
import { type Asked, askAhead } from '../ask-ahead.ts';
import { resultFileError } from '../result-file.ts';
import type { TaskContext } from '../task-context.ts';
import { beginning, type Checkpoint } from './checkpoint.ts';
import { driftReport, trainingVocabulary } from './drift-report.ts';
import { createDriftWatch, type DriftWatch } from './drift-watch.ts';
import { Keeper } from './keeper.ts';
import {
  type Answer,
  assertFreshFolder,
  openOutputs,
  routeNames,
  routePaths,
  rowsOf,
  type Targets,
  targetsOf,
} from './outputs.ts';
import { createPace } from './pace.ts';
import { publish } from './publish.ts';
import { type ReadItem, readFrom } from './read-from.ts';
import { createTally } from './tally.ts';
import { findStart, type Start } from './unfinished.ts';

const documentsBetweenBreaths = 100;

export interface BatchRun {
  readonly work: BatchWork;
  readonly model: BatchClassifier;
  /** See `requestFingerprint`. */
  readonly request: string;
  readonly resume: boolean;
}

/** Every document gets a row, blank ones included; rows that could not be read are reported. */
export async function runBatch(run: BatchRun, context: TaskContext): Promise<BatchClassification> {
  const startedAt = performance.now();
  const { work, request, resume } = run;
  const targets = await targetsOf(work).catch((error: unknown) => {
    throw resultFileError(error, work.outputPath);
  });
  assertFits(run, targets);
  const start = await findStart(work, targets, request, resume);
  if (start.before === null) await assertTargetsFree(start, targets);
  else context.log(`Going on after ${start.before.tally.documents.toLocaleString('en')} documents.`);
  const { source } = work;
  // A model file says nothing of the documents that it learned from.
  const drift =
    source.kind === 'file' ? noDrift : createDriftKeeper({ ...run, source }, start.before, context);
  const checkpoint =
    start.before?.complete === true ? start.before : await classifyAll(run, targets, start, drift, context);
  const report = await drift.report(checkpoint);
  const keepErrors =
    targets.errors !== null &&
    (work.errorsPath !== null || checkpoint.tally.rejected > checkpoint.rejected.length);
  const worksheetHeader = work.outputFormat === 'xlsx' ? rowsOf(work, run.model.classifier).header : null;
  await publish({ checkpoint, keepErrors, worksheetHeader }, context);
  return {
    ...summaryOf(run, checkpoint),
    errorsPath: keepErrors ? targets.errors : null,
    resumed: start.before?.tally.documents ?? null,
    seconds: (performance.now() - startedAt) / 1000,
    drift: report,
  };
}

type DriftKeeper = ReturnType<typeof createDriftKeeper>;

const noDrift: DriftKeeper = {
  state: () => null,
  watchFor: async () => null,
  report: async () => null,
};

async function classifyAll(
  run: BatchRun,
  targets: Targets,
  { inputs, before }: Start,
  drift: DriftKeeper,
  context: TaskContext,
): Promise<Checkpoint> {
  const { work, model, request } = run;
  const outputs = await openOutputs(work, targets, model.classifier, inputs.sources, before);
  const tally = createTally(model.classifier.classes.length, before?.tally ?? null);
  const outputPath = targets.results.plain ? targets.results.path : null;
  const from = before?.position ?? beginning;
  const kept = { outputPath, request, inputs, outputs, tally, drift: drift.state };
  const keeper = new Keeper(kept, from, before !== null);
  const pace = createPace(inputs, tally.documents, context);
  const write = async ({ item, answers }: Asked<ReadItem>): Promise<void> => {
    const predictions = await answers;
    const watch = await drift.watchFor(item, tally.documents);
    keeper.begin();
    for (const row of item.rejected) {
      outputs.reject(row);
      tally.reject();
    }
    for (const [index, record] of item.records.entries()) {
      const answer = decided(run, predictions[index]!);
      await outputs.add(record, answer);
      tally.add(record.text, answer);
      watch?.add(record, answer.scores);
      if (index % documentsBetweenBreaths !== 0) continue;
      // Rows of a thousand classes are long; and threads wait for their next texts meanwhile.
      await outputs.files.settle();
      await context.breathe();
    }
    await keeper.advance(item.after);
    pace(item.bytes, tally.documents);
    await context.pause();
  };
  try {
    const reading = readFrom({
      inputs,
      options: withoutLabels(work.options),
      from,
      signal: context.signal,
      onWarning: context.log,
    });
    await askAhead(reading, ({ records }) => records.map(({ text }) => text), model, write);
    return await keeper.write(true);
  } catch (error) {
    await keeper.giveUp();
    throw error;
  } finally {
    await outputs.files.close();
  }
}

/** What the model says, or what the rule makes of its scores. */
function decided({ work, model }: BatchRun, prediction: ClassifierPrediction): Answer {
  if (work.rule === null) return prediction;
  const { kind, thresholds } = model.classifier;
  return { ...prediction, ...decide(prediction.scores, kind, thresholds ?? [], work.rule) };
}

/** The words of the training documents are read only when there is enough to compare with them. */
function createDriftKeeper(
  run: BatchRun & { readonly source: ProjectSource },
  before: Checkpoint | null,
  context: TaskContext,
) {
  let vocabulary: Vocabulary | undefined;
  let watch: DriftWatch | null = null;
  const known = async (): Promise<Vocabulary> => {
    vocabulary ??= await trainingVocabulary(run.source, context);
    return vocabulary;
  };
  return {
    /** Until the first documents of this run have been looked at, that of the run before. */
    state: () => watch?.state() ?? before?.drift ?? null,
    async watchFor({ records, last }: ReadItem, documents: number): Promise<DriftWatch | null> {
      const few = last && documents + records.length < minimalDriftDocuments;
      if (watch === null && !few) watch = createDriftWatch(await known(), before?.drift ?? null);
      return watch;
    },
    async report({ drift, tally }: Checkpoint) {
      if (drift === null || tally.documents < minimalDriftDocuments) return null;
      const question = {
        ...{ source: run.source, classes: run.model.classifier.classes, tally, state: drift },
        predict: run.model.predict,
        decide: (prediction: ClassifierPrediction) => decided(run, prediction),
        vocabulary: await known(),
      };
      return driftReport(question, context);
    },
  };
}

/** @throws AppError `bad_request` where the format cannot hold the results. */
function assertFits({ work, model }: BatchRun, { results }: Targets): void {
  if (work.outputFormat !== 'xlsx') return;
  if (model.classifier.classes.length + 3 > maximalSheetColumns) {
    throw new AppError(
      'bad_request',
      'A worksheet has too few columns for these classes. Write CSV instead.',
    );
  }
  if (!results.plain)
    throw new AppError('bad_request', 'A workbook cannot be written into a pipe. Name a file.');
}

/** @throws AppError `bad_request` for results that would replace a file to classify, `already_exists`. */
async function assertTargetsFree({ inputs }: Start, targets: Targets): Promise<void> {
  const taken = inputs.sources.find(({ path }) => path === targets.results.path || path === targets.errors);
  if (taken !== undefined || targets.results.path === targets.errors) {
    const path = taken?.path ?? targets.results.path;
    throw new AppError(
      'bad_request',
      `"${path}" is also ${taken === undefined ? 'the file for errors' : 'a file to classify'}. Name another file.`,
    );
  }
  if (targets.routeFolder !== null) await assertFreshFolder(targets.routeFolder);
}

function summaryOf(
  { work, model }: BatchRun,
  { tally, rejected, routes }: Checkpoint,
): Omit<BatchClassification, 'errorsPath' | 'resumed' | 'seconds' | 'drift'> {
  const { classes } = model.classifier;
  const { documents, characters, empty, none, unsure } = tally;
  return {
    documents,
    characters,
    empty,
    none,
    rejectedCount: tally.rejected,
    rejected,
    classCounts: classes.map((name, index) => ({ name, documents: tally.classes[index]! })),
    unsure: work.rule === null ? null : unsure,
    outputPath: work.outputPath,
    routes: work.routeFolder === null ? null : routesOf(work, work.routeFolder, classes, routes),
  };
}

function routesOf(
  work: BatchWork,
  folder: string,
  classes: readonly string[],
  states: Checkpoint['routes'],
): BatchClassification['routes'] {
  const rows = new Map(states.map((state) => [state.path, state.rows]));
  const names = routeNames(classes);
  return routePaths(work, folder, classes).flatMap((path, index) =>
    rows.has(path) ? [{ name: names[index]!, path, documents: rows.get(path)! }] : [],
  );
}
