import type { ProjectKind } from '../../domain/project.ts';
import { bestClass, documentsPerStep, truthTable } from '../output/held-out.ts';
import { chooseThresholds } from '../output/thresholds.ts';
import type { HeldOutPredictions } from '../types.ts';
import { inStretches, type Work } from '../work.ts';

/** How well the held-out documents were told. */
export interface Judgement {
  /** Accuracy (single-label) or micro-F1 with thresholds chosen on the same documents (multi-label). */
  readonly score: number;
  /** Mean log-loss per document; multi-label: summed over the classes. */
  readonly logLoss: number;
  /** Per document 1 if it was told wholly right, else 0. */
  readonly right: Uint8Array;
}

/** Nothing is held to be impossible beyond this. */
const leastProbability = 1e-6;

export function judge(kind: ProjectKind, heldOut: HeldOutPredictions): Work<Judgement> {
  return kind === 'single' ? judgeSingle(heldOut) : judgeMulti(heldOut);
}

function* judgeSingle({ truths, probabilities }: HeldOutPredictions): Work<Judgement> {
  const count = truths.length;
  const classCount = probabilities.length / count;
  const right = new Uint8Array(count);
  let loss = 0;
  let score = 0;
  yield* inStretches(count, documentsPerStep(classCount), (from, to) => {
    for (let document = from; document < to; document++) {
      const truth = truths[document]![0]!;
      right[document] = bestClass(probabilities, document * classCount, classCount) === truth ? 1 : 0;
      score += right[document]!;
      loss -= Math.log(Math.max(leastProbability, probabilities[document * classCount + truth]!));
    }
  });
  return { score: score / count, logLoss: loss / count, right };
}

function* judgeMulti({ truths, probabilities }: HeldOutPredictions): Work<Judgement> {
  const documentCount = truths.length;
  const classCount = probabilities.length / documentCount;
  const truth = truthTable({ classCount, documentCount, values: probabilities, truths });
  const documents = { classCount, documentCount, probabilities, truth };
  const { microF1, thresholds } = yield* chooseThresholds(documents);
  const right = new Uint8Array(documentCount).fill(1);
  let loss = 0;
  yield* inStretches(documentCount, documentsPerStep(classCount), (from, to) => {
    for (let cell = from * classCount; cell < to * classCount; cell++) {
      const probability = probabilities[cell]!;
      const isTrue = truth[cell] === 1;
      loss -= Math.log(Math.max(leastProbability, isTrue ? probability : 1 - probability));
      if (probability >= thresholds[cell % classCount]! !== isTrue) right[Math.floor(cell / classCount)] = 0;
    }
  });
  return { score: microF1, logLoss: loss / documentCount, right };
}

/**
 * Is it worth being more complex? Only what is right more often, and then either loses less on average too or is
 * ahead by more than chance: one standard error of the difference, document by document.
 */
export function beats(one: Judgement, simpler: Judgement): boolean {
  const gain = one.score - simpler.score;
  if (gain <= 0) return false;
  return one.logLoss < simpler.logLoss || gain > standardError(one.right, simpler.right);
}

/** Of the mean difference between two measurements of the same documents. */
function standardError(one: Uint8Array, other: Uint8Array): number {
  const count = one.length;
  let sum = 0;
  let squares = 0;
  for (let index = 0; index < count; index++) {
    const difference = one[index]! - other[index]!;
    sum += difference;
    squares += difference * difference;
  }
  return count < 2 ? Infinity : Math.sqrt((squares - (sum * sum) / count) / (count - 1) / count);
}
