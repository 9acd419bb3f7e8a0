import { AppError } from '../../domain/errors.ts';
import type { EvaluationMetrics } from '../../domain/metrics/types.ts';
import type { Evaluation, Evaluations } from '../learning.ts';
import { requireModel } from '../models/models.ts';
import type { EvaluationRecord } from '../ports/model-tables.ts';
import { assertWritable, type ProjectContext } from '../projects/project-context.ts';
import { evaluateModel, noDocuments } from './evaluate-model.ts';
import { createReview } from './review.ts';

export function createEvaluations(context: ProjectContext): Evaluations {
  return {
    async get(modelId, dataset) {
      requireModel(context, modelId);
      const record = context.store.evaluations.find(modelId, dataset);
      return record === undefined ? null : toEvaluation(record, await context.fingerprint([dataset]));
    },
    start(modelId, dataset) {
      assertWritable(context);
      const model = requireModel(context, modelId);
      if (context.jobs.activeOf('evaluate') !== undefined) {
        throw new AppError(
          'job_in_progress',
          'An evaluation is running in this project. Wait for its end, or cancel it.',
        );
      }
      if (context.counts.peek()?.labelledIn[dataset] === 0) {
        throw noDocuments(dataset);
      }
      const title = `Evaluate “${model.name}”`;
      const jobId = context.jobs.start({ kind: 'evaluate', title }, async (control) => {
        const evaluationId = await evaluateModel(context, modelId, dataset, {
          signal: control.signal,
          onProgress: control.progress,
          onLog: control.log,
        });
        return { evaluationId };
      });
      return { jobId };
    },
    ...createReview(context),
  };
}

function toEvaluation(record: EvaluationRecord, fingerprint: string): Evaluation {
  return {
    ...record,
    metrics: record.metrics as EvaluationMetrics,
    current: record.fingerprint === fingerprint,
  };
}
