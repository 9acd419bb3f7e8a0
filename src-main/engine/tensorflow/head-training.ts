import type { ProjectKind } from '../../domain/project.ts';
import { createRandom, mix, type Random, shuffle } from '../random.ts';
import type { Work } from '../work.ts';
import type { LoadedTensorFlow } from './backend.ts';
import { type Head, normalisationOf, normalisedInto } from './head.ts';
import { type HeadDocuments, type JudgedRows, judgedLoss } from './head-judging.ts';
import { applyGradients, type Batch, gradientsOf, type OptimiserState } from './network.ts';
import { copiedWeights, initialWeights, type NetworkShape, sizesOf } from './weights.ts';
import {
  addWideOutputs,
  applyWideGradient,
  copiedWidePart,
  createWidePart,
  createWideScratch,
  createWideState,
  type WidePart,
  type WideState,
} from './wide-part.ts';

export interface HeadOptions {
  readonly hiddenUnits: number;
  readonly dropout: number;
  readonly epochs: number;
  readonly classWeights: 'none' | 'balanced';
}

export interface FitRequest {
  readonly kind: ProjectKind;
  readonly classCount: number;
  readonly dimensions: number;
  readonly documents: HeadDocuments;
  /** The documents to learn from. */
  readonly rows: Int32Array;
  readonly options: HeadOptions;
  readonly seed: number;
}

export interface FittedHead {
  readonly head: Head;
  /** Epochs after which the head was best, of those that were run. */
  readonly epochs: number;
}

const smallestBatch = 16;
const leastSteps = 50;
const largestBatch = 64;
const usualRate = 1e-3;
const weightDecay = 0.05;
const wideRate = 0.03;
/** Dropout of the inputs, as a share of that of the hidden units. */
const inputDropoutShare = 0.5;
/** Epochs without a gain before training stops. */
const patience = 6;

/** The numbers that change while a head learns. */
interface Learner {
  readonly request: FitRequest;
  readonly head: Head;
  readonly outputOf: Int32Array;
  readonly state: OptimiserState;
  readonly wideState: WideState | null;
  readonly random: Random;
  readonly documentWeights: Float32Array;
  readonly batchSize: number;
}

/**
 * Learns a head: Adam with decoupled weight decay, dropout of inputs and hidden units, a step size that falls to zero
 * over the epochs. With documents to stop by, training ends when their loss has not fallen for some epochs, and the
 * best epoch's weights are returned; else it runs `stopAfter` epochs of the same course.
 */
export function* fitHead(
  loaded: LoadedTensorFlow,
  request: FitRequest,
  judged: JudgedRows | null,
  stopAfter: number,
  onEpoch: (epoch: number) => void,
): Work<FittedHead> {
  const learner = yield* createLearner(request);
  const { head } = learner;
  let best = { head, epochs: 0, loss: Number.POSITIVE_INFINITY };
  const order = request.rows.slice();
  for (let epoch = 1; epoch <= stopAfter; epoch++) {
    shuffle(order, order.length, learner.random);
    yield* runEpoch(loaded, learner, order, epoch);
    onEpoch(epoch);
    if (!judged) continue;
    const loss = yield* judgedLoss(loaded, head, judged);
    if (loss < best.loss) best = { head: copiedHead(head), epochs: epoch, loss };
    else if (epoch - best.epochs >= patience) break;
  }
  return judged && best.epochs > 0 ? { head: best.head, epochs: best.epochs } : { head, epochs: stopAfter };
}

function copiedHead(head: Head): Head {
  return { ...head, weights: copiedWeights(head.weights), wide: head.wide && copiedWidePart(head.wide) };
}

function* createLearner(request: FitRequest): Work<Learner> {
  const { kind, classCount, dimensions, documents, rows, options, seed } = request;
  const used = new Uint8Array(classCount);
  // Of all documents: a class that a fold lacks is one that the fold's head learns not to give.
  for (const classes of documents.labels) for (const k of classes) used[k] = 1;
  const learned = Int32Array.from(used.keys()).filter((k) => used[k] === 1);
  const outputOf = new Int32Array(classCount).fill(-1);
  learned.forEach((k, place) => {
    outputOf[k] = place;
  });
  const shape: NetworkShape = { inputs: dimensions, hidden: options.hiddenUnits, outputs: learned.length };
  const empty = () => {
    const sizes = sizesOf(shape);
    return {
      first: new Float32Array(sizes.first),
      firstBias: new Float32Array(sizes.firstBias),
      second: new Float32Array(sizes.second),
      secondBias: new Float32Array(sizes.secondBias),
    };
  };
  const features = documents.sparse?.columnCount ?? 0;
  const head: Head = {
    kind,
    shape,
    learned,
    classCount,
    normalisation: yield* normalisationOf(documents.vectors, dimensions, rows),
    weights: initialWeights(shape, mix(seed) ^ 0x51ed),
    wide: documents.sparse ? createWidePart(features, learned.length) : null,
  };
  return {
    request,
    head,
    outputOf,
    state: { first: empty(), second: empty(), steps: 0 },
    wideState: documents.sparse ? createWideState(features) : null,
    random: createRandom(mix(seed) ^ 0x0d0e),
    documentWeights: documentWeightsOf(request),
    // Many steps an epoch, so that small data learns too.
    batchSize: Math.max(smallestBatch, Math.min(largestBatch, Math.floor(rows.length / leastSteps))),
  };
}

/** Balanced: a document counts by the inverse size of its classes (their mean), 1 on average. */
function documentWeightsOf({ documents, rows, classCount, options }: FitRequest): Float32Array {
  const weights = new Float32Array(documents.labels.length).fill(1);
  if (options.classWeights === 'none') return weights;
  const sizes = new Float64Array(classCount);
  for (const row of rows) for (const k of documents.labels[row]!) sizes[k]!++;
  const largest = sizes.reduce((top, size) => Math.max(top, size), 1);
  let total = 0;
  for (const row of rows) {
    const classes = documents.labels[row]!;
    const sum = classes.reduce((all, k) => all + 1 / sizes[k]!, 0);
    weights[row] = classes.length > 0 ? sum / classes.length : 1 / largest;
    total += weights[row]!;
  }
  for (const row of rows) weights[row]! *= rows.length / total;
  return weights;
}

function* runEpoch(loaded: LoadedTensorFlow, learner: Learner, order: Int32Array, epoch: number): Work {
  const { request, head, state, batchSize } = learner;
  const steps = Math.ceil(order.length / batchSize);
  const allSteps = steps * request.options.epochs;
  for (let step = 0; step < steps; step++) {
    const rows = order.subarray(step * batchSize, (step + 1) * batchSize);
    const course = 1 - ((epoch - 1) * steps + step) / allSteps;
    const batch = batchOf(learner, rows);
    const gradients = gradientsOf(loaded.tf, head.kind, head.shape, head.weights, batch);
    applyGradients(head.weights, gradients.weights, state, usualRate * course, weightDecay);
    if (head.wide) learnWide(learner, head.wide, rows, gradients.outputs, wideRate * course);
    yield;
  }
}

function learnWide(
  { request, wideState }: Learner,
  wide: WidePart,
  rows: Int32Array,
  outputs: Float32Array,
  rate: number,
): void {
  const sparse = request.documents.sparse!;
  const scratch = createWideScratch(wide.classCount);
  rows.forEach((row, place) => {
    const start = sparse.offsets[row]!;
    const end = sparse.offsets[row + 1]!;
    applyWideGradient(wide, wideState!, scratch, sparse, start, end, outputs, place * wide.classCount, rate);
  });
}

function batchOf({ request, head, outputOf, random, documentWeights }: Learner, rows: Int32Array): Batch {
  const { documents, options } = request;
  const { inputs: dimensions, hidden, outputs: width } = head.shape;
  const size = rows.length;
  const inputs = new Float32Array(size * dimensions);
  const targets = new Float32Array(size * width);
  const weights = new Float32Array(size);
  const besides = head.wide ? new Float32Array(size * width) : null;
  rows.forEach((row, place) => {
    normalisedInto(head.normalisation, documents.vectors, row * dimensions, inputs, place * dimensions);
    for (const k of documents.labels[row]!) targets[place * width + outputOf[k]!] = 1;
    weights[place] = documentWeights[row]!;
    if (!besides) return;
    const sparse = documents.sparse!;
    const start = sparse.offsets[row]!;
    addWideOutputs(head.wide!, sparse, start, sparse.offsets[row + 1]!, besides, place * width);
  });
  drop(inputs, options.dropout * inputDropoutShare, random);
  const mask = new Float32Array(size * hidden).fill(1);
  drop(mask, options.dropout, random);
  return { size, inputs, mask, targets, weights, besides };
}

/** Sets a share of the numbers to 0 and makes up for them by the others. */
function drop(values: Float32Array, share: number, random: Random): void {
  if (share === 0) return;
  const limit = share * 0x1_0000_0000;
  const factor = 1 / (1 - share);
  for (let at = 0; at < values.length; at++) {
    values[at] = random.next() < limit ? 0 : values[at]! * factor;
  }
}
