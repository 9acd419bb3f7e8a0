import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Project } from '../../../core/core.ts';
import { AppError } from '../../../domain/errors.ts';
import type { RejectedRow } from '../../../domain/import.ts';
import type { BatchClassification } from '../../../domain/model.ts';
import { automaticReadOptions } from '../../../domain/source.ts';
import type { OperationControl, OperationWork, RestContext } from '../context.ts';
import { withoutPaths } from '../failures.ts';
import { runJob } from '../run-job.ts';
import { type JobRequest, type JobResult, jobFolder, jobOutput, jobRequestOf } from './batch-jobs.ts';
import { isClosing } from './closing.ts';
import { existingPaths, pathBelow } from './s3-location.ts';
import { writeTarball } from './tarball.ts';

/** Hidden: where the input is the folder above, it is not read as input. */
const workFolder = '.temp';

/** Share of the progress that packing makes. */
const classifyingShare = 0.95;

/**
 * Classifies the files and packs the results. What is classified lies in a folder beside the output until it is
 * packed, so that after a crash the rest alone is done. A job that fails or is stopped leaves nothing.
 */
export function batchWork(rest: RestContext): OperationWork {
  return async (operation, control) => {
    const { input } = jobRequestOf(operation);
    const project = await rest.projects.find(operation.project!);
    const paths = await existingPaths(rest.folders, input.InputDataConfig.S3Uri);
    const folder = jobFolder(operation);
    const below = (file: string): Promise<string> =>
      pathBelow(rest.folders, input.OutputDataConfig.S3Uri, file);
    const files = {
      ...{ paths, predictions: await below(`${folder}/${workFolder}/predictions.jsonl`) },
      target: await below(jobOutput(operation)),
    };
    try {
      const result = await classify(project, jobRequestOf(operation), files, control);
      await pack(result, files, { now: rest.now(), signal: control.signal });
      const { documents, rejectedCount } = result;
      return { documents, unread: rejectedCount } satisfies JobResult;
    } catch (error) {
      if (!isClosing(rest, operation, control)) {
        await rm(path.resolve(files.predictions, '../..'), { recursive: true, force: true });
      }
      throw error;
    }
  };
}

interface Files {
  readonly paths: readonly string[];
  readonly predictions: string;
  readonly target: string;
}

async function classify(
  project: Project,
  { input, modelId }: JobRequest,
  { paths, predictions }: Files,
  { signal, progress }: OperationControl,
): Promise<BatchClassification> {
  const format =
    input.InputDataConfig.InputFormat === 'ONE_DOC_PER_FILE' ? ('txt' as const) : ('lines' as const);
  const request = {
    modelId,
    paths,
    options: { ...automaticReadOptions, format },
    outputPath: predictions,
    outputFormat: 'comprehend',
    resume: true,
  } as const;
  const start = () => project.classification.startBatch(request);
  const onFraction = (fraction: number): void => progress(classifyingShare * fraction);
  const result = (await runJob(project, start, signal, onFraction)) as BatchClassification;
  if (signal.aborted) throw new AppError('cancelled', 'Cancelled.');
  return result;
}

async function pack(
  { rejected, errorsPath }: BatchClassification,
  { predictions, target }: Files,
  options: Parameters<typeof writeTarball>[2],
): Promise<void> {
  const tail = rejected.map(errorLine).join('');
  await writeTarball(
    target,
    [
      { name: 'predictions.jsonl', path: predictions, tail },
      ...(errorsPath === null ? [] : [{ name: 'errors.csv', path: errorsPath }]),
    ],
    options,
  );
  await rm(path.dirname(predictions), { recursive: true, force: true });
}

/** As AWS tells of a document that it could not read; `Line` counts from zero and is absent for a whole file. */
function errorLine({ source, line, reason }: RejectedRow): string {
  const place = line === 0 ? { File: source } : { File: source, Line: String(line - 1) };
  const error = { ErrorCode: 'INVALID_DOCUMENT', ErrorMessage: withoutPaths(reason) };
  return `${JSON.stringify({ ...place, ...error })}\n`;
}
