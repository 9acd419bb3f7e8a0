import { AppError } from '../../domain/errors.ts';
import { type ModelExportFormat, type ModelManifest, modelFileEnding } from '../../domain/model-file.ts';
import { requireDeployment } from '../deployments/deployments.ts';
import { runTask } from '../jobs/run-task.ts';
import type { ModelExportRequest, Models } from '../learning.ts';
import { requireModel } from '../models/models.ts';
import type { ExportModelTask } from '../ports/model-file-tasks.ts';
import type { ProjectContext } from '../projects/project-context.ts';

const endings: Readonly<Record<ModelExportFormat, string>> = { model: modelFileEnding, onnx: '.onnx' };

/** Nothing of it is stored: models of a project that cannot be written to leave it all the same. */
export function createModelExports(context: ProjectContext): Pick<Models, 'startExport'> {
  return {
    startExport(modelId, request) {
      const { name } = requireModel(context, modelId);
      const { format } = request;
      const path = request.path.trim();
      if (path === '') throw new AppError('bad_request', 'Name the file to export the model to.');
      const task: ExportModelTask = {
        kind: 'export-model',
        projectPath: context.store.path,
        modelId,
        format,
        outputPath: path.toLowerCase().endsWith(endings[format]) ? path : `${path}${endings[format]}`,
        language: context.store.project.get().language,
        deployment: deploymentOf(context, modelId, request),
      };
      const jobId = context.jobs.start({ kind: 'export-model', title: `Export “${name}”` }, (control) =>
        runTask(context.launcher, task, {
          signal: control.signal,
          onProgress: control.progress,
          onLog: control.log,
        }),
      );
      return { jobId };
    },
  };
}

/** @throws AppError `not_found`, `bad_request` for a deployment of another model, and for ONNX */
function deploymentOf(
  context: ProjectContext,
  modelId: number,
  { format, deploymentId }: ModelExportRequest,
): ModelManifest['deployment'] {
  if (deploymentId === undefined) return null;
  if (format === 'onnx') {
    throw new AppError('bad_request', 'ONNX holds scores alone. Export a model file to take a rule along.');
  }
  const { modelId: target, name, rule } = requireDeployment(context, deploymentId);
  if (target !== modelId) {
    throw new AppError('bad_request', `The deployment “${name}” points at another model.`);
  }
  return { name, rule };
}
