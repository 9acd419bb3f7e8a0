import { guidanceLimits } from '../guidance.ts';
import type { EvaluationAnalysis } from '../metrics/analysis.ts';
import type { EvaluationMetrics } from '../metrics/types.ts';
import type { ModelClass } from '../model.ts';
import { acceptAt, acceptDecisionsAt } from '../statistics/acceptance.ts';
import { precisionRecallCurve } from '../statistics/precision-recall.ts';
import {
  type ModelReport,
  type ReportAcceptance,
  type ReportClass,
  type ReportEvaluation,
  type ReportPairs,
  reportVersion,
} from './types.ts';

/** What is gathered around an evaluation. */
export interface ReportFacts
  extends Pick<ModelReport, 'createdAt' | 'project' | 'model' | 'guidance' | 'health'> {
  readonly evaluation: Omit<ReportEvaluation, 'tunedOnIt'>;
}

export interface ReportedFigures {
  readonly classes: readonly ModelClass[];
  readonly metrics: EvaluationMetrics;
  readonly analysis: EvaluationAnalysis | null;
}

/** Accuracies at which a report says what could be accepted. */
const targets = [0.9, 0.95, 0.99] as const;

export function buildReport(facts: ReportFacts, figures: ReportedFigures, winnow: string): ModelReport {
  const { metrics, analysis } = figures;
  const { classes: _classes, confusionMatrix, ...overall } = metrics;
  const { dataset } = facts.evaluation;
  return {
    format: 'winnow-report',
    version: reportVersion,
    winnow,
    createdAt: facts.createdAt,
    project: facts.project,
    model: facts.model,
    evaluation: {
      ...facts.evaluation,
      tunedOnIt: dataset === 'validation' && facts.model.receipt.tunedOn === 'validation',
    },
    figures: overall,
    intervals: analysis === null ? null : intervalsOf(analysis),
    classes: classesOf(facts, figures),
    confusionMatrix,
    pairs: analysis?.pairs == null ? null : pairsOf(analysis.pairs),
    languages: analysis?.languages ?? [],
    reliability: analysis?.reliability ?? null,
    acceptance: analysis === null ? [] : acceptanceOf(metrics, analysis),
    scores: analysis?.scores ?? null,
    guidance: facts.guidance,
    health: facts.health,
  };
}

function intervalsOf({ intervals }: EvaluationAnalysis): ModelReport['intervals'] {
  const { seed, resamples, overall } = intervals;
  return { level: 0.95, seed, resamples, overall };
}

function classesOf(
  { model }: ReportFacts,
  { classes, metrics, analysis }: ReportedFigures,
): readonly ReportClass[] {
  const labels = new Map(
    model.classes.map(({ classId }, index) => [classId, model.receipt.classCounts[index]]),
  );
  return metrics.classes.map((figures, index) => {
    const { classId } = classes[index]!;
    const scores = analysis?.scores.classes[index];
    return {
      ...figures,
      classId,
      labels: labels.get(classId) ?? null,
      intervals: analysis?.intervals.classes[index] ?? null,
      smallSupport: figures.support < guidanceLimits.fewTestDocuments,
      averagePrecision: scores === undefined ? null : precisionRecallCurve(scores).averagePrecision,
      threshold: analysis?.thresholds?.[index] ?? null,
    };
  });
}

function pairsOf({ pairs, missedFor }: NonNullable<EvaluationAnalysis['pairs']>): ReportPairs {
  return {
    together: pairs.map(({ classes, together, missedTogether }) => ({
      classes,
      documents: together,
      bothMissed: missedTogether,
    })),
    missedFor,
  };
}

function acceptanceOf(
  { kind }: EvaluationMetrics,
  { scores, thresholds }: EvaluationAnalysis,
): readonly ReportAcceptance[] {
  return targets.map((target) =>
    kind === 'single'
      ? { target, of: 'documents', reached: acceptAt(scores, target) }
      : { target, of: 'decisions', reached: acceptDecisionsAt(scores, thresholds ?? [], target) },
  );
}
