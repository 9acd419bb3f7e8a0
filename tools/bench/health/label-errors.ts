import { createRandom, shuffle } from '../../../src-main/domain/random.ts';
import { usualLimits } from '../../../src-main/engine/features/corpus.ts';
import { findLabelErrors } from '../../../src-main/engine/label-errors/in-parts.ts';
import { linearMember } from '../../../src-main/engine/label-errors/linear-member.ts';
import { createThreadPool } from '../../../src-main/engine/threads/pool.ts';
import type { HeldOutPredictions, TrainingData } from '../../../src-main/engine/types.ts';
import { dataFolder } from '../engine/places.ts';
import { hasSet, readSet } from '../engine/sets.ts';
import { prepare } from '../engine/training-data.ts';
import { type Figure, percent, type Section, seconds } from '../report.ts';
import { engineContext, stretchFigure } from './engine-context.ts';
import type { HealthOptions } from './health.ts';

const sets = ['trec6', 'banking77'] as const;
const flips = ['random', 'most confused'] as const;
type Flip = (typeof flips)[number];

const plantedShare = 0.1;
const wantedShare = 0.6;
const draws = [1, 2, 3] as const;

interface Measured {
  readonly figure: Figure;
  /** Processor milliseconds. */
  readonly stretch: number;
}

/** How many of the labels that were changed on purpose are at the top of the list. */
export async function benchLabelErrors({ log }: HealthOptions): Promise<Section> {
  const figures: Figure[] = [];
  const stretches: number[] = [];
  for (const set of sets) {
    if (!hasSet(dataFolder, set)) continue;
    const { data } = prepare('single', await readSet(dataFolder, set, 'train'));
    log(`Looking for label errors in ${set} as it is ...`);
    const { figure, stretch } = await asItIs(set, data);
    figures.push(figure);
    stretches.push(stretch);
    const confused = mostConfused(await judged(data), data.classes.length);
    for (const flip of flips) {
      log(`Looking for 10 % planted errors in ${set}, flipped to ${target[flip]} ...`);
      figures.push(await planted(set, data, flip, confused));
    }
  }
  if (stretches.length > 0) figures.push(stretchFigure(stretches));
  return { title: 'health: label errors', figures };
}

const target: Readonly<Record<Flip, string>> = {
  random: 'a random class',
  'most confused': 'the most confused class',
};

async function asItIs(set: string, data: TrainingData): Promise<Measured> {
  const start = performance.now();
  const { context, longestStretch } = engineContext();
  const { doubts, documents, estimate } = await findLabelErrors(data, context);
  const time = seconds((performance.now() - start) / 1000);
  const figure = {
    name: `${set}, ${documents.toLocaleString('en')} documents as they are`,
    value: `${doubts.length} in the list, estimate ${share(estimate)}, ${time}`,
  };
  return { figure, stretch: longestStretch().processorMilliseconds };
}

async function planted(set: string, data: TrainingData, flip: Flip, confused: Int32Array): Promise<Figure> {
  const found: number[] = [];
  const estimates: string[] = [];
  for (const seed of draws) {
    const { flipped, wrong } = withErrors(data, flip, confused, seed);
    const { doubts, estimate } = await findLabelErrors(flipped, engineContext().context);
    const top = doubts.slice(0, wrong.size).filter(({ documentId }) => wrong.has(documentId));
    found.push(top.length / wrong.size);
    estimates.push(share(estimate));
  }
  const shares = found.map(percent).join(', ');
  return {
    name: `${set}, 10 % flipped to ${target[flip]}: found in the top of that size`,
    value: `${shares} (estimates ${estimates.join('; ')})`,
    target: `>= ${percent(wantedShare)}`,
    passed: Math.min(...found) >= wantedShare,
  };
}

function share({ share: value, interval }: Awaited<ReturnType<typeof findLabelErrors>>['estimate']): string {
  return `${percent(value)} [${percent(interval.low)} to ${percent(interval.high)}]`;
}

/** A seeded tenth of the documents with other labels. */
function withErrors(data: TrainingData, flip: Flip, confused: Int32Array, seed: number) {
  const documents = [...data.training()];
  const random = createRandom(seed);
  const order = shuffle(Int32Array.from(documents.keys()), random);
  const wrong = new Set<number>();
  for (const place of order.subarray(0, Math.round(plantedShare * documents.length))) {
    const { classes, ...document } = documents[place]!;
    const truth = classes[0]!;
    const other = random.below(data.classes.length - 1);
    const label = flip === 'random' ? other + (other >= truth ? 1 : 0) : confused[truth]!;
    documents[place] = { ...document, classes: [label] };
    wrong.add(document.id);
  }
  return { flipped: { ...data, training: () => documents }, wrong };
}

/** Cross-validated on the labels as published. */
async function judged(data: TrainingData): Promise<HeldOutPredictions> {
  const { context } = engineContext();
  const pool = createThreadPool(context.threads, context);
  try {
    const member = await linearMember(data, context, usualLimits, pool);
    return await member.judge(new Set());
  } finally {
    await pool.close();
  }
}

/** Per class the one that its documents are most often taken for; by probability where there is none. */
function mostConfused({ truths, probabilities }: HeldOutPredictions, classCount: number): Int32Array {
  const weights = new Float64Array(classCount * classCount);
  for (const [document, [truth]] of truths.entries()) {
    const row = probabilities.subarray(document * classCount, (document + 1) * classCount);
    const best = row.indexOf(row.reduce((most, value) => Math.max(most, value), 0));
    for (let k = 0; k < classCount; k++) weights[truth! * classCount + k]! += 0.001 * row[k]!;
    weights[truth! * classCount + best]!++;
  }
  return Int32Array.from({ length: classCount }, (_, truth) => {
    const row = weights.subarray(truth * classCount, (truth + 1) * classCount);
    row[truth] = -1;
    return row.indexOf(row.reduce((most, value) => Math.max(most, value), 0));
  });
}
