import type {
  EvaluationAnalysis,
  FigureIntervals,
  LanguageFigures,
  OverallFigure,
} from '../metrics/analysis.ts';
import { overallFigures } from '../metrics/analysis.ts';
import { f1Interval } from '../metrics/f1-interval.ts';
import { byFigure, type Counts, newFigures, writeFigures } from '../metrics/figures.ts';
import { type Interval, wilsonInterval } from '../metrics/wilson.ts';
import type { ProjectKind } from '../project.ts';
import { scaled, type Work } from '../work.ts';
import { bootstrap, bootstrapResamples, type FigureSamples } from './bootstrap.ts';
import { createLabelPairs } from './label-pairs.ts';
import { countsOf, createOutcomeTally, type Outcomes, type OutcomeTally } from './outcomes.ts';
import { createReliabilityTally } from './reliability.ts';
import { correctedInterval } from './sample-interval.ts';
import { createScoreSketch } from './score-sketch.ts';

/** A document as a model judged it; class indexes of the evaluation. */
export interface JudgedDocument {
  readonly actual: readonly number[];
  readonly predicted: readonly number[];
  /** Probabilities of the model's classes, which are the evaluation's first ones. */
  readonly scores: ArrayLike<number>;
  readonly language: string | null;
}

/** Takes in documents one by one and keeps only counts of them. */
export interface AnalysisBuilder {
  add(document: JudgedDocument): void;
  /** The work of seconds, where there are many documents. */
  finish(seed: number): Work<EvaluationAnalysis>;
}

/** @param thresholds the model's own, by class; multi-label only */
export function createAnalysis(
  kind: ProjectKind,
  classCount: number,
  thresholds: ArrayLike<number> | null = null,
): AnalysisBuilder {
  const all = createOutcomeTally(classCount, 1);
  const byLanguage = new Map<string | null, OutcomeTally>();
  const reliability = createReliabilityTally();
  const sketch = createScoreSketch(kind, classCount);
  const pairs = kind === 'multi' ? createLabelPairs() : null;
  const addReliability = ({ actual, predicted, scores }: JudgedDocument): void => {
    if (kind === 'single') {
      const best = predicted[0]!;
      reliability.add(scores[best] ?? 0, best === actual[0]);
      return;
    }
    for (let k = 0; k < scores.length; k++) reliability.add(scores[k]!, actual.includes(k));
  };
  return {
    add(document) {
      const { actual, predicted, scores, language } = document;
      all.add(actual, [predicted]);
      let own = byLanguage.get(language);
      if (own === undefined) {
        own = createOutcomeTally(classCount, 1);
        byLanguage.set(language, own);
      }
      own.add(actual, [predicted]);
      sketch.add(actual, predicted, scores);
      pairs?.add(actual, predicted);
      addReliability(document);
    },
    *finish(seed) {
      const intervals = yield* scaled(figureIntervals(kind, all.finish(), seed), 0, 0.5);
      const named = [...byLanguage.keys()].filter((language) => language !== null);
      const languages =
        named.length < 2 ? [] : yield* scaled(languageFigures(kind, byLanguage, seed), 0.5, 1);
      return {
        intervals,
        languages,
        reliability: reliability.finish(),
        scores: sketch.finish(),
        thresholds: thresholds === null ? null : Array.from(thresholds),
        pairs: pairs?.finish() ?? null,
      };
    },
  };
}

function* figureIntervals(kind: ProjectKind, outcomes: Outcomes, seed: number): Work<FigureIntervals> {
  const counts = countsOf(outcomes, 0);
  const figures = newFigures();
  writeFigures(kind, counts, figures);
  const samples = yield* bootstrap(outcomes, { kind, seed, resamples: bootstrapResamples });
  return {
    seed,
    resamples: bootstrapResamples,
    overall: byFigure((index) =>
      overallInterval(kind, overallFigures[index]!, counts, samples, figures[index]!),
    ),
    classes: Array.from(counts.tp, (tp, k) => classIntervals(tp, counts.fp[k]!, counts.fn[k]!)),
  };
}

/** In a single-label project these are all the share of documents that are right. */
const sharesOfRight: ReadonlySet<OverallFigure> = new Set([
  'microPrecision',
  'microRecall',
  'microF1',
  'weightedRecall',
]);

/** Wilson's for what is a proportion of documents, and the bootstrap for everything else. */
function overallInterval(
  kind: ProjectKind,
  figure: OverallFigure,
  { exact, documents }: Counts,
  samples: FigureSamples,
  estimate: number,
): Interval {
  const isProportion = figure === 'accuracy' || (kind === 'single' && sharesOfRight.has(figure));
  return isProportion ? wilsonInterval(exact, documents) : correctedInterval(samples[figure], estimate);
}

function classIntervals(tp: number, fp: number, fn: number): FigureIntervals['classes'][number] {
  return {
    precision: tp + fp === 0 ? null : wilsonInterval(tp, tp + fp),
    recall: tp + fn === 0 ? null : wilsonInterval(tp, tp + fn),
    f1: f1Interval(tp, fp, fn),
  };
}

function* languageFigures(
  kind: ProjectKind,
  byLanguage: ReadonlyMap<string | null, OutcomeTally>,
  seed: number,
): Work<readonly LanguageFigures[]> {
  const rows: LanguageFigures[] = [];
  let done = 0;
  for (const [language, tally] of byLanguage) {
    const outcomes = tally.finish();
    const counts = countsOf(outcomes, 0);
    const values = newFigures();
    writeFigures(kind, counts, values);
    const value = (figure: OverallFigure): number => values[overallFigures.indexOf(figure)]!;
    const samples = yield* scaled(
      bootstrap(outcomes, { kind, seed, resamples: bootstrapResamples }),
      done / byLanguage.size,
      (done + 1) / byLanguage.size,
    );
    done++;
    rows.push({
      language,
      documents: counts.documents,
      accuracy: value('accuracy'),
      accuracyInterval: wilsonInterval(counts.exact, counts.documents),
      microF1: value('microF1'),
      macroF1: value('macroF1'),
      macroF1Interval: correctedInterval(samples.macroF1, value('macroF1')),
    });
  }
  return rows.sort((a, b) => b.documents - a.documents || ((a.language ?? '') < (b.language ?? '') ? -1 : 1));
}
