import type { Project } from '../../../core/core.ts';
import type { ModelExport, ModelExportFormat } from '../../../domain/model-file.ts';
import { findDeployment, findModel } from '../named.ts';
import { formatCount, type Report } from '../report.ts';
import type { Session } from '../session.ts';
import { UsageError } from '../usage-error.ts';

interface Flags {
  readonly format: ModelExportFormat;
  readonly output: string;
  readonly model?: string;
  readonly deployment?: string;
}

/** @throws UsageError, AppError `model_not_found`, `not_found` for a deployment that there is not */
export async function exportModel(session: Session, project: Project, flags: Flags): Promise<Report> {
  const { format, output } = flags;
  if (output === '-') throw new UsageError('A model cannot be written to standard output.');
  if (flags.model === undefined && flags.deployment === undefined) {
    throw new UsageError('Name the model to export (--model), or a deployment of it (--deployment).');
  }
  const deployment = flags.deployment === undefined ? undefined : findDeployment(project, flags.deployment);
  const model =
    flags.model === undefined ? project.models.get(deployment!.modelId) : findModel(project, flags.model);
  const { jobId } = project.models.startExport(model.id, {
    format,
    path: session.resolve(output),
    ...(deployment === undefined ? {} : { deploymentId: deployment.id }),
  });
  const { outputPath, vocabularyPath, bytes } = (await session.finish(project, jobId)) as ModelExport;
  const beside = vocabularyPath === null ? '' : `, and what its featuriser needs to ${vocabularyPath}`;
  return {
    json: {
      ...{ format, model: model.name, deployment: deployment?.name ?? null },
      ...{ output: outputPath, vocabulary: vocabularyPath, bytes },
    },
    text: `Exported "${model.name}" (${formatCount(bytes, 'byte')}) to ${outputPath}${beside}.`,
  };
}
