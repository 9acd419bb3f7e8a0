import { z } from 'zod';
import type { OperationRecord } from '../../../core/ports/operations.ts';
import type { RestContext } from '../context.ts';
import { existingProject } from '../existing-project.ts';
import { AwsError, invalidRequest } from './aws-error.ts';
import { isAtWork } from './batch-jobs.ts';
import { type CreateClassifierInput, parseCreateClassifier, sourcesOf } from './classifier-input.ts';
import { classifierProperties } from './classifier-properties.ts';
import {
  arnOf,
  type Classifier,
  type ClassifierRequest,
  classifierKind,
  findClassifier,
  forget,
  isThere,
  listClassifiers,
  modelStatuses,
  operationsOf,
} from './classifiers.ts';
import { inTurn, once } from './client-tokens.ts';
import type { Call, Handlers } from './handler.ts';
import { arnText, paging, parsed, resourceName, time } from './inputs.ts';
import { epochSeconds, pageOf, timeFilter } from './paging.ts';
import { checkOutput, existingPaths } from './s3-location.ts';
import { saveTags } from './stored-tags.ts';

/** Until they are deleted. */
const secondsToLive = 100 * 365 * 24 * 3600;

const byArn = z.object({ DocumentClassifierArn: arnText });

const listing = z.object({
  Filter: z
    .object({
      Status: z.enum(modelStatuses),
      DocumentClassifierName: resourceName,
      SubmitTimeBefore: time,
      SubmitTimeAfter: time,
    })
    .partial()
    .optional(),
  ...paging,
});

export const classifierHandlers: Handlers = {
  async CreateDocumentClassifier(raw, call) {
    const input = parseCreateClassifier(raw);
    return once(call.rest, 'CreateDocumentClassifier', input, () => createClassifier(input, call));
  },
  async DescribeDocumentClassifier(raw, { rest, region }) {
    const { DocumentClassifierArn } = parsed(byArn, raw);
    const classifier = await findClassifier(rest, DocumentClassifierArn);
    return { DocumentClassifierProperties: await classifierProperties(rest, classifier, region) };
  },
  async ListDocumentClassifiers(raw, { rest, region }) {
    const { Filter = {}, ...request } = parsed(listing, raw, 'InvalidFilterException');
    const submitted = timeFilter(Filter.SubmitTimeBefore, Filter.SubmitTimeAfter);
    const all = (await listClassifiers(rest)).filter(
      ({ name, status, submittedAt }) =>
        (Filter.DocumentClassifierName === undefined || Filter.DocumentClassifierName === name) &&
        (Filter.Status === undefined || Filter.Status === status) &&
        submitted.passes(epochSeconds(submittedAt)),
    );
    const placeOf = (one: Classifier) => [epochSeconds(one.submittedAt), arnOf(one, region)] as const;
    const { page, next } = pageOf(all, placeOf, request, submitted.oldestFirst);
    const list: object[] = [];
    for (const classifier of page) list.push(await classifierProperties(rest, classifier, region));
    return { DocumentClassifierPropertiesList: list, ...next };
  },
  async ListDocumentClassifierSummaries(raw, { rest }) {
    const request = parsed(z.object(paging), raw);
    const all = summaries(await listClassifiers(rest));
    const { page, next } = pageOf(
      all,
      (one) => [one.LatestVersionCreatedAt, one.DocumentClassifierName],
      request,
    );
    return { DocumentClassifierSummariesList: page, ...next };
  },
  DeleteDocumentClassifier(raw, { rest }) {
    const { DocumentClassifierArn } = parsed(byArn, raw);
    return inTurn(rest, async () => {
      await deleteClassifier(rest, await findClassifier(rest, DocumentClassifierArn));
      saveTags(rest, DocumentClassifierArn, []);
      return {};
    });
  },
  async StopTrainingDocumentClassifier(raw, { rest }) {
    const { DocumentClassifierArn } = parsed(byArn, raw);
    const { operation } = await findClassifier(rest, DocumentClassifierArn);
    if (operation !== null) rest.operations.cancel('comprehend', operation.id);
    return {};
  },
};

async function createClassifier(input: CreateClassifierInput, { rest, region }: Call): Promise<object> {
  for (const { uri } of sourcesOf(input.InputDataConfig)) await existingPaths(rest.folders, uri);
  const output = input.OutputDataConfig?.S3Uri;
  if (output !== undefined) await checkOutput(rest.folders, output);
  const { DocumentClassifierName: name, VersionName } = input;
  await checkNameIsFree(rest, input);
  rest.operations.start({
    service: 'comprehend',
    kind: classifierKind,
    project: name,
    request: { input, region } satisfies ClassifierRequest,
    secondsToLive,
    queue: 'comprehend-training',
  });
  const DocumentClassifierArn = arnOf({ name, version: VersionName ?? null }, region);
  saveTags(rest, DocumentClassifierArn, input.Tags ?? []);
  return { DocumentClassifierArn };
}

/** A project that this service did not make is nobody's to add to. */
async function checkNameIsFree(rest: RestContext, input: CreateClassifierInput): Promise<void> {
  const { DocumentClassifierName: name, VersionName, Mode = 'MULTI_CLASS' } = input;
  const project = await existingProject(rest, name);
  const earlier = operationsOf(rest, name);
  // Without a version the model bears the classifier's name: a version of that name is the same model.
  const model = VersionName ?? name;
  for (const one of earlier.filter(({ request }) => modelOf(request as ClassifierRequest) === model)) {
    if (await isThere(rest, one)) {
      throw new AwsError('ResourceInUseException', `There is a classifier ${name} of this version already.`);
    }
  }
  if (project === null) return;
  if (earlier.length === 0) {
    throw new AwsError(
      'ResourceInUseException',
      `There is a project ${name} already, which was not made by this service. Choose another name.`,
    );
  }
  if (project.models.list().some((one) => one.name === model)) {
    throw new AwsError('ResourceInUseException', `The project ${name} has a model of this name already.`);
  }
  if ((project.info().kind === 'multi') !== (Mode === 'MULTI_LABEL')) {
    throw invalidRequest(`Mode: the other versions of ${name} are not ${Mode}.`);
  }
}

function modelOf({ input }: ClassifierRequest): string {
  return input.VersionName ?? input.DocumentClassifierName;
}

/** The project goes with the last model of it, if this service made it. */
async function deleteClassifier(rest: RestContext, classifier: Classifier): Promise<void> {
  const { operation, trained, status, name } = classifier;
  if (status === 'SUBMITTED' || status === 'TRAINING' || status === 'STOP_REQUESTED') {
    throw new AwsError('ResourceInUseException', `It is being trained. Stop the training first.`);
  }
  if (trained !== null) {
    if (isAtWork(rest, trained.project.info().name, trained.model.id)) {
      throw new AwsError('ResourceInUseException', 'A classification job is using the model.');
    }
    trained.project.models.delete(trained.model.id);
  }
  if (operation === null) return;
  const project = await existingProject(rest, name);
  const others = operationsOf(rest, name).filter(({ id }) => id !== operation.id);
  const hasOthers = await anyIsThere(rest, others);
  // Before it is forgotten that the project was made here: a crash in between would leave it as somebody else's.
  if (!hasOthers && project?.models.list().length === 0) await rest.projects.delete(name);
  forget(rest, operation);
}

async function anyIsThere(rest: RestContext, operations: readonly OperationRecord[]): Promise<boolean> {
  for (const one of operations) if (await isThere(rest, one)) return true;
  return false;
}

/** One for each name, newest first. */
function summaries(classifiers: readonly Classifier[]) {
  return [...Map.groupBy(classifiers, ({ name }) => name)].map(([name, versions]) => {
    const latest = versions[0]!;
    return {
      DocumentClassifierName: name,
      NumberOfVersions: versions.length,
      LatestVersionCreatedAt: epochSeconds(latest.submittedAt),
      LatestVersionStatus: latest.status,
      ...(latest.version === null ? {} : { LatestVersionName: latest.version }),
    };
  });
}
