import type { RestContext } from '../context.ts';
import { withoutPaths } from '../failures.ts';
import { classifierMetadata } from './classifier-metadata.ts';
import { arnOf, type Classifier, type ClassifierState, requestOf, stateOf } from './classifiers.ts';
import { epochSeconds } from './paging.ts';
import { trainingOutput } from './training-output.ts';

/** `DocumentClassifierProperties` of AWS; fields without a value are left out. */
export async function classifierProperties(
  rest: RestContext,
  classifier: Classifier,
  region: string,
): Promise<object> {
  const { version, status, submittedAt, operation } = classifier;
  return {
    DocumentClassifierArn: arnOf(classifier, region),
    Status: status,
    SubmitTime: epochSeconds(submittedAt),
    ...(version === null ? {} : { VersionName: version }),
    ...(operation === null ? asTrained(classifier) : asRequested(rest, operation)),
    ...(classifier.trained === null
      ? {}
      : { ClassifierMetadata: await classifierMetadata(classifier.trained) }),
  };
}

function asRequested(rest: RestContext, operation: NonNullable<Classifier['operation']>): object {
  const { input } = requestOf(operation);
  const state = stateOf(rest, operation);
  const { LanguageCode, Mode = 'MULTI_CLASS', InputDataConfig, OutputDataConfig } = input;
  const ended =
    operation.status === 'succeeded' || operation.status === 'failed' || operation.status === 'cancelled';
  const output = trainingOutput(operation);
  return {
    ...{ LanguageCode, Mode, DataAccessRoleArn: input.DataAccessRoleArn },
    InputDataConfig: { DataFormat: 'COMPREHEND_CSV', ...InputDataConfig },
    OutputDataConfig: { ...OutputDataConfig, ...(output === null ? {} : { S3Uri: output.uri }) },
    ...kept(input, ['VolumeKmsKeyId', 'VpcConfig', 'ModelKmsKeyId']),
    ...messageOf(operation, state),
    ...(ended ? { EndTime: epochSeconds(operation.updatedAt) } : {}),
    ...(state === null ? {} : { TrainingStartTime: epochSeconds(state.trainingStartedAt) }),
    ...(state === null || state.trainingEndedAt === null
      ? {}
      : { TrainingEndTime: epochSeconds(state.trainingEndedAt) }),
  };
}

function messageOf(
  { error }: NonNullable<Classifier['operation']>,
  state: ClassifierState | null,
): { readonly Message?: string } {
  if (error !== null) return { Message: withoutPaths(error.message) };
  const { lines = 0, first = null } = state?.unread ?? {};
  if (lines === 0) return {};
  const reason = first === null ? '' : ` The first: ${withoutPaths(first)}`;
  return { Message: `Lines of the training data that could not be read: ${lines}.${reason}` };
}

/** Of a model that was trained in the window or by a command. */
function asTrained({ trained, submittedAt }: Classifier): object {
  if (trained === null) return {};
  const { language, kind } = trained.project.info();
  return {
    LanguageCode: language,
    Mode: kind === 'single' ? 'MULTI_CLASS' : 'MULTI_LABEL',
    EndTime: epochSeconds(submittedAt),
  };
}

function kept<Source extends object>(source: Source, keys: readonly (keyof Source)[]): object {
  return Object.fromEntries(keys.filter((key) => source[key] !== undefined).map((key) => [key, source[key]]));
}
