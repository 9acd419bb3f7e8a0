import type { Project } from '../../core/core.ts';
import type { Evaluation } from '../../core/learning.ts';
import { AppError } from '../../domain/errors.ts';
import type { Guidance } from '../../domain/guidance.ts';
import type { EvaluationAnalysis } from '../../domain/metrics/analysis.ts';
import type { ClassMetrics } from '../../domain/metrics/types.ts';
import type { Model } from '../../domain/model.ts';
import { acceptAt } from '../../domain/statistics/acceptance.ts';
import { formatCount, formatInterval, formatShare, formatTable } from './report.ts';
import type { Session } from './session.ts';

type EvaluatedDataset = 'validation' | 'test';

/**
 * The stored evaluation while it holds for the present documents, else a new one; also where it has no intervals
 * yet, unless nothing can be written.
 */
export async function currentEvaluation(
  session: Session,
  project: Project,
  model: Model,
  dataset: EvaluatedDataset,
): Promise<Evaluation> {
  const stored = await project.evaluations.get(model.id, dataset);
  if (stored?.current === true && (stored.analysis !== null || project.info().readOnly)) return stored;
  const { jobId } = project.evaluations.start(model.id, dataset);
  await session.finish(project, jobId);
  const evaluation = await project.evaluations.get(model.id, dataset);
  if (evaluation === null) {
    throw new AppError('internal', `The evaluation of "${model.name}" was not stored.`);
  }
  return evaluation;
}

export function evaluationJson(evaluation: Evaluation, model: Model): unknown {
  const { kind, confusionMatrix, classes, ...figures } = evaluation.metrics;
  const { analysis } = evaluation;
  return {
    model: model.name,
    kind,
    dataset: evaluation.dataset,
    fingerprint: evaluation.fingerprint,
    evaluatedAt: evaluation.createdAt,
    seconds: evaluation.seconds,
    ...figures,
    ...(analysis === null ? {} : analysisJson(analysis)),
    classes: classes.map((one, index) => ({
      ...classJson(one, kind === 'multi'),
      ...(analysis === null ? {} : { intervals: analysis.intervals.classes[index] }),
    })),
    ...(confusionMatrix === null
      ? {}
      : {
          confusionMatrix: {
            rows: 'actual',
            columns: 'predicted',
            classes: classes.map(({ name }) => name),
            counts: confusionMatrix,
          },
        }),
  };
}

/** Shares of the documents that a person need not look at, for these accuracies among them. */
const targets = [0.9, 0.95, 0.99];

function analysisJson({ intervals, languages, reliability, scores }: EvaluationAnalysis) {
  return {
    intervals: intervals.overall,
    bootstrap: { resamples: intervals.resamples, seed: intervals.seed },
    languages,
    calibrationError: reliability.error,
    ...(scores.predicted === null
      ? {}
      : {
          automatic: targets.map((target) => ({
            target,
            ...(acceptAt(scores, target) ?? { accepted: 0, share: 0 }),
          })),
        }),
  };
}

function classJson(one: ClassMetrics, withCounts: boolean) {
  const { name, precision, recall, f1, support, predictedCount } = one;
  const { tp, fp, fn, tn } = one;
  return { name, precision, recall, f1, support, predictedCount, ...(withCounts ? { tp, fp, fn, tn } : {}) };
}

export function evaluationText(evaluation: Evaluation, model: Model): string {
  const { metrics, analysis } = evaluation;
  const overall = analysis?.intervals.overall ?? null;
  const averages = (['micro', 'macro', 'weighted'] as const).map((average) => [
    average,
    formatShare(metrics[`${average}Precision`]),
    formatShare(metrics[`${average}Recall`]),
    formatShare(metrics[`${average}F1`]),
    formatInterval(overall?.[`${average}F1`] ?? null),
  ]);
  const within = overall === null ? '' : ` (95 % interval ${formatInterval(overall.accuracy)})`;
  return [
    `Model "${model.name}" on ${formatCount(metrics.documents, `${evaluation.dataset} document`)} (${evaluation.fingerprint})`,
    metrics.kind === 'single'
      ? `Accuracy ${formatShare(metrics.accuracy)}${within}`
      : `Exact match ${formatShare(metrics.exactMatch)}${within}, Hamming loss ${metrics.hammingLoss.toFixed(4)}`,
    '',
    formatTable(['average', 'precision', 'recall', 'F1', '95 % of F1'], averages),
    '',
    formatTable(
      ['class', 'precision', 'recall', 'F1', '95 % of F1', 'documents'],
      metrics.classes.map((one, index) => [
        one.name,
        formatShare(one.precision),
        formatShare(one.recall),
        formatShare(one.f1),
        formatInterval(analysis?.intervals.classes[index]?.f1 ?? null),
        one.support,
      ]),
    ),
    ...languageText(analysis),
  ].join('\n');
}

function languageText(analysis: EvaluationAnalysis | null): readonly string[] {
  const languages = analysis?.languages ?? [];
  if (languages.length === 0) return [];
  const rows = languages.map((one) => [
    one.language ?? '(none)',
    formatShare(one.accuracy),
    formatInterval(one.accuracyInterval),
    formatShare(one.macroF1),
    formatInterval(one.macroF1Interval),
    one.documents,
  ]);
  const header = ['language', 'accuracy', '95 % of it', 'macro F1', '95 % of it', 'documents'];
  return ['', formatTable(header, rows)];
}

export function guidanceJson(guidance: readonly Guidance[], { classes }: Evaluation): unknown {
  return guidance.map(({ remedies: _screens, classes: indexes, ...one }) => ({
    ...one,
    classes: indexes.map((index) => classes[index]?.name),
  }));
}

/** So many messages of one rule; a project with many classes would fill the screen with them. */
const mostOfRule = 5;

export function guidanceText(guidance: readonly Guidance[]): string {
  if (guidance.length === 0) return 'No rule of guidance found anything.';
  const byRule = Map.groupBy(guidance, ({ rule, severity }) => `${rule} ${severity}`);
  const lines = [...byRule.values()].flatMap((found) => [
    ...found
      .slice(0, mostOfRule)
      .map(({ severity, message }) => `${severity === 'warning' ? '!' : '-'} ${message}`),
    ...(found.length > mostOfRule
      ? [`  and ${found.length - mostOfRule} more of this kind (--json names them)`]
      : []),
  ]);
  return lines.join('\n');
}
