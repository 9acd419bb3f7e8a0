import { z } from 'zod';
import type { OperationRecord } from '../../../core/ports/operations.ts';
import type { RestContext } from '../context.ts';
import { jobArn, jobIdOf, operationIdOf } from './arns.ts';
import { AwsError, invalidRequest } from './aws-error.ts';
import {
  type JobRequest,
  jobKind,
  jobOf,
  jobProperties,
  jobRequestOf,
  jobStatus,
  jobStatuses,
  startInput,
} from './batch-jobs.ts';
import { findClassifier } from './classifiers.ts';
import { once } from './client-tokens.ts';
import { trainedModel } from './endpoint-handlers.ts';
import type { Call, Handlers } from './handler.ts';
import { checkTags, jobText, paging, parsed, time } from './inputs.ts';
import { epochSeconds, pageOf, timeFilter } from './paging.ts';
import { checkOutput, existingPaths } from './s3-location.ts';
import { saveTags } from './stored-tags.ts';

/** As long as AWS remembers a job. */
const secondsToLive = 90 * 24 * 3600;

const byId = z.object({ JobId: jobText.min(1).max(32) });

const listing = z.object({
  Filter: z
    .object({
      JobName: jobText.min(1).max(256),
      JobStatus: z.enum(jobStatuses),
      SubmitTimeBefore: time,
      SubmitTimeAfter: time,
    })
    .partial()
    .optional(),
  ...paging,
});

export const batchHandlers: Handlers = {
  async StartDocumentClassificationJob(raw, call) {
    const input = parsed(startInput, raw);
    checkTags(input.Tags ?? []);
    return once(call.rest, 'StartDocumentClassificationJob', input, () => startJob(input, call));
  },
  DescribeDocumentClassificationJob(raw, { rest, region }) {
    const { JobId } = parsed(byId, raw);
    return { DocumentClassificationJobProperties: jobProperties(requireJob(rest, JobId), region) };
  },
  ListDocumentClassificationJobs(raw, { rest, region }) {
    const { Filter = {}, ...request } = parsed(listing, raw, 'InvalidFilterException');
    const submitted = timeFilter(Filter.SubmitTimeBefore, Filter.SubmitTimeAfter);
    const all = rest.operations
      .list('comprehend', jobKind)
      .filter(
        (job) =>
          (Filter.JobName === undefined || Filter.JobName === jobRequestOf(job).input.JobName) &&
          (Filter.JobStatus === undefined || Filter.JobStatus === jobStatus(job)) &&
          submitted.passes(epochSeconds(job.createdAt)),
      );
    const placeOf = (job: OperationRecord) => [epochSeconds(job.createdAt), job.id] as const;
    const { page, next } = pageOf(all, placeOf, request, submitted.oldestFirst);
    return {
      DocumentClassificationJobPropertiesList: page.map((job) => jobProperties(job, region)),
      ...next,
    };
  },
  /** Not among AWS's operations, which know no way to stop this one kind of job. */
  StopDocumentClassificationJob(raw, { rest }) {
    const { JobId } = parsed(byId, raw);
    const job = rest.operations.cancel('comprehend', requireJob(rest, JobId).id);
    return { JobId, JobStatus: jobStatus(job) };
  },
};

async function startJob(input: JobRequest['input'], { rest, region }: Call): Promise<object> {
  if (input.DocumentClassifierArn === undefined) {
    throw invalidRequest('DocumentClassifierArn: name the model. Winnow has no flywheels.');
  }
  const classifier = await findClassifier(rest, input.DocumentClassifierArn);
  const { project, model } = trainedModel(classifier, region);
  await existingPaths(rest.folders, input.InputDataConfig.S3Uri);
  await checkOutput(rest.folders, input.OutputDataConfig.S3Uri);
  const { name, version } = classifier;
  const request: JobRequest = { input, region, classifier: { name, version }, modelId: model.id };
  const job = rest.operations.start({
    service: 'comprehend',
    kind: jobKind,
    project: project.info().name,
    request,
    secondsToLive,
    queue: 'comprehend-batch',
  });
  const JobId = jobIdOf(job.id);
  const JobArn = jobArn(region, JobId);
  saveTags(rest, JobArn, input.Tags ?? []);
  return { JobId, JobArn, JobStatus: jobStatus(job), DocumentClassifierArn: input.DocumentClassifierArn };
}

/** @throws AwsError `JobNotFoundException`. */
function requireJob(rest: RestContext, jobId: string): OperationRecord {
  const job = jobOf(rest, operationIdOf(jobId));
  if (job === null) throw new AwsError('JobNotFoundException', `There is no job ${jobId}.`);
  return job;
}
