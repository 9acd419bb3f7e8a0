import { z } from 'zod';
import { AwsError, invalidRequest } from './aws-error.ts';

/** Parts of requests that several operations share. Lengths and patterns are those of AWS's own description. */

export const resourceName = z
  .string()
  .max(63)
  .regex(/^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/, 'use letters, digits and single hyphens');

export const arnText = z.string().min(1).max(1024);
export const s3Uri = z.string().min(1).max(1024);
export const clientRequestToken = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[a-zA-Z0-9-]+$/, 'use letters, digits and hyphens')
  .optional();

const tag = z.object({ Key: z.string().min(1).max(128), Value: z.string().max(256).optional() });
export const tagList = z.array(tag);
export type Tag = z.infer<typeof tag>;

export const paging = {
  MaxResults: z.number().int().min(1).max(500).optional(),
  NextToken: z.string().min(1).max(8192).optional(),
};

/** Seconds since 1970. */
export const time = z.number();

/** Accepted and told again; they mean nothing where nothing leaves this computer. */
export const cloudSettings = {
  VolumeKmsKeyId: z.string().max(2048).optional(),
  VpcConfig: z.object({ SecurityGroupIds: z.array(z.string()), Subnets: z.array(z.string()) }).optional(),
};

export const outputDataConfig = z.object({ S3Uri: s3Uri, KmsKeyId: z.string().max(2048).optional() });

/** How native documents would be read; plain text needs none of it. */
export const documentReaderConfig = z.record(z.string(), z.unknown()).optional();

/** @throws AwsError `InvalidRequestException`, which names the first field that is wrong. */
export function parsed<Schema extends z.ZodType>(schema: Schema, input: unknown): z.infer<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.path.join('.') ?? '';
  throw invalidRequest(`${field === '' ? 'The request' : field}: ${issue?.message ?? 'it is not valid'}`);
}

/** @throws AwsError `TooManyTagsException`. */
export function checkTags(tags: readonly Tag[]): void {
  if (tags.length <= 50) return;
  throw new AwsError('TooManyTagsException', `A resource has at most 50 tags; these are ${tags.length}.`);
}
