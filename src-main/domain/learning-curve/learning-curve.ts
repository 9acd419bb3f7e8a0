import type { LearningCurve } from '../health/types.ts';
import type { Work } from '../work.ts';
import { scaled } from '../work.ts';
import { fitCurve } from './forecast.ts';
import type { JudgedCurve } from './judged-curve.ts';
import { resampleCurve } from './resample.ts';

/** Forecasts are made for so many times the labels of now. */
export const forecastFactors = [1, 1.5, 2, 4] as const;

/** A class judged on fewer documents has an F1 that says little. */
const leastJudged = 10;

/** A learning curve with indexes in the place of class ids, before anybody's pace is known. */
export interface SummarisedCurve extends Omit<LearningCurve, 'classes' | 'secondsPerLabel'> {
  readonly classes: readonly (Omit<LearningCurve['classes'][number], 'classId'> & {
    readonly classIndex: number;
  })[];
}

/**
 * Points, power laws and forecasts, overall and of every class that enough documents are judged of.
 * @param targets numbers of labelled documents to forecast; by default those of {@link forecastFactors}
 */
export function* summariseCurve(
  curve: JudgedCurve,
  seed: number,
  targets: readonly number[] = forecastFactors.map((factor) => factor * curve.now.documents),
): Work<SummarisedCurve> {
  const { overall, classes, judged } = yield* scaled(resampleCurve(curve, seed), 0, 0.7);
  const byPoint = (models: Float64Array): number[][] =>
    curve.points.map((_, point) =>
      [...models].filter((_score, model) => curve.models[model]!.point === point),
    );
  const whole = fitCurve(
    curve.points.map(({ documents }) => documents),
    byPoint(overall.models),
    overall,
    targets,
    seed,
  );
  const ofClasses: SummarisedCurve['classes'][number][] = [];
  for (const [classIndex, scores] of classes.entries()) {
    yield 0.7 + (0.3 * classIndex) / classes.length;
    const labels = curve.points.map((point) => point.classes[classIndex]!);
    if (judged[classIndex]! < leastJudged || !(labels[0]! >= 1)) continue;
    const own = forecastFactors.map((factor) => factor * curve.now.classes[classIndex]!);
    ofClasses.push({ classIndex, ...fitCurve(labels, byPoint(scores.models), scores, own, seed) });
  }
  return {
    figure: curve.kind === 'single' ? 'accuracy' : 'microF1',
    judgedOn: curve.judgedOn,
    seeds: curve.seeds,
    ...whole,
    classes: ofClasses,
  };
}
