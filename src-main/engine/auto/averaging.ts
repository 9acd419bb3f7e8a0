import type { ProjectKind } from '../../domain/project.ts';
import { fitOutput } from '../output/output.ts';
import type { Output } from '../output/output-types.ts';
import { predictionFrom } from '../output/prediction.ts';
import type { HeldOutPredictions } from '../types.ts';
import { evidence, type Pool, poolingWeights } from './pooling.ts';

/** A weighted average of candidates: `places` among them, with the weight of each one's evidence. */
export interface Average {
  readonly places: readonly number[];
  readonly weights: Float64Array;
  /** From the weighted sum of evidence to probabilities and classes. */
  readonly output: Output;
  /** What it says of the held-out documents, each with weights found on other documents. */
  readonly heldOut: HeldOutPredictions;
}

/** Members below this share of all weights are left out: they cost time and change nothing. */
const leastShare = 0.06;

/** The best average of all candidates, or nothing where one of them is worth more than any average. */
export async function averageOf(
  kind: ProjectKind,
  candidates: readonly HeldOutPredictions[],
  pause: () => Promise<void>,
): Promise<Average | undefined> {
  let places = candidates.map((_, place) => place);
  let pool = poolOf(kind, candidates);
  const documents = usableDocuments(pool);
  for (;;) {
    if (places.length < 2 || documents.length < 2) return undefined;
    const weights = await poolingWeights(pool, documents, pause);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const kept = places.filter((_, m) => weights[m]! >= leastShare * total);
    if (kept.length === places.length) {
      const output = outputFor(
        pool,
        documents,
        pooledValues(pool, () => weights),
      );
      const heldOut = await crossJudged(pool, documents, candidates[0]!, pause);
      return { places, weights, output, heldOut };
    }
    places = kept;
    pool = { ...pool, members: kept.map((place) => evidenceOf(kind, candidates[place]!)) };
  }
}

function evidenceOf(kind: ProjectKind, { truths, probabilities }: HeldOutPredictions): Float32Array {
  const classCount = probabilities.length / truths.length;
  const learned = new Uint8Array(classCount);
  probabilities.forEach((probability, cell) => {
    if (probability > 0) learned[cell % classCount] = 1;
  });
  return probabilities.map((probability, cell) =>
    learned[cell % classCount] === 1 ? evidence(kind, probability) : -Infinity,
  );
}

function poolOf(kind: ProjectKind, candidates: readonly HeldOutPredictions[]): Pool {
  const { truths, probabilities } = candidates[0]!;
  const classCount = probabilities.length / truths.length;
  return { kind, classCount, truths, members: candidates.map((each) => evidenceOf(kind, each)) };
}

/** All but those whose class no candidate could learn: they would weigh without end. */
function usableDocuments({ kind, classCount, truths, members }: Pool): Int32Array {
  const all = Int32Array.from(truths, (_, document) => document);
  if (kind === 'multi') return all;
  return all.filter((document) =>
    members.every((values) => values[document * classCount + truths[document]![0]!] !== -Infinity),
  );
}

/** The weighted sums of evidence, laid out like the members. */
function pooledValues(pool: Pool, weightsOf: (document: number) => Float64Array): Float32Array {
  const { classCount, members } = pool;
  return members[0]!.map((_, cell) => {
    const weights = weightsOf(Math.floor(cell / classCount));
    let sum = 0;
    for (let m = 0; m < members.length; m++) {
      const said = members[m]![cell]!;
      sum = said === -Infinity ? -Infinity : sum + weights[m]! * said;
    }
    return sum;
  });
}

function outputFor(pool: Pool, documents: Int32Array, values: Float32Array): Output {
  const { kind, classCount, truths } = pool;
  const chosen = new Float32Array(documents.length * classCount);
  documents.forEach((document, place) => {
    chosen.set(values.subarray(document * classCount, (document + 1) * classCount), place * classCount);
  });
  return fitOutput(kind, classCount, {
    classCount,
    documentCount: documents.length,
    values: chosen,
    truths: Array.from(documents, (document) => truths[document]!),
  }).output;
}

/** Every other document's weights come from the rest, so that the average's score is as honest as a candidate's. */
async function crossJudged(
  pool: Pool,
  documents: Int32Array,
  { ids, truths }: HeldOutPredictions,
  pause: () => Promise<void>,
): Promise<HeldOutPredictions> {
  const even = await poolingWeights(
    pool,
    documents.filter((_, place) => place % 2 === 0),
    pause,
  );
  const odd = await poolingWeights(
    pool,
    documents.filter((_, place) => place % 2 === 1),
    pause,
  );
  const isEven = new Uint8Array(truths.length);
  documents.forEach((document, place) => {
    isEven[document] = place % 2 === 0 ? 1 : 0;
  });
  const values = pooledValues(pool, (document) => (isEven[document] === 1 ? odd : even));
  const output = outputFor(pool, documents, values);
  const probabilities = new Float32Array(values.length);
  for (let start = 0; start < values.length; start += pool.classCount) {
    const row = Float64Array.from(values.subarray(start, start + pool.classCount));
    probabilities.set(predictionFrom(row, output).scores, start);
  }
  return { ids, truths, probabilities };
}
