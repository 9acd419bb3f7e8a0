import { z } from 'zod';
import type { OperationRecord } from '../../../core/ports/operations.ts';
import { AppError } from '../../../domain/errors.ts';
import type { RestContext } from '../context.ts';
import { withoutPaths } from '../failures.ts';
import { account, type ClassifierName, classifierArn, jobArn, jobIdOf } from './arns.ts';
import {
  arnText,
  clientRequestToken,
  cloudSettings,
  documentReaderConfig,
  outputDataConfig,
  s3Uri,
  tagList,
} from './inputs.ts';
import { epochSeconds } from './paging.ts';
import { uriBelow } from './s3-location.ts';

/** Kind of the operation that classifies files. */
export const jobKind = 'classification-job';

export const startInput = z.object({
  JobName: z.string().min(1).max(256).optional(),
  DocumentClassifierArn: arnText.optional(),
  InputDataConfig: z.object({
    S3Uri: s3Uri,
    InputFormat: z.enum(['ONE_DOC_PER_FILE', 'ONE_DOC_PER_LINE']).optional(),
    DocumentReaderConfig: documentReaderConfig,
  }),
  OutputDataConfig: outputDataConfig,
  DataAccessRoleArn: z.string().min(20).max(2048),
  ClientRequestToken: clientRequestToken,
  Tags: tagList.optional(),
  FlywheelArn: z.string().optional(),
  ...cloudSettings,
});

export interface JobRequest {
  readonly input: z.infer<typeof startInput>;
  readonly region: string;
  readonly classifier: ClassifierName;
  /** Of the model when the job was started. */
  readonly modelId: number;
}

const statusOf: Readonly<Record<OperationRecord['status'], string>> = {
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

export function jobStatus(operation: OperationRecord): string {
  return statusOf[operation.status];
}

/** Null when there is no such job. */
export function jobOf({ operations }: RestContext, operationId: string): OperationRecord | null {
  try {
    const operation = operations.get('comprehend', operationId);
    return operation.kind === jobKind ? operation : null;
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  }
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
    ...(operation.error === null ? {} : { Message: withoutPaths(operation.error.message) }),
    SubmitTime: epochSeconds(operation.createdAt),
    ...(ended ? { EndTime: epochSeconds(operation.updatedAt) } : {}),
    DocumentClassifierArn: classifierArn(region, classifier),
    InputDataConfig,
    OutputDataConfig: { ...OutputDataConfig, S3Uri: uriBelow(OutputDataConfig.S3Uri, jobOutput(operation)) },
    DataAccessRoleArn,
    ...(VolumeKmsKeyId === undefined ? {} : { VolumeKmsKeyId }),
    ...(VpcConfig === undefined ? {} : { VpcConfig }),
  };
}
