import type { ProjectKind } from '../../domain/project.ts';
import { heldOutPredictions } from '../output/held-out-predictions.ts';
import { fitOutput } from '../output/output.ts';
import type { Output } from '../output/output-types.ts';
import type { HeldOutPredictions } from '../types.ts';
import { inStretches, type Pause, runPaced, type Work } from '../work.ts';
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
/** Probabilities that weights are found on, at most: a handful of weights needs no more. */
const mostCells = 2_000_000;
/** Probabilities between two pauses: some milliseconds. */
const cellsPerPause = 200_000;

/** The best average of all candidates, or nothing where one of them is worth more than any average. */
export async function averageOf(
  kind: ProjectKind,
  candidates: readonly HeldOutPredictions[],
  pause: Pause,
): Promise<Average | undefined> {
  let places = candidates.map((_, place) => place);
  let pool = await poolOf(kind, candidates, pause);
  const documents = usableDocuments(pool);
  for (;;) {
    if (places.length < 2 || documents.length < 2) return undefined;
    const weights = await poolingWeights(pool, spread(documents, pool.classCount), pause);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const kept = places.filter((_, m) => weights[m]! >= leastShare * total);
    if (kept.length === places.length) {
      const values = await pooledValues(pool, () => weights, pause);
      const output = await runPaced(outputFor(pool, documents, values), pause);
      const heldOut = await crossJudged(pool, documents, candidates[0]!, pause);
      return { places, weights, output, heldOut };
    }
    places = kept;
    pool = { ...pool, members: pool.members.filter((_, m) => weights[m]! >= leastShare * total) };
  }
}

async function evidenceOf(
  kind: ProjectKind,
  { truths, probabilities }: HeldOutPredictions,
  pause: Pause,
): Promise<Float32Array> {
  const classCount = probabilities.length / truths.length;
  const learned = new Uint8Array(classCount);
  const looking = inStretches(probabilities.length, cellsPerPause, (from, to) => {
    for (let cell = from; cell < to; cell++) if (probabilities[cell]! > 0) learned[cell % classCount] = 1;
  });
  await runPaced(looking, pause);
  const values = new Float32Array(probabilities.length).fill(-Infinity);
  for (let cell = 0; cell < values.length; cell++) {
    if (learned[cell % classCount] === 1) values[cell] = evidence(kind, probabilities[cell]!);
    if (cell % cellsPerPause === cellsPerPause - 1) await pause();
  }
  return values;
}

async function poolOf(
  kind: ProjectKind,
  candidates: readonly HeldOutPredictions[],
  pause: Pause,
): Promise<Pool> {
  const { truths, probabilities } = candidates[0]!;
  const members: Float32Array[] = [];
  for (const each of candidates) members.push(await evidenceOf(kind, each, pause));
  return { kind, classCount: probabilities.length / truths.length, truths, members };
}

/** So many of the documents, evenly spread, that they have at most {@link mostCells} probabilities. */
function spread(documents: Int32Array, classCount: number): Int32Array {
  const every = Math.ceil((documents.length * classCount) / mostCells);
  return every <= 1 ? documents : documents.filter((_, place) => place % every === 0);
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
async function pooledValues(
  { classCount, members }: Pool,
  weightsOf: (document: number) => Float64Array,
  pause: Pause,
): Promise<Float32Array> {
  const values = new Float32Array(members[0]!.length);
  for (let start = 0; start < values.length; start += classCount) {
    const weights = weightsOf(start / classCount);
    for (let cell = start; cell < start + classCount; cell++) {
      let sum = 0;
      for (let m = 0; m < members.length; m++) {
        const said = members[m]![cell]!;
        sum = said === -Infinity ? -Infinity : sum + weights[m]! * said;
      }
      values[cell] = sum;
    }
    if (start % cellsPerPause < classCount) await pause();
  }
  return values;
}

function* outputFor(pool: Pool, documents: Int32Array, values: Float32Array): Work<Output> {
  const { kind, classCount, truths } = pool;
  const chosen = new Float32Array(documents.length * classCount);
  documents.forEach((document, place) => {
    chosen.set(values.subarray(document * classCount, (document + 1) * classCount), place * classCount);
  });
  yield;
  const fitted = yield* fitOutput(kind, classCount, {
    classCount,
    documentCount: documents.length,
    values: chosen,
    truths: Array.from(documents, (document) => truths[document]!),
  });
  return fitted.output;
}

/** Every other document's weights come from the rest, so that the average's score is as honest as a candidate's. */
async function crossJudged(
  pool: Pool,
  documents: Int32Array,
  { ids, truths }: HeldOutPredictions,
  pause: Pause,
): Promise<HeldOutPredictions> {
  const half = (rest: number): Int32Array =>
    spread(
      documents.filter((_, place) => place % 2 === rest),
      pool.classCount,
    );
  const even = await poolingWeights(pool, half(0), pause);
  const odd = await poolingWeights(pool, half(1), pause);
  const isEven = new Uint8Array(truths.length);
  documents.forEach((document, place) => {
    isEven[document] = place % 2 === 0 ? 1 : 0;
  });
  const values = await pooledValues(pool, (document) => (isEven[document] === 1 ? odd : even), pause);
  const output = await runPaced(outputFor(pool, documents, values), pause);
  const pooled = { classCount: pool.classCount, documentCount: truths.length, values, truths };
  return runPaced(heldOutPredictions({ ids, values: pooled }, output), pause);
}
