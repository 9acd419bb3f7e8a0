import { rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../domain/errors.ts';
import { automaticReadOptions } from '../../../domain/source.ts';
import type { OperationWork, RestContext } from '../context.ts';
import { runJob } from '../run-job.ts';
import { jobFolder, jobOutput, jobRequestOf } from './batch-jobs.ts';
import { existingPath, pathBelow } from './s3-location.ts';
import { writeTarball } from './tarball.ts';

/** Share of the progress that packing makes. */
const classifyingShare = 0.95;

/**
 * Classifies the files and packs the results. What is classified lies in a folder beside the output until it is
 * packed, so that after a crash the rest alone is done.
 */
export function batchWork(rest: RestContext): OperationWork {
  return async (operation, control) => {
    const { input, modelId } = jobRequestOf(operation);
    const project = await rest.projects.find(operation.project!);
    const source = await existingPath(rest.folders, input.InputDataConfig.S3Uri);
    const base = input.OutputDataConfig.S3Uri;
    const predictions = await pathBelow(rest.folders, base, `${jobFolder(operation)}/temp/predictions.jsonl`);
    const target = await pathBelow(rest.folders, base, jobOutput(operation));
    const request = {
      modelId,
      paths: [source],
      options: {
        ...automaticReadOptions,
        format: input.InputDataConfig.InputFormat === 'ONE_DOC_PER_FILE' ? 'txt' : 'lines',
      },
      outputPath: predictions,
      outputFormat: 'comprehend',
      resume: true,
    } as const;
    const result = await runJob(
      project,
      () => project.classification.startBatch(request),
      control.signal,
      (fraction) => control.progress(classifyingShare * fraction),
    );
    if (control.signal.aborted) throw new AppError('cancelled', 'Cancelled.');
    await writeTarball(target, [{ name: 'predictions.jsonl', path: predictions }], {
      now: rest.now(),
      signal: control.signal,
    });
    await rm(path.dirname(predictions), { recursive: true, force: true });
    return result;
  };
}
