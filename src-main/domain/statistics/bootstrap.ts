import { type OverallFigure, overallFigures } from '../metrics/analysis.ts';
import { byFigure, classF1, emptyCounts, newFigures, writeFigures } from '../metrics/figures.ts';
import type { ProjectKind } from '../project.ts';
import { createRandom } from '../random.ts';
import type { Work } from '../work.ts';
import { type Correlations, createCorrelations } from './correlations.ts';
import { createMultinomialDraw } from './multinomial-draw.ts';
import { countOutcomes, type Outcomes } from './outcomes.ts';

/** Resamples of every interval by bootstrap. */
export const bootstrapResamples = 1000;

/** The value of a figure in each resample. */
export type FigureSamples = Readonly<Record<OverallFigure, Float64Array>>;

export interface BootstrapOptions {
  readonly kind: ProjectKind;
  readonly seed: number;
  readonly resamples: number;
}

/**
 * Non-parametric bootstrap over documents (Efron and Tibshirani, 1993, chapter 6): as many documents are drawn
 * with replacement as there are, and every figure is computed anew. The same outcomes and seed give the same
 * samples.
 */
export function* bootstrap(outcomes: Outcomes, options: BootstrapOptions): Work<FigureSamples> {
  const samples = overallFigures.map(() => new Float64Array(options.resamples));
  const figures = newFigures();
  const counts = emptyCounts(outcomes.classCount);
  for (const { sample, drawn, share } of resamples(outcomes, options)) {
    countOutcomes(outcomes, 0, drawn, counts);
    writeFigures(options.kind, counts, figures);
    samples.forEach((list, figure) => {
      list[sample] = figures[figure]!;
    });
    yield share;
  }
  return byFigure((index) => samples[index]!);
}

export interface PairedSamples {
  /** Differences, second model minus first, on the same resample. */
  readonly differences: FigureSamples;
  /** Of both models' F1 of a class over the resamples that have both; 0 where one of them never changes. */
  readonly correlations: Float64Array;
}

/** The same over the outcomes of two models on the same documents. */
export function* pairedBootstrap(outcomes: Outcomes, options: BootstrapOptions): Work<PairedSamples> {
  const differences = overallFigures.map(() => new Float64Array(options.resamples));
  const correlations: Correlations = createCorrelations(outcomes.classCount);
  const [first, second] = [0, 1].map(() => ({
    counts: emptyCounts(outcomes.classCount),
    figures: newFigures(),
  })) as [Side, Side];
  for (const { sample, drawn, share } of resamples(outcomes, options)) {
    [first, second].forEach(({ counts, figures }, model) => {
      countOutcomes(outcomes, model, drawn, counts);
      writeFigures(options.kind, counts, figures);
    });
    differences.forEach((list, figure) => {
      list[sample] = second.figures[figure]! - first.figures[figure]!;
    });
    for (let k = 0; k < outcomes.classCount; k++) {
      correlations.add(k, classF1(first.counts, k), classF1(second.counts, k));
    }
    yield share;
  }
  return { differences: byFigure((index) => differences[index]!), correlations: correlations.finish() };
}

interface Side {
  readonly counts: ReturnType<typeof emptyCounts>;
  readonly figures: Float64Array;
}

function* resamples({ counts }: Outcomes, { seed, resamples }: BootstrapOptions) {
  const draw = createMultinomialDraw(counts);
  const random = createRandom(seed);
  const drawn = new Float64Array(counts.length);
  for (let sample = 0; sample < resamples; sample++) {
    draw(drawn, random);
    yield { sample, drawn, share: (sample + 1) / resamples };
  }
}
