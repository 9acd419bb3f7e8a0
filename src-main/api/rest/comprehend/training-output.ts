import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Project } from '../../../core/core.ts';
import type { OperationRecord } from '../../../core/ports/operations.ts';
import type { OperationControl, RestContext } from '../context.ts';
import { runJob } from '../run-job.ts';
import { account, jobIdOf } from './arns.ts';
import { evaluationMetrics } from './classifier-metadata.ts';
import { requestOf } from './classifiers.ts';
import { awsJson } from './json.ts';
import { pathBelow, uriBelow } from './s3-location.ts';
import { writeTarball } from './tarball.ts';

/** Where the output of a training goes, as AWS lays it out, or null when none was asked for. */
export function trainingOutput(
  operation: OperationRecord,
): { readonly base: string; readonly file: string; readonly uri: string } | null {
  const base = requestOf(operation).input.OutputDataConfig?.S3Uri;
  if (base === undefined) return null;
  const file = `${account}-CLR-${jobIdOf(operation.id)}/output/output.tar.gz`;
  return { base, file, uri: uriBelow(base, file) };
}

/** Writes `output.tar.gz`: the confusion matrix in AWS's own form, and the figures as Describe tells them. */
export async function writeTrainingOutput(
  rest: RestContext,
  operation: OperationRecord,
  { project, modelId }: { readonly project: Project; readonly modelId: number },
  control: OperationControl,
): Promise<void> {
  const output = trainingOutput(operation);
  if (output === null) return;
  const evaluation = await project.evaluations.get(modelId, 'test');
  const target = await pathBelow(rest.folders, output.base, output.file);
  const folder = await mkdtemp(path.join(tmpdir(), 'winnow-comprehend-'));
  try {
    const metrics = path.join(folder, 'metrics.json');
    const figures = evaluation === null ? {} : evaluationMetrics(evaluation.metrics);
    await writeFile(metrics, `${awsJson(figures)}\n`);
    const files = [{ name: 'output/metrics.json', path: metrics }];
    if (evaluation !== null) {
      const matrix = path.join(folder, 'confusion_matrix.json');
      const request = { modelId, dataset: 'test', format: 'comprehend', path: matrix } as const;
      await runJob(project, () => project.reports.start(request), control.signal);
      files.unshift({ name: 'output/confusion_matrix.json', path: matrix });
    }
    await writeTarball(target, files, { now: rest.now(), signal: control.signal });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
