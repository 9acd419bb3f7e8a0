import { rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../domain/errors.ts';
import type { RejectedRow } from '../../../domain/import.ts';
import type { BatchClassification } from '../../../domain/model.ts';
import { automaticReadOptions } from '../../../domain/source.ts';
import type { OperationWork, RestContext } from '../context.ts';
import { withoutPaths } from '../failures.ts';
import { runJob } from '../run-job.ts';
import { type JobResult, jobFolder, jobOutput, jobRequestOf } from './batch-jobs.ts';
import { existingPaths, pathBelow } from './s3-location.ts';
import { writeTarball } from './tarball.ts';

/** Hidden: where the input is the folder above, it is not read as input. */
const workFolder = '.temp';

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
    const paths = await existingPaths(rest.folders, input.InputDataConfig.S3Uri);
    const base = input.OutputDataConfig.S3Uri;
    const predictions = await pathBelow(
      rest.folders,
      base,
      `${jobFolder(operation)}/${workFolder}/predictions.jsonl`,
    );
    const target = await pathBelow(rest.folders, base, jobOutput(operation));
    const request = {
      modelId,
      paths,
      options: {
        ...automaticReadOptions,
        format: input.InputDataConfig.InputFormat === 'ONE_DOC_PER_FILE' ? 'txt' : 'lines',
      },
      outputPath: predictions,
      outputFormat: 'comprehend',
      resume: true,
    } as const;
    const result = (await runJob(
      project,
      () => project.classification.startBatch(request),
      control.signal,
      (fraction) => control.progress(classifyingShare * fraction),
    )) as BatchClassification;
    if (control.signal.aborted) throw new AppError('cancelled', 'Cancelled.');
    const tail = result.rejected.map(errorLine).join('');
    const files = [{ name: 'predictions.jsonl', path: predictions, tail }];
    if (result.errorsPath !== null) files.push({ name: 'errors.csv', path: result.errorsPath, tail: '' });
    await writeTarball(target, files, { now: rest.now(), signal: control.signal });
    await rm(path.dirname(predictions), { recursive: true, force: true });
    const { documents, rejectedCount } = result;
    return { documents, unread: rejectedCount } satisfies JobResult;
  };
}

/** As AWS tells of a document that it could not read; `Line` counts from zero and is absent for a whole file. */
function errorLine({ source, line, reason }: RejectedRow): string {
  const place = line === 0 ? { File: source } : { File: source, Line: String(line - 1) };
  const error = { ErrorCode: 'INVALID_DOCUMENT', ErrorMessage: withoutPaths(reason) };
  return `${JSON.stringify({ ...place, ...error })}\n`;
}
