import type { ProjectKind } from '../../domain/project.ts';
import type { LabelledRows } from '../features/corpus.ts';
import type { SparseMatrix } from '../features/sparse-rows.ts';
import { sigmoid } from './calibration.ts';
import { decisionValue } from './dual-coordinate-descent.ts';
import { fitClasses, type LabelledMatrix, type Pacer, type WarmStart } from './fitting.ts';
import { planFolds, stratifiedFolds } from './folds.ts';
import { type HeldOut, heldOutAccuracy, truthTable } from './held-out.ts';
import { chooseGlobalThreshold } from './thresholds.ts';

/** The costs that are tried, in this order. */
export const costPath = [0.1, 0.3, 1, 3] as const;
/** What is used where there is nothing to choose by. */
export const usualCost = 1;
/** A cost that scores worse than the best so far by more ends the search. */
const leastFall = 0.005;
/** Dual variables kept for the next fit, at most. */
const mostAlphas = 32_000_000;
/** Fewer documents are not cross-validated. */
export const documentsForTuning = 10;

export const fitLimits = { tolerance: 0.05, maximumEpochs: 200 } as const;

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

export async function tune(
  kind: ProjectKind,
  data: LabelledMatrix,
  validation: LabelledRows | undefined,
  seed: number,
  pacer: Pacer,
  onFraction: (fraction: number) => void,
): Promise<Tuned> {
  const rounds = validation ? [validationRound(data, validation)] : foldRounds(data, seed);
  if (rounds.length === 0) {
    return { cost: usualCost, heldOut: undefined, tunedOn: 'none', scores: new Map(), warm: undefined };
  }
  const truths = rounds.flatMap((round) =>
    Array.from(round.judge, (row) => (validation ?? data).labels[row]!),
  );
  const scores = new Map<number, number>();
  let best: { cost: number; score: number; heldOut: HeldOut; warm: WarmStart | undefined } | undefined;
  for (const [place, cost] of costPath.entries()) {
    const heldOut = emptyHeldOut(data.classCount, truths);
    for (const [index, round] of rounds.entries()) {
      onFraction((place + index / rounds.length) / costPath.length);
      await judgeRound(data, round, cost, seed, pacer, heldOut);
    }
    const score = kind === 'single' ? heldOutAccuracy(heldOut) : bestMicroF1(heldOut);
    scores.set(cost, score);
    if (!best || score > best.score) {
      const warm = rounds[0]!.warm;
      best = { cost, score, heldOut, warm: warm && { alphas: warm.alphas.slice() } };
    } else if (score < best.score - leastFall) {
      break;
    }
  }
  return { ...best!, tunedOn: validation ? 'validation' : 'cross-validation', scores };
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

function foldRounds(data: LabelledMatrix, seed: number): Round[] {
  const { matrix, labels, classCount, learned } = data;
  if (matrix.rowCount < documentsForTuning) return [];
  const plan = planFolds(matrix.rowCount, matrix.indices.length * learned.length);
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
  await fitClasses(data, round.fit, { cost, ...fitLimits }, seed, pacer, round.warm, async (k, weights) => {
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
function bestMicroF1(heldOut: HeldOut): number {
  const probabilities = heldOut.values.map((value) => sigmoid(3 * value));
  return chooseGlobalThreshold({ ...heldOut, probabilities, truth: truthTable(heldOut) }).microF1;
}
