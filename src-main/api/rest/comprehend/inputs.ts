import { z } from 'zod';
import { AwsError, type AwsErrorType, invalidRequest } from './aws-error.ts';

/** Parts of requests that several operations share. Lengths and patterns are those of AWS's own description. */

const name = z
  .string()
  .regex(/^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/, 'use letters, digits and hyphens between them');

export const resourceName = name.max(63);
export const endpointName = name.max(40);
/** Longer than AWS's, whose names are never encoded. */
export const arnText = z.string().min(1).max(1024);
export const s3Uri = z.string().min(1).max(1024);
export const roleArn = z
  .string()
  .min(20)
  .max(2048)
  .regex(/^arn:aws(-[^:]+)?:iam::\d{12}:role\/.+$/, 'is not the ARN of a role');
export const clientRequestToken = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[a-zA-Z0-9-]+$/, 'use letters, digits and hyphens')
  .optional();
/** Also the pattern of job ids. */
export const jobText = z
  .string()
  .regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-%@]*$/u, 'use letters, digits, spaces and _.:/=+-%@');

const tag = z
  .object({ Key: z.string().min(1).max(128), Value: z.string().max(256).optional() })
  .transform(({ Key, Value = '' }) => ({ Key, Value }));
export const tagList = z
  .array(tag)
  .refine((tags) => new Set(tags.map(({ Key }) => Key)).size === tags.length, 'a key occurs twice')
  .refine((tags) => !tags.some(({ Key }) => /^aws:/i.test(Key)), 'keys that begin with aws: are reserved');
export type Tag = z.infer<typeof tag>;

export const paging = {
  MaxResults: z.number().int().min(1).max(500).optional(),
  NextToken: z.string().min(1).max(8192).optional(),
};

/** Seconds since 1970. */
export const time = z.number();

const kmsKey = z
  .string()
  .max(2048)
  .regex(/^\p{ASCII}+$/u, 'is no id of a key')
  .optional();
const networkId = z
  .string()
  .max(32)
  .regex(/^[-0-9a-zA-Z]+$/, 'use letters, digits and hyphens');

/** Accepted and told again; they mean nothing where nothing leaves this computer. */
export const cloudSettings = {
  VolumeKmsKeyId: kmsKey,
  VpcConfig: z
    .object({
      SecurityGroupIds: z.array(networkId).min(1).max(5),
      Subnets: z.array(networkId).min(1).max(16),
    })
    .optional(),
};

export const modelKey = { ModelKmsKeyId: kmsKey };
export const outputDataConfig = z.object({ S3Uri: s3Uri, KmsKeyId: kmsKey });

/** How native documents would be read; plain text needs none of it. */
export const documentReaderConfig = z
  .object({
    DocumentReadAction: z.enum(['TEXTRACT_DETECT_DOCUMENT_TEXT', 'TEXTRACT_ANALYZE_DOCUMENT']),
    DocumentReadMode: z.enum(['SERVICE_DEFAULT', 'FORCE_DOCUMENT_READ_ACTION']).optional(),
    FeatureTypes: z
      .array(z.enum(['TABLES', 'FORMS']))
      .min(1)
      .max(2)
      .optional(),
  })
  .optional();

/** There are none here: an operation that names one would not do what it is asked for. */
export const noFlywheel = z.never({ error: 'Winnow has no flywheels' }).optional();

/**
 * @param badFilter what the operation calls a filter that is wrong
 * @throws AwsError `InvalidRequestException` or `badFilter`, which names the first field that is wrong.
 */
export function parsed<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  badFilter: AwsErrorType = 'InvalidRequestException',
): z.infer<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.path.join('.') ?? '';
  const error = invalidRequest(
    `${field === '' ? 'The request' : field}: ${issue?.message ?? 'it is not valid'}`,
  );
  throw issue?.path[0] === 'Filter' ? new AwsError(badFilter, error.message) : error;
}

/** @throws AwsError `TooManyTagsException`. */
export function checkTags(tags: readonly Tag[]): void {
  if (tags.length <= maximalTags) return;
  throw new AwsError(
    'TooManyTagsException',
    `A resource has at most ${maximalTags} tags; these are ${tags.length}.`,
  );
}

export const maximalTags = 50;
