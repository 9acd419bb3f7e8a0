import { z } from 'zod';
import { type FamilyId, families } from '../../../domain/families.ts';
import { defaultSeed } from '../../../domain/splits.ts';
import { AwsError, invalidRequest } from './aws-error.ts';
import {
  checkTags,
  clientRequestToken,
  cloudSettings,
  documentReaderConfig,
  modelKey,
  outputDataConfig,
  parsed,
  resourceName,
  roleArn,
  s3Uri,
  type Tag,
  tagList,
} from './inputs.ts';

const documentType = z.enum(['PLAIN_TEXT_DOCUMENT', 'SEMI_STRUCTURED_DOCUMENT']).optional();

const augmentedManifest = z.object({
  S3Uri: s3Uri,
  Split: z.enum(['TRAIN', 'TEST']).optional(),
  AttributeNames: z
    .array(
      z
        .string()
        .max(63)
        .regex(/^[a-zA-Z0-9]/, 'begin with a letter or digit'),
    )
    .min(1)
    .max(5),
  AnnotationDataS3Uri: s3Uri.optional(),
  SourceDocumentsS3Uri: s3Uri.optional(),
  DocumentType: documentType,
});

const inputDataConfig = z.object({
  DataFormat: z.enum(['COMPREHEND_CSV', 'AUGMENTED_MANIFEST']).optional(),
  S3Uri: s3Uri.optional(),
  TestS3Uri: s3Uri.optional(),
  LabelDelimiter: z
    .string()
    .regex(/^[ ~!@#$%^*\-_+=|\\:;\t>?/]$/, 'use one of ~!@#$%^*-_+=|\\:;>?/, a space or a tab')
    .optional(),
  AugmentedManifests: z.array(augmentedManifest).optional(),
  DocumentType: documentType,
  Documents: z.object({ S3Uri: s3Uri, TestS3Uri: s3Uri.optional() }).optional(),
  DocumentReaderConfig: documentReaderConfig,
});

const createInput = z.object({
  DocumentClassifierName: resourceName,
  VersionName: resourceName.optional(),
  DataAccessRoleArn: roleArn,
  LanguageCode: z.string(),
  Mode: z.enum(['MULTI_CLASS', 'MULTI_LABEL']).optional(),
  InputDataConfig: inputDataConfig,
  OutputDataConfig: outputDataConfig.partial().extend({ FlywheelStatsS3Prefix: s3Uri.optional() }).optional(),
  ClientRequestToken: clientRequestToken,
  Tags: tagList.optional(),
  ModelPolicy: z.string().min(1).max(20_000).optional(),
  ...modelKey,
  ...cloudSettings,
});

export type CreateClassifierInput = z.infer<typeof createInput>;

/** A file or folder to read training or test documents from. */
export interface TrainingSource {
  readonly uri: string;
  readonly format: 'comprehend' | 'comprehend-manifest';
  /** Null: drawn. */
  readonly dataset: 'train' | 'test' | null;
  /** Augmented manifest: the attribute that holds the labels; null finds it out. */
  readonly attribute: string | null;
}

/** @throws AwsError `InvalidRequestException`, `UnsupportedLanguageException`, `TooManyTagsException`. */
export function parseCreateClassifier(input: unknown): CreateClassifierInput {
  const create = parsed(createInput, input);
  if (!/^[a-z]{2,3}(-[A-Za-z]{2,4})?$/.test(create.LanguageCode)) {
    throw new AwsError(
      'UnsupportedLanguageException',
      `LanguageCode: ${create.LanguageCode} is no language code.`,
    );
  }
  checkTags(create.Tags ?? []);
  trainingOf(create.Tags ?? []);
  sourcesOf(create.InputDataConfig);
  return create;
}

/** What is imported, in order. @throws AwsError `InvalidRequestException`. */
export function sourcesOf(config: CreateClassifierInput['InputDataConfig']): readonly TrainingSource[] {
  const { DocumentType = 'PLAIN_TEXT_DOCUMENT', Documents } = config;
  if (DocumentType !== 'PLAIN_TEXT_DOCUMENT' || Documents !== undefined) {
    throw invalidRequest('InputDataConfig.DocumentType: Winnow trains on plain text (PLAIN_TEXT_DOCUMENT).');
  }
  return config.DataFormat === 'AUGMENTED_MANIFEST' ? manifestSources(config) : csvSources(config);
}

function csvSources({
  S3Uri,
  TestS3Uri,
}: CreateClassifierInput['InputDataConfig']): readonly TrainingSource[] {
  if (S3Uri === undefined) {
    throw invalidRequest('InputDataConfig.S3Uri: name the CSV file of the training documents.');
  }
  const format = 'comprehend';
  if (TestS3Uri === undefined) return [{ uri: S3Uri, format, dataset: null, attribute: null }];
  return [
    { uri: S3Uri, format, dataset: 'train', attribute: null },
    { uri: TestS3Uri, format, dataset: 'test', attribute: null },
  ];
}

function manifestSources({
  AugmentedManifests = [],
}: CreateClassifierInput['InputDataConfig']): readonly TrainingSource[] {
  if (
    AugmentedManifests.some(
      ({ DocumentType = 'PLAIN_TEXT_DOCUMENT' }) => DocumentType !== 'PLAIN_TEXT_DOCUMENT',
    )
  ) {
    throw invalidRequest(
      'InputDataConfig.AugmentedManifests: Winnow trains on plain text (PLAIN_TEXT_DOCUMENT).',
    );
  }
  const hasTest = AugmentedManifests.some(({ Split }) => Split === 'TEST');
  const sources = AugmentedManifests.map(({ S3Uri, Split, AttributeNames }): TrainingSource => {
    const dataset = Split === 'TEST' ? 'test' : 'train';
    return {
      uri: S3Uri,
      format: 'comprehend-manifest',
      dataset: hasTest ? dataset : null,
      // Of several, the one that holds labels is found by its type.
      attribute: AttributeNames.length === 1 ? AttributeNames[0]! : null,
    };
  });
  if (!sources.some(({ dataset }) => dataset !== 'test')) {
    throw invalidRequest('InputDataConfig.AugmentedManifests: name a manifest of training documents.');
  }
  return sources;
}

export interface TrainingChoice {
  readonly family: FamilyId;
  readonly seed: number;
}

/**
 * AWS has no place for what Winnow can choose: the tags `winnow:family` and `winnow:seed` are one.
 * @throws AwsError `InvalidRequestException`.
 */
export function trainingOf(tags: readonly Tag[]): TrainingChoice {
  const tagged = (key: string): string | undefined => tags.find(({ Key }) => Key === key)?.Value;
  const wanted = tagged('winnow:family') ?? 'linear';
  const family = families.find(({ id, needsEncoder }) => id === wanted && !needsEncoder);
  if (family === undefined) {
    const known = families.filter(({ needsEncoder }) => !needsEncoder).map(({ id }) => id);
    throw invalidRequest(`The tag winnow:family is one of ${known.join(', ')}.`);
  }
  const seed = tagged('winnow:seed') ?? String(defaultSeed);
  if (!/^\d{1,9}$/.test(seed)) throw invalidRequest('The tag winnow:seed is a whole number, 0 or more.');
  return { family: family.id, seed: Number(seed) };
}
