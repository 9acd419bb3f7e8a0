import type { ProjectKind } from '../../domain/project.ts';
import type { LabelledRows } from '../features/corpus.ts';
import type { SparseMatrix } from '../features/sparse-rows.ts';
import { sigmoid } from '../output/calibration.ts';
import { type FoldPlan, planFolds, stratifiedFolds } from '../output/folds.ts';
import { type HeldOut, heldOutAccuracy, truthTable } from '../output/held-out.ts';
import { chooseGlobalThreshold } from '../output/thresholds.ts';
import { decisionValue } from './dual-coordinate-descent.ts';
import { fitClasses, type LabelledMatrix, type Pacer, type WarmStart } from './fitting.ts';

/** The costs to choose from, ascending. */
export const costPath = [0.03, 0.1, 0.3, 1, 3] as const;
/** Where the search begins: the place of 0.3. */
const firstPlace = 2;
/** A higher cost takes longer to fit and fits the noise: it must score better by at least this much. */
const leastGainUpwards = 0.002;
/** What is used where there is nothing to choose by. */
export const usualCost = 1;
/** Dual variables kept for the next fit, at most. */
const mostAlphas = 32_000_000;
/** Fewer documents are not cross-validated. */
export const documentsForTuning = 10;

/** LIBLINEAR's own default tolerance; while options are chosen, a rougher fit ranks them the same. */
export const fitLimits = { tolerance: 0.1, maximumEpochs: 200 } as const;
const roughLimits = { tolerance: 0.3, maximumEpochs: 100 } as const;

/** From this much work on (entries of the matrix times classes), a cost is chosen by the largest classes alone. */
const workForFewerClasses = 300_000_000;
const fewerClasses = 24;

/** One fit and the documents it is judged by; these are documents `first` and on of the held-out ones. */
interface Round {
  readonly fit: Int32Array;
  readonly judgeMatrix: SparseMatrix;
  readonly judge: Int32Array;
  readonly first: number;
  readonly warm: WarmStart | undefined;
}

export interface Tuned {
  readonly cost: number;
  /** Decision values with the chosen cost. */
  readonly heldOut: HeldOut | undefined;
  readonly tunedOn: 'validation' | 'cross-validation' | 'none';
  /** Score per cost tried: accuracy, or micro-F1 with the best global threshold. */
  readonly scores: ReadonlyMap<number, number>;
  /** Where the final fit may start. */
  readonly warm: WarmStart | undefined;
}

/** Chooses the cost by the validation documents, or without them by folds of the training documents. */
export async function tune(
  kind: ProjectKind,
  data: LabelledMatrix,
  validation: LabelledRows | undefined,
  seed: number,
  pacer: Pacer,
  onFraction: (fraction: number) => void,
): Promise<Tuned> {
  const plan = planFolds(data.matrix.rowCount, data.matrix.indices.length * data.learned.length);
  const judgedBy = (part: LabelledMatrix, fitParts: number): Judging => {
    const rounds = validation
      ? [validationRound(part, validation)]
      : foldRounds(part, { ...plan, fitParts }, seed);
    const labels = (validation ?? part).labels;
    const truths = rounds.flatMap((round) => Array.from(round.judge, (row) => labels[row]!));
    return { kind, data: part, rounds, truths, seed, pacer };
  };
  if (!validation && data.matrix.rowCount < documentsForTuning) {
    return { cost: usualCost, heldOut: undefined, tunedOn: 'none', scores: new Map(), warm: undefined };
  }
  const tunedOn = validation ? 'validation' : 'cross-validation';
  const fewer = kind === 'multi' ? largestClasses(data) : undefined;
  const { best, scores } = await searchCost(judgedBy(fewer ?? data, plan.fitParts), onFraction);
  // Thresholds depend on how much the model has learned from; the scale of a softmax hardly does.
  const partly = kind === 'multi' && !validation && plan.fitParts < plan.parts - 1;
  if (!fewer && !partly) return { ...best, tunedOn, scores };
  return { ...(await judgeCost(judgedBy(data, plan.parts - 1), best.cost)), tunedOn, scores };
}

/** Everything it takes to judge one cost. */
interface Judging {
  readonly kind: ProjectKind;
  readonly data: LabelledMatrix;
  readonly rounds: readonly Round[];
  readonly truths: readonly (readonly number[])[];
  readonly seed: number;
  readonly pacer: Pacer;
}

interface Judged {
  readonly cost: number;
  readonly score: number;
  readonly heldOut: HeldOut;
  readonly warm: WarmStart | undefined;
}

/** Climbs along the path of costs as long as the score rises. */
async function searchCost(
  judging: Judging,
  onFraction: (fraction: number) => void,
): Promise<{ best: Judged; scores: Map<number, number> }> {
  const scores = new Map<number, number>();
  const judgeAt = async (place: number): Promise<Judged> => {
    onFraction(scores.size / (scores.size + 2));
    const judged = await judgeCost(judging, costPath[place]!);
    scores.set(judged.cost, judged.score);
    return judged;
  };
  let place: number = firstPlace;
  let best = await judgeAt(place);
  const above = await judgeAt(place + 1);
  const direction = above.score >= best.score + leastGainUpwards ? 1 : -1;
  if (direction === 1) {
    best = above;
    place++;
  }
  for (place += direction; place >= 0 && place < costPath.length; place += direction) {
    const next = await judgeAt(place);
    if (direction === 1 ? next.score < best.score + leastGainUpwards : next.score <= best.score) break;
    best = next;
  }
  return { best, scores };
}

async function judgeCost(judging: Judging, cost: number): Promise<Judged> {
  const { kind, data, rounds, truths, seed, pacer } = judging;
  const heldOut = emptyHeldOut(data.classCount, truths);
  for (const round of rounds) await judgeRound(data, round, cost, seed, pacer, heldOut);
  const score = kind === 'single' ? heldOutAccuracy(heldOut) : bestMicroF1(heldOut, data.learned);
  const warm = rounds[0]!.warm;
  // A copy, because the next cost goes on from these dual variables.
  return { cost, score, heldOut, warm: warm && { alphas: warm.alphas.slice() } };
}

function largestClasses(data: LabelledMatrix): LabelledMatrix | undefined {
  const { matrix, learned, labels, classCount } = data;
  if (matrix.indices.length * learned.length < workForFewerClasses) return undefined;
  if (learned.length <= fewerClasses) return undefined;
  const sizes = new Int32Array(classCount);
  for (const classes of labels) for (const k of classes) sizes[k]!++;
  const largest = [...learned].sort((a, b) => sizes[b]! - sizes[a]! || a - b).slice(0, fewerClasses);
  return { ...data, learned: largest.sort((a, b) => a - b) };
}

function validationRound(data: LabelledMatrix, validation: LabelledRows): Round {
  return {
    fit: allRows(data.matrix),
    judgeMatrix: validation.matrix,
    judge: allRows(validation.matrix),
    first: 0,
    warm: createWarmStart(data, 1),
  };
}

function foldRounds(data: LabelledMatrix, plan: FoldPlan, seed: number): Round[] {
  const { matrix, labels, classCount } = data;
  let first = 0;
  return stratifiedFolds(labels, classCount, plan, seed).map((fold) => {
    const round = { ...fold, judgeMatrix: matrix, first, warm: createWarmStart(data, plan.folds) };
    first += fold.judge.length;
    return round;
  });
}

/** Nothing where `copies` of it would take too much memory. */
function createWarmStart(data: LabelledMatrix, copies: number): WarmStart | undefined {
  const size = data.matrix.rowCount * data.learned.length;
  return size * copies <= mostAlphas ? { alphas: new Float32Array(size) } : undefined;
}

export function allRows(matrix: SparseMatrix): Int32Array {
  return Int32Array.from({ length: matrix.rowCount }, (_, row) => row);
}

function emptyHeldOut(classCount: number, truths: readonly (readonly number[])[]): HeldOut {
  const values = new Float32Array(classCount * truths.length).fill(-Infinity);
  return { classCount, documentCount: truths.length, values, truths };
}

async function judgeRound(
  data: LabelledMatrix,
  round: Round,
  cost: number,
  seed: number,
  pacer: Pacer,
  heldOut: HeldOut,
): Promise<void> {
  const { judge, judgeMatrix, first } = round;
  const { classCount, values } = heldOut;
  const rowLength = judgeMatrix.indices.length / Math.max(1, judgeMatrix.rowCount);
  await fitClasses(data, round.fit, { cost, ...roughLimits }, seed, pacer, round.warm, async (k, weights) => {
    for (let place = 0; place < judge.length; place++) {
      const value = decisionValue(judgeMatrix, judge[place]!, weights);
      values[(first + place) * classCount + k] = value;
      if (data.mirrored) values[(first + place) * classCount + data.mirrored.as] = -value;
      if (place % 4096 === 4095) await pacer.work(4096 * rowLength);
    }
    await pacer.work((judge.length % 4096) * rowLength);
  });
}

/** With any increasing map from decision values to probabilities: only their order counts here. */
function bestMicroF1(heldOut: HeldOut, learned: readonly number[]): number {
  const counted = new Set(learned);
  const truths = heldOut.truths.map((classes) => classes.filter((k) => counted.has(k)));
  const probabilities = heldOut.values.map((value) => sigmoid(3 * value));
  return chooseGlobalThreshold({ ...heldOut, probabilities, truth: truthTable({ ...heldOut, truths }) })
    .microF1;
}
