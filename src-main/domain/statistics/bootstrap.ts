import { type OverallFigure, overallFigures } from '../metrics/analysis.ts';
import { classF1, emptyCounts, newFigures, writeFigures } from '../metrics/figures.ts';
import type { ProjectKind } from '../project.ts';
import { createRandom } from '../random.ts';
import { createMultinomialDraw } from './multinomial-draw.ts';
import { countOutcomes, type Outcomes } from './outcomes.ts';

/** Resamples of every interval by bootstrap. */
export const bootstrapResamples = 1000;

/** What the figures were in each resample. */
export interface BootstrapSamples {
  readonly overall: Readonly<Record<OverallFigure, Float64Array>>;
  /** F1 by class; NaN where a resample had 0/0. Empty when it was not asked for. */
  readonly classF1: readonly Float64Array[];
}

export interface BootstrapOptions {
  readonly kind: ProjectKind;
  readonly seed: number;
  readonly resamples: number;
  readonly withClasses: boolean;
}

/**
 * Non-parametric bootstrap over documents (Efron and Tibshirani, 1993, chapter 6): as many documents are drawn
 * with replacement as there are, and every figure is computed anew. Of outcomes of one model, the figures; of
 * two, their differences, second minus first, on the same documents (paired).
 *
 * Work of a few milliseconds a step: yields the share that is done, so that the caller can pause; returns the
 * samples. The same outcomes and seed give the same samples.
 */
export function* bootstrap(
  outcomes: Outcomes,
  { kind, seed, resamples, withClasses }: BootstrapOptions,
): Generator<number, BootstrapSamples, undefined> {
  const draw = createMultinomialDraw(outcomes.counts);
  const random = createRandom(seed);
  const drawn = new Float64Array(outcomes.counts.length);
  const sides = outcomes.sides.map(() => ({
    counts: emptyCounts(outcomes.classCount),
    figures: newFigures(),
  }));
  const overall = overallFigures.map(() => new Float64Array(resamples));
  const classes = Array.from(
    { length: withClasses ? outcomes.classCount : 0 },
    () => new Float64Array(resamples),
  );
  for (let sample = 0; sample < resamples; sample++) {
    draw(drawn, random);
    sides.forEach(({ counts, figures }, model) => {
      countOutcomes(outcomes, model, drawn, counts);
      writeFigures(kind, counts, figures);
    });
    const [first, second] = sides;
    overall.forEach((list, figure) => {
      list[sample] =
        second === undefined ? first!.figures[figure]! : second.figures[figure]! - first!.figures[figure]!;
    });
    classes.forEach((list, k) => {
      const own = classF1(first!.counts, k);
      list[sample] = second === undefined ? own : classF1(second.counts, k) - own;
    });
    yield (sample + 1) / resamples;
  }
  return {
    overall: Object.fromEntries(
      overallFigures.map((figure, index) => [figure, overall[index]!]),
    ) as BootstrapSamples['overall'],
    classF1: classes,
  };
}

/** Runs such work to its end without a pause. */
export function finished<Result>(work: Generator<number, Result, undefined>): Result {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
