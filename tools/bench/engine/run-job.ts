/** Started in a process of its own with one job as JSON; writes its outcome as the only line of standard output. */
import { createHash } from 'node:crypto';
import { createBatchClassifier } from '../../../src-main/engine/batch-classifier.ts';
import { loadClassifier, trainers } from '../../../src-main/engine/index.ts';
import type {
  Classifier,
  ClassifierPrediction,
  ThreadSettings,
  TrainingData,
} from '../../../src-main/engine/types.ts';
import { keepYoungGenerationSmall } from '../../../src-main/jobs/worker/young-generation.ts';
import type { Job, RetrainOutcome, SetOutcome, Timed, TrainingOutcome, VolumeOutcome } from './job.ts';
import { calibrationError, scoresOf } from './scores.ts';
import { kindOf, readSet } from './sets.ts';
import { fewDocuments, prepare, volumeData } from './training-data.ts';
import { watchedContext } from './watched-context.ts';

const batchSize = 500;
const retrainDocuments = 500;
/** Texts classified before the clock starts: what is compiled and started once is no part of a speed. */
const warmingTexts = 2000;

type Of<Kind extends Job['kind']> = Extract<Job, { readonly kind: Kind }>;

async function timed<T>(work: () => Promise<T>): Promise<Timed & { readonly result: T }> {
  const [wall, cpu] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const { user, system } = process.cpuUsage(cpu);
  return { result, wallSeconds: (performance.now() - wall) / 1000, cpuSeconds: (user + system) / 1e6 };
}

const peakMemory = (): number => process.resourceUsage().maxRSS * 1024;

async function train(family: string, data: TrainingData, threads: ThreadSettings) {
  const { context, longestStretch } = watchedContext(threads);
  const trainer = trainers[family];
  if (trainer === undefined) throw new Error(`There is no family "${family}".`);
  const { result, ...training } = await timed(() => trainer.train(data, context));
  const { artefact, summary } = result;
  const fingerprint = createHash('sha256').update(artefact).digest('hex');
  const outcome: TrainingOutcome = {
    training,
    longestStretch: longestStretch(),
    peakMemory: peakMemory(),
    modelBytes: artefact.length,
    fingerprint,
    summary,
  };
  return { artefact, outcome };
}

async function runSet({ dataFolder, set, family, threads, draw }: Of<'set'>): Promise<SetOutcome> {
  const kind = kindOf(dataFolder, set);
  const { data, indexOf } = prepare(kind, await readSet(dataFolder, set, 'train'), draw?.labelled);
  const published = await readSet(dataFolder, set, 'test');
  const test = draw?.test ? draw.test.map((place) => published[place]!) : published;
  const { artefact, outcome } = await train(family, data, threads);
  const classifier = await loadClassifier(artefact);
  const texts = test.map(({ text }) => text);
  const warming = Array.from(data.training(), ({ text }) => text).slice(0, warmingTexts);
  await predictAll(classifier, warming);
  const { result: predictions, ...oneThread } = await timed(() => predictAll(classifier, texts));
  const peak = peakMemory();
  const truths = test.map(({ labels }) => labels.map(indexOf));
  const predicted = predictions.map((prediction) => prediction.predicted);
  const probabilities = predictions.map(({ scores }) => scores);
  return {
    ...outcome,
    peakMemory: peak,
    set,
    family,
    kind,
    testDocuments: test.length,
    scores: scoresOf(kind, { classCount: data.classes.length, truths, predicted }),
    calibrationError: calibrationError(kind, probabilities, truths),
    oneThread,
    allThreads: await onAllThreads(artefact, threads, warming, texts),
  };
}

async function predictAll(
  classifier: Pick<Classifier, 'predict'>,
  texts: readonly string[],
): Promise<readonly ClassifierPrediction[]> {
  const predictions: ClassifierPrediction[] = [];
  for (let start = 0; start < texts.length; start += batchSize) {
    predictions.push(...(await classifier.predict(texts.slice(start, start + batchSize))));
  }
  return predictions;
}

/** As the product classifies files: in batches, shared out over the threads. */
async function onAllThreads(
  artefact: Uint8Array,
  threads: ThreadSettings,
  warming: readonly string[],
  texts: readonly string[],
): Promise<SetOutcome['allThreads']> {
  const { context } = watchedContext(threads);
  const batches = await createBatchClassifier(artefact, threads, context);
  try {
    await predictAll(batches, warming);
    const { wallSeconds } = await timed(() => predictAll(batches, texts));
    return { threads: threads.count, wallSeconds };
  } finally {
    await batches.close();
  }
}

async function runVolume({ family, threads }: Of<'volume'>): Promise<VolumeOutcome> {
  const data = volumeData();
  let characters = 0;
  for (const { text } of data.training()) characters += text.length;
  return { ...(await train(family, data, threads)).outcome, documents: data.trainingSize, characters };
}

async function runRetrain({ dataFolder, set, threads, times }: Of<'retrain'>): Promise<RetrainOutcome> {
  const documents = await readSet(dataFolder, set, 'train');
  const trainings: number[] = [];
  let classes = 0;
  for (let time = 0; time < times; time++) {
    const data = fewDocuments(kindOf(dataFolder, set), documents, retrainDocuments + time);
    classes = data.classes.length;
    trainings.push((await train('linear', data, threads)).outcome.training.wallSeconds * 1000);
  }
  return { documents: retrainDocuments, classes, trainings };
}

function runJob(job: Job): Promise<unknown> {
  switch (job.kind) {
    case 'set':
      return runSet(job);
    case 'volume':
      return runVolume(job);
    default:
      return runRetrain(job);
  }
}

// As the product's worker does.
keepYoungGenerationSmall();
runJob(JSON.parse(process.argv[2]!) as Job).then(
  (outcome) => process.stdout.write(`${JSON.stringify(outcome)}\n`, () => process.exit(0)),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
