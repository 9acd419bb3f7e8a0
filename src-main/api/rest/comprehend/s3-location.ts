import { AppError } from '../../../domain/errors.ts';
import type { AllowedFolders } from '../context.ts';
import { invalidRequest } from './aws-error.ts';

interface S3Location {
  readonly bucket: string;
  /** Without slashes at its ends; empty for the whole bucket. */
  readonly key: string;
}

/** @throws AwsError `InvalidRequestException`. */
function parseS3Uri(uri: string): S3Location {
  const match = /^s3:\/\/([^/]+)(?:\/(.*))?$/.exec(uri);
  if (match === null) throw invalidRequest(`${uri} is not of the form s3://bucket/key.`);
  return { bucket: match[1]!, key: (match[2] ?? '').replaceAll(/^\/+|\/+$/g, '') };
}

/**
 * The file or folder of this computer that a URI names: the bucket is an allowed folder.
 * @throws AwsError `InvalidRequestException`, which names the URI and no path of this computer.
 */
export async function existingPath(folders: AllowedFolders, uri: string): Promise<string> {
  const { bucket, key } = parseS3Uri(uri);
  return telling(uri, () => (key === '' ? folders.container(bucket) : folders.existing(bucket, key)));
}

/**
 * Path for a file to be written below a URI.
 * @throws AwsError as {@link existingPath}.
 */
export async function pathBelow(folders: AllowedFolders, uri: string, file: string): Promise<string> {
  const { bucket, key } = parseS3Uri(uri);
  return telling(uri, () => folders.writable(bucket, key === '' ? file : `${key}/${file}`));
}

/**
 * Whether something may be written below a URI; makes its folder.
 * @throws AwsError as {@link existingPath}.
 */
export async function checkOutput(folders: AllowedFolders, uri: string): Promise<void> {
  await pathBelow(folders, uri, 'output.tar.gz');
}

/** The URI with a path added to its key. */
export function uriBelow(uri: string, file: string): string {
  return `${uri.replace(/\/+$/, '')}/${file}`;
}

async function telling<Value>(uri: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError) throw invalidRequest(`${uri}: ${error.message}`);
    throw error;
  }
}
