import { z } from 'zod';
import type { OperationRecord } from '../../../core/ports/operations.ts';
import type { RestContext } from '../context.ts';
import { withoutPaths } from '../failures.ts';
import { account, type ClassifierName, classifierArn, jobArn, jobIdOf } from './arns.ts';
import {
  arnText,
  clientRequestToken,
  cloudSettings,
  documentReaderConfig,
  jobText,
  noFlywheel,
  outputDataConfig,
  roleArn,
  s3Uri,
  tagList,
} from './inputs.ts';
import { epochSeconds } from './paging.ts';
import { uriBelow } from './s3-location.ts';

/** Kind of the operation that classifies files. */
export const jobKind = 'classification-job';

export const startInput = z.object({
  JobName: jobText.min(1).max(256).optional(),
  DocumentClassifierArn: arnText.optional(),
  InputDataConfig: z.object({
    S3Uri: s3Uri,
    InputFormat: z.enum(['ONE_DOC_PER_FILE', 'ONE_DOC_PER_LINE']).optional(),
    DocumentReaderConfig: documentReaderConfig,
  }),
  OutputDataConfig: outputDataConfig,
  DataAccessRoleArn: roleArn,
  ClientRequestToken: clientRequestToken,
  Tags: tagList.optional(),
  FlywheelArn: noFlywheel,
  ...cloudSettings,
});

export interface JobRequest {
  readonly input: z.infer<typeof startInput>;
  readonly region: string;
  readonly classifier: ClassifierName;
  /** Of the model when the job was started. */
  readonly modelId: number;
}

export const jobStatuses = [
  'SUBMITTED',
  'IN_PROGRESS',
  'COMPLETED',
  'FAILED',
  'STOP_REQUESTED',
  'STOPPED',
] as const;
type JobStatus = (typeof jobStatuses)[number];

const statusOf: Readonly<Record<OperationRecord['status'], JobStatus>> = {
  waiting: 'SUBMITTED',
  running: 'IN_PROGRESS',
  succeeded: 'COMPLETED',
  failed: 'FAILED',
  cancelling: 'STOP_REQUESTED',
  cancelled: 'STOPPED',
};

export function jobRequestOf(operation: OperationRecord): JobRequest {
  return operation.request as JobRequest;
}

export function jobStatus(operation: OperationRecord): JobStatus {
  return statusOf[operation.status];
}

/** What is remembered of a job that has ended well. */
export interface JobResult {
  readonly documents: number;
  /** Files and lines that could not be read. */
  readonly unread: number;
}

/** Whether a model is, or is about to be, at work in a job. */
export function isAtWork({ operations }: RestContext, project: string, modelId: number): boolean {
  return operations
    .list('comprehend', jobKind, project)
    .some(
      (job) =>
        ['waiting', 'running', 'cancelling'].includes(job.status) && jobRequestOf(job).modelId === modelId,
    );
}

/** Null when there is no such job. */
export function jobOf({ operations }: RestContext, operationId: string): OperationRecord | null {
  const operation = operations.find('comprehend', operationId);
  return operation?.kind === jobKind ? operation : null;
}

/** Folder of a job below its OutputDataConfig, as AWS lays it out. */
export function jobFolder(operation: OperationRecord): string {
  return `${account}-CLN-${jobIdOf(operation.id)}`;
}

export function jobOutput(operation: OperationRecord): string {
  return `${jobFolder(operation)}/output/output.tar.gz`;
}

/** `DocumentClassificationJobProperties` of AWS; fields without a value are left out. */
export function jobProperties(operation: OperationRecord, region: string): object {
  const { input, classifier } = jobRequestOf(operation);
  const { OutputDataConfig, InputDataConfig, DataAccessRoleArn, JobName, VolumeKmsKeyId, VpcConfig } = input;
  const ended = ['succeeded', 'failed', 'cancelled'].includes(operation.status);
  const id = jobIdOf(operation.id);
  return {
    JobId: id,
    JobArn: jobArn(region, id),
    ...(JobName === undefined ? {} : { JobName }),
    JobStatus: jobStatus(operation),
    ...messageOf(operation),
    SubmitTime: epochSeconds(operation.createdAt),
    ...(ended ? { EndTime: epochSeconds(operation.updatedAt) } : {}),
    DocumentClassifierArn: classifierArn(region, classifier),
    InputDataConfig: { InputFormat: 'ONE_DOC_PER_LINE', ...InputDataConfig },
    OutputDataConfig: { ...OutputDataConfig, S3Uri: uriBelow(OutputDataConfig.S3Uri, jobOutput(operation)) },
    DataAccessRoleArn,
    ...(VolumeKmsKeyId === undefined ? {} : { VolumeKmsKeyId }),
    ...(VpcConfig === undefined ? {} : { VpcConfig }),
  };
}

function messageOf({ error, result }: OperationRecord): { readonly Message?: string } {
  if (error !== null) return { Message: withoutPaths(error.message) };
  const unread = (result as JobResult | null)?.unread ?? 0;
  if (unread === 0) return {};
  return {
    Message: `What could not be read: ${unread}. The output has a line with ErrorMessage for each, as far as there is room.`,
  };
}
