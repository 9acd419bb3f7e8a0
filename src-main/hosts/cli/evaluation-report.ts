import type { Project } from '../../core/core.ts';
import type { Evaluation } from '../../core/learning.ts';
import { AppError } from '../../domain/errors.ts';
import type { ClassMetrics, EvaluationMetrics } from '../../domain/metrics/types.ts';
import type { Model } from '../../domain/model.ts';
import { formatCount, formatShare, formatTable } from './report.ts';
import type { Session } from './session.ts';

type EvaluatedDataset = 'validation' | 'test';

/** The stored evaluation while it holds for the present documents, else a new one. */
export async function currentEvaluation(
  session: Session,
  project: Project,
  model: Model,
  dataset: EvaluatedDataset,
): Promise<Evaluation> {
  const stored = await project.evaluations.get(model.id, dataset);
  if (stored?.current === true) return stored;
  const { jobId } = project.evaluations.start(model.id, dataset);
  await session.finish(project, jobId);
  const evaluation = await project.evaluations.get(model.id, dataset);
  if (evaluation === null) {
    throw new AppError('internal', `The evaluation of "${model.name}" was not stored.`);
  }
  return evaluation;
}

/** @throws AppError `model_not_found`, naming the models that there are. */
export function findModel(project: Project, name: string): Model {
  const models = project.models.list();
  const model = models.find((one) => one.name === name);
  if (model !== undefined) return model;
  const names = models.map((one) => `"${one.name}"`).join(', ');
  const remedy = names === '' ? 'Train one with "winnow train".' : `There is ${names}.`;
  throw new AppError('model_not_found', `The project has no model "${name}". ${remedy}`);
}

export function evaluationJson(evaluation: Evaluation, model: Model): unknown {
  const { kind, confusionMatrix, classes, ...figures } = evaluation.metrics as EvaluationMetrics;
  return {
    model: model.name,
    kind,
    dataset: evaluation.dataset,
    fingerprint: evaluation.fingerprint,
    evaluatedAt: evaluation.createdAt,
    seconds: evaluation.seconds,
    ...figures,
    classes: classes.map((one) => classJson(one, kind === 'multi')),
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

function classJson(one: ClassMetrics, withCounts: boolean): unknown {
  const { name, precision, recall, f1, support, predictedCount } = one;
  const { tp, fp, fn, tn } = one;
  return { name, precision, recall, f1, support, predictedCount, ...(withCounts ? { tp, fp, fn, tn } : {}) };
}

export function evaluationText(evaluation: Evaluation, model: Model): string {
  const metrics = evaluation.metrics as EvaluationMetrics;
  const averages = (['micro', 'macro', 'weighted'] as const).map((average) => [
    average,
    formatShare(metrics[`${average}Precision`]),
    formatShare(metrics[`${average}Recall`]),
    formatShare(metrics[`${average}F1`]),
  ]);
  return [
    `Model "${model.name}" on ${formatCount(metrics.documents, `${evaluation.dataset} document`)} (${evaluation.fingerprint})`,
    metrics.kind === 'single'
      ? `Accuracy ${formatShare(metrics.accuracy)}`
      : `Exact match ${formatShare(metrics.exactMatch)}, Hamming loss ${metrics.hammingLoss.toFixed(4)}`,
    '',
    formatTable(['average', 'precision', 'recall', 'F1'], averages),
    '',
    formatTable(
      ['class', 'precision', 'recall', 'F1', 'documents'],
      metrics.classes.map((one) => [
        one.name,
        formatShare(one.precision),
        formatShare(one.recall),
        formatShare(one.f1),
        one.support,
      ]),
    ),
  ].join('\n');
}
