import { AppError } from '../../domain/errors.ts';
import type { ModelClass } from '../../domain/model.ts';
import { breathe } from '../breathe.ts';
import { runTask, type TaskHandlers } from '../jobs/run-task.ts';
import { requireModel } from '../models/models.ts';
import type { EvaluateBatch, EvaluateTaskResult } from '../ports/worker.ts';
import { now, type ProjectContext } from '../projects/project-context.ts';
import { noteTestSet } from '../test-set/test-set.ts';

/** Labelling goes on meanwhile; a dataset that changed under the evaluation is evaluated once more. */
const maximalAttempts = 2;

/**
 * Judges the labelled documents of a dataset and stores figures and items, visible when complete.
 * @returns the evaluation's id.
 * @throws AppError `model_not_found`, `no_documents`, `test_set_changed`, `cancelled`, `worker_failed`.
 */
export async function evaluateModel(
  context: ProjectContext,
  modelId: number,
  dataset: 'validation' | 'test',
  handlers: Omit<TaskHandlers, 'onBatch'>,
): Promise<number> {
  await context.bulk.idle();
  for (let attempt = 1; attempt <= maximalAttempts; attempt++) {
    const evaluationId = await attemptEvaluation(context, modelId, dataset, handlers);
    if (evaluationId !== null) {
      return evaluationId;
    }
    handlers.onLog?.('Documents were changed during the evaluation; it starts again.');
  }
  throw new AppError(
    'test_set_changed',
    'Documents were changed while they were evaluated. Start the evaluation again when the changes are made.',
  );
}

/** Null when the documents changed meanwhile. */
async function attemptEvaluation(
  context: ProjectContext,
  modelId: number,
  dataset: 'validation' | 'test',
  handlers: Omit<TaskHandlers, 'onBatch'>,
): Promise<number | null> {
  const { evaluations, models, reader } = context.store;
  const startedAt = performance.now();
  const set = await reader.fingerprint([dataset]);
  if (set.documents === 0) {
    throw noDocuments(dataset);
  }
  const classes = evaluationClasses(context, modelId);
  const evaluationId = evaluations.begin({
    modelId,
    dataset,
    fingerprint: set.fingerprint,
    createdAt: now(context),
    classes,
  });
  try {
    const task = {
      kind: 'evaluate',
      projectPath: context.store.path,
      modelId,
      dataset,
      classIds: classes.map((entry) => entry.classId),
      classNames: classes.map((entry) => entry.name),
    } as const;
    const result = await runTask<EvaluateTaskResult>(context.launcher, task, {
      ...handlers,
      onBatch: async (batch) => {
        evaluations.addItems(evaluationId, (batch as EvaluateBatch).items);
        await breathe();
      },
    });
    if (result.fingerprint !== set.fingerprint) {
      evaluations.delete(evaluationId);
      return null;
    }
    context.store.transaction(() => {
      requireModel(context, modelId);
      const seconds = (performance.now() - startedAt) / 1000;
      evaluations.publish(evaluationId, { metrics: result.metrics, analysis: result.analysis, seconds });
      if (dataset === 'test') {
        noteTestSet(context, set);
        models.setEvaluationNote(modelId, null);
      }
    });
    context.changes.emit('evaluations', 'models');
    return evaluationId;
  } catch (error) {
    evaluations.delete(evaluationId);
    throw error;
  }
}

/** The model's classes in its order, then the project's other ones, which documents may carry. */
function evaluationClasses(context: ProjectContext, modelId: number): readonly ModelClass[] {
  const { classes } = requireModel(context, modelId);
  const known = new Set(classes.map((entry) => entry.classId));
  const others = context.store.classes.list().filter((entry) => !known.has(entry.id));
  return [...classes, ...others.map(({ id, name }) => ({ classId: id, name }))];
}

export function noDocuments(dataset: 'validation' | 'test'): AppError {
  const name = dataset === 'test' ? 'test' : 'validation';
  return new AppError(
    'no_documents',
    `No labelled document is in the ${name} set. Put some there, or let a split draw them.`,
  );
}
