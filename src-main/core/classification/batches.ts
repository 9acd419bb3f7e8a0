import type { UnfinishedBatch } from '../../domain/batch.ts';
import type { DecisionRule } from '../../domain/decision.ts';
import { AppError } from '../../domain/errors.ts';
import { requireDeployment } from '../deployments/deployments.ts';
import { runTask } from '../jobs/run-task.ts';
import type { BatchRequest, ClassificationService } from '../learning.ts';
import { requireModel } from '../models/models.ts';
import type { BatchWork } from '../ports/batch-task.ts';
import type { ProjectContext } from '../projects/project-context.ts';
import { classifyFiles } from './classify-files.ts';

/** The classification of files, one run for a results file at a time. */
export function createBatches(
  context: ProjectContext,
): Pick<ClassificationService, 'startBatch' | 'unfinishedBatch'> {
  const running = new Set<string>();
  return {
    startBatch({ resume = true, ...request }) {
      const work = workOf(context, request);
      const { name } = requireModel(context, request.modelId);
      const { outputPath } = work;
      if (running.has(outputPath)) {
        throw new AppError('job_in_progress', `${outputPath} is being written already. Name another file.`);
      }
      running.add(outputPath);
      const jobId = context.jobs.start({ kind: 'classify', title: `Classify with “${name}”` }, (control) =>
        classifyFiles(
          context.launcher,
          { ...work, kind: 'classify', resume },
          { signal: control.signal, onProgress: control.progress, onLog: control.log },
        ).finally(() => running.delete(outputPath)),
      );
      return { jobId };
    },
    async unfinishedBatch(request) {
      const task = { ...workOf(context, request), kind: 'unfinished-batch' } as const;
      return await runTask<UnfinishedBatch | null>(context.launcher, task, { signal: context.closing });
    },
  };
}

/** @throws AppError `bad_request`, `not_found`, `model_not_found`. */
function workOf(context: ProjectContext, request: BatchRequest): BatchWork {
  const { modelId, deploymentId, paths, options, outputPath, outputFormat } = request;
  const { receipt } = requireModel(context, modelId);
  if (paths.length === 0 || outputPath.trim() === '') {
    throw new AppError('bad_request', 'Name the files to classify and the file for the results.');
  }
  return {
    source: {
      kind: 'project',
      projectPath: context.store.path,
      modelId,
      trained: { train: receipt.documents.train, validation: receipt.documents.validation },
    },
    ...{ paths, options, outputPath, outputFormat },
    routeFolder: request.routeFolder ?? null,
    errorsPath: request.errorsPath ?? null,
    rule: deploymentId === undefined ? null : ruleFor(context, deploymentId, modelId),
  };
}

/** @throws AppError `not_found`, `bad_request` for a deployment of another model. */
export function ruleFor(context: ProjectContext, deploymentId: number, modelId: number): DecisionRule {
  const deployment = requireDeployment(context, deploymentId);
  if (deployment.modelId !== modelId) {
    throw new AppError('bad_request', `The deployment “${deployment.name}” points at another model.`);
  }
  return deployment.rule;
}
