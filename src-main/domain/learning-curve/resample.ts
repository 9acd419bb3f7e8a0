import { type Counts, classF1, emptyCounts } from '../metrics/figures.ts';
import type { ProjectKind } from '../project.ts';
import { createRandom, type Random } from '../random.ts';
import { createMultinomialDraw } from '../statistics/multinomial-draw.ts';
import { countOutcomes } from '../statistics/outcomes.ts';
import type { Work } from '../work.ts';
import type { JudgedCurve } from './judged-curve.ts';

/** Scores of a curve, overall or of one class: of each model, and of each point in each resample. */
export interface CurveScores {
  /** In the order of the models; a class without any document counts as 0. */
  readonly models: Float64Array;
  /** Resample after resample, one mean score for each point. */
  readonly resampled: Float64Array;
}

export interface ResampledCurve {
  readonly overall: CurveScores;
  readonly classes: readonly CurveScores[];
  /** Judged documents of each class. */
  readonly judged: Float64Array;
}

export const curveResamples = 200;

/**
 * Bootstrap over the judged documents and over the orders that models learned in: documents are drawn with replacement,
 * the same for all points, so that what is judged on hard documents is so along the whole curve; of the orders as many
 * as there are, the same for all points that have them.
 */
export function* resampleCurve(curve: JudgedCurve, seed: number): Work<ResampledCurve> {
  const { outcomes, models, points, classCount } = curve;
  const random = createRandom(seed);
  const draw = createMultinomialDraw(outcomes.counts);
  const scores = Array.from({ length: classCount + 1 }, () => ({
    models: new Float64Array(models.length),
    resampled: new Float64Array(curveResamples * points.length),
  }));
  const counts = emptyCounts(classCount);
  for (let model = 0; model < models.length; model++) {
    countOutcomes(outcomes, model, outcomes.counts, counts);
    for (const [place, { models: own }] of scores.entries())
      own[model] = scoreOf(curve.kind, counts, place - 1);
    yield (0.1 * model) / models.length;
  }
  const judged = counts.tp.map((hits, k) => hits + counts.fn[k]!);
  const drawn = new Float64Array(outcomes.counts.length);
  for (let resample = 0; resample < curveResamples; resample++) {
    draw(drawn, random);
    const shares = modelShares(curve, random);
    for (let model = 0; model < models.length; model++) {
      const share = shares[model]!;
      if (share === 0) continue;
      countOutcomes(outcomes, model, drawn, counts);
      const cell = resample * points.length + models[model]!.point;
      for (const [place, { resampled }] of scores.entries()) {
        resampled[cell]! += share * scoreOf(curve.kind, counts, place - 1);
      }
    }
    yield 0.1 + (0.9 * (resample + 1)) / curveResamples;
  }
  const [overall, ...classes] = scores;
  return { overall: overall!, classes, judged };
}

/** Overall for -1: accuracy, or micro-F1 of multi-label projects; else the class's F1; 0/0 counts as 0. */
function scoreOf(kind: ProjectKind, counts: Counts, k: number): number {
  if (k >= 0) return classF1(counts, k) || 0;
  if (kind === 'single') return counts.exact / counts.documents;
  const sums = { tp: 0, others: 0 };
  for (let each = 0; each < counts.tp.length; each++) {
    sums.tp += counts.tp[each]!;
    sums.others += counts.fp[each]! + counts.fn[each]!;
  }
  return (2 * sums.tp) / (2 * sums.tp + sums.others) || 0;
}

/** How much each model counts at its point when orders are drawn with replacement. */
function modelShares({ models, points, seeds }: JudgedCurve, random: Random): Float64Array {
  const times = new Float64Array(seeds.length);
  for (let drawn = 0; drawn < seeds.length; drawn++) times[random.below(seeds.length)]!++;
  const totals = new Float64Array(points.length);
  for (const { point, order } of models) totals[point]! += times[order]!;
  const present = points.map((_, point) => models.filter((model) => model.point === point).length);
  return Float64Array.from(models, ({ point, order }) =>
    // A point with one order only has no other to draw.
    totals[point] === 0 || present[point] === 1 ? 1 / present[point]! : times[order]! / totals[point]!,
  );
}
