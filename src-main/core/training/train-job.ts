import type { ProjectClass, ProjectCounts } from '../../domain/class.ts';
import { AppError, toErrorData } from '../../domain/errors.ts';
import { familyOf } from '../../domain/families.ts';
import type { ModelReceipt } from '../../domain/model.ts';
import type { ProjectKind } from '../../domain/project.ts';
import { breathe } from '../breathe.ts';
import { evaluateModel } from '../evaluation/evaluate-model.ts';
import type { JobControl } from '../jobs/job-registry.ts';
import { runTask } from '../jobs/run-task.ts';
import type { TrainRequest } from '../learning.ts';
import { modelExists } from '../models/models.ts';
import type { TextVolume } from '../ports/store.ts';
import type { TrainBatch, TrainTaskResult } from '../ports/worker.ts';
import { emptyClassCounts } from '../projects/counts-cache.ts';
import { now, type ProjectContext } from '../projects/project-context.ts';
import { minimalForEvaluation } from './plan.ts';
import { placeForTraining } from './split.ts';
import { showing, summaryLines } from './training-log.ts';

export interface TrainJobResult {
  readonly modelId: number;
  readonly modelName: string;
  readonly seconds: number;
  readonly evaluated: boolean;
}

const changedMeanwhile =
  'Training documents were changed while the model was trained; its fingerprint names them as they were at the start.';

const withoutEncoder =
  'Without a sentence encoder, a model of several languages learns words and parts of words: it handles every language in which you label, and knows nothing of the others except where words or names look alike.';

/** Shares of the job's progress bar. */
const trainingShare = 0.9;

/** Places documents, trains in a worker, publishes the model, evaluates it. */
export async function runTraining(
  context: ProjectContext,
  request: TrainRequest,
  replaces: number | null,
  control: JobControl,
  onGone: (modelId: number) => void,
): Promise<TrainJobResult> {
  control.progress({ phase: 'Preparing', fraction: null });
  // A bulk change that is half done is no state to learn from.
  await context.bulk.idle();
  const startedAt = performance.now();
  const drawn = await placeForTraining(context, request, control);
  if (drawn.train + drawn.validation + drawn.test > 0) {
    control.log(
      `Placed ${drawn.train} documents in training, ${drawn.validation} in validation, ${drawn.test} in test.`,
    );
  }
  const historyPoint = context.store.operations.newestId();
  const { kind } = context;
  const classes = context.store.classes.list();
  const reads = familyOf(request.family)?.readsUnlabelled === true;
  const fingerprint = await context.fingerprint(['train', 'validation'], reads);
  const counts = await context.counts.settled();
  const volume = volumeOf(await context.volume(), reads);
  const parts: Uint8Array[] = [];
  const result = await runTask<TrainTaskResult>(
    context.launcher,
    trainTask(context, request, kind, classes),
    {
      signal: control.signal,
      onProgress: showing(control, 0, trainingShare),
      onLog: control.log,
      onBatch: batchTaker(context, parts),
    },
  );
  control.throwIfCancelled();
  const changed = (await context.fingerprint(['train', 'validation'], reads)) !== fingerprint;
  for (const line of summaryLines(result)) control.log(line);
  const notes = [
    ...result.summary.notes,
    ...languageNotes(context, request),
    ...(changed ? [changedMeanwhile] : []),
  ];
  const seconds = (performance.now() - startedAt) / 1000;
  const modelId = await storeModel(context, parts, replaces, control, {
    name: request.modelName,
    kind,
    family: request.family,
    createdAt: now(context),
    seconds,
    classes: classes.map(({ id, name }) => ({ classId: id, name })),
    receipt: makeReceipt(
      request,
      { ...result, summary: { ...result.summary, notes } },
      { dataFingerprint: fingerprint, volume },
      classes,
      counts,
    ),
    historyPoint,
  });
  if (replaces !== null) {
    onGone(replaces);
  }
  context.changes.emit('models', 'evaluations');
  for (const note of notes) {
    control.log(note);
  }
  const evaluated = await evaluateAfterTraining(context, modelId, counts, control);
  return { modelId, modelName: request.modelName, seconds, evaluated };
}

/** Keeps the parts of the artefact and writes vectors to the project, where they stay even if the training fails. */
function batchTaker(context: ProjectContext, parts: Uint8Array[]): (batch: unknown) => void {
  const { vectors } = context.store;
  let encoder: string | null = null;
  return (received) => {
    const batch = received as TrainBatch;
    if (batch.kind === 'artefact') {
      parts.push(batch.part);
      return;
    }
    if (encoder !== batch.encoder) {
      encoder = batch.encoder;
      vectors.keepEncoder(encoder, now(context));
    }
    vectors.add(encoder, batch.vectors);
  };
}

/** What a project of many languages can expect of a model that knows none but from its labels. */
function languageNotes(context: ProjectContext, request: TrainRequest): readonly string[] {
  return context.store.project.get().multilingual && request.encoder === null ? [withoutEncoder] : [];
}

/** Classes in position order; neither dates, nor names of models, nor test documents reach the trainer. */
function trainTask(
  context: ProjectContext,
  request: TrainRequest,
  projectKind: ProjectKind,
  classes: readonly ProjectClass[],
) {
  return {
    kind: 'train',
    projectPath: context.store.path,
    projectKind,
    language: context.store.project.get().language,
    family: request.family,
    options: request.options,
    encoder: request.encoder,
    seed: request.seed,
    classes: classes.map(({ id, name }) => ({ classId: id, name })),
  } as const;
}

/** Invisible until all parts are there; only then does it take the place of the one before. */
async function storeModel(
  context: ProjectContext,
  parts: readonly Uint8Array[],
  replaces: number | null,
  control: JobControl,
  fields: Parameters<ProjectContext['store']['models']['begin']>[0],
): Promise<number> {
  const { models } = context.store;
  const modelId = models.begin(fields);
  try {
    for (const [index, part] of parts.entries()) {
      control.throwIfCancelled();
      models.addPart(modelId, index, part);
      await breathe();
    }
    control.throwIfCancelled();
    const holder = models.findByName(fields.name)?.id ?? null;
    if (holder !== null && holder !== replaces) {
      throw modelExists(fields.name);
    }
    // The one to be replaced may have been renamed or deleted meanwhile; then there is nothing to replace.
    models.publish(modelId, holder);
    return modelId;
  } catch (error) {
    models.delete(modelId);
    throw error;
  }
}

function volumeOf({ labelled, unlabelled }: TextVolume, readsUnlabelled: boolean) {
  return {
    characters: labelled.characters,
    unlabelledDocuments: readsUnlabelled ? unlabelled.documents : 0,
    unlabelledCharacters: readsUnlabelled ? unlabelled.characters : 0,
  };
}

function makeReceipt(
  request: TrainRequest,
  result: TrainTaskResult,
  data: Pick<ModelReceipt, 'dataFingerprint' | 'volume'>,
  classes: readonly ProjectClass[],
  counts: ProjectCounts,
): ModelReceipt {
  const { train, validation, test } = counts.labelledIn;
  const byId = new Map(counts.classes.map((entry) => [entry.classId, entry]));
  const { summary } = result;
  return {
    seed: request.seed,
    family: request.family,
    backend: summary.backend,
    options: summary.options,
    requested: request.options,
    ...data,
    documents: { train, validation, test },
    classCounts: classes.map(({ id }) => {
      const entry = byId.get(id) ?? emptyClassCounts(id);
      return { train: entry.train, validation: entry.validation, test: entry.test };
    }),
    features: summary.features,
    tunedOn: summary.tunedOn,
    calibrationError: summary.calibrationError,
    ...(summary.candidates === undefined ? {} : { candidates: summary.candidates }),
    ...(summary.because === undefined ? {} : { because: summary.because }),
    notes: summary.notes,
    seconds: summary.seconds,
    peakMemoryBytes: result.peakMemoryBytes,
    versions: result.versions,
  };
}

/** Its failure, or its cancelling, keeps the model and is noted on it. */
async function evaluateAfterTraining(
  context: ProjectContext,
  modelId: number,
  counts: ProjectCounts,
  control: JobControl,
): Promise<boolean> {
  const reason = whyNotEvaluated(counts);
  const note = (state: 'none' | 'failed', message: string) => {
    context.store.models.setEvaluationNote(modelId, { state, message });
    control.log(message);
  };
  try {
    if (reason !== null) {
      note('none', reason);
      return false;
    }
    await evaluateModel(context, modelId, 'test', {
      signal: control.signal,
      onProgress: showing(control, trainingShare, 1),
      onLog: control.log,
    });
    return true;
  } catch (error) {
    const { message } = toErrorData(error);
    const cancelled = error instanceof AppError && error.code === 'cancelled';
    note('failed', cancelled ? 'The evaluation was cancelled.' : `The evaluation failed: ${message}`);
    return false;
  } finally {
    context.changes.emit('models', 'evaluations');
  }
}

function whyNotEvaluated(counts: ProjectCounts): string | null {
  if (counts.labelled < minimalForEvaluation) {
    return `Not evaluated: that needs ${minimalForEvaluation} labelled documents; there are ${counts.labelled}.`;
  }
  return counts.labelledIn.test === 0 ? 'Not evaluated: no labelled document is in the test set.' : null;
}
