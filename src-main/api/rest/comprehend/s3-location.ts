import { readdir } from 'node:fs/promises';
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
 * What a URI names on this computer, where the bucket is an allowed folder: the file or folder of that very name, else,
 * as a key is a prefix for AWS, those whose names begin so.
 * @throws AwsError `InvalidRequestException`, which names the URI and no path of this computer.
 */
export async function existingPaths(folders: AllowedFolders, uri: string): Promise<readonly string[]> {
  const { bucket, key } = parseS3Uri(uri);
  return telling(uri, async () => {
    if (key === '') return [await folders.container(bucket)];
    try {
      return [await folders.existing(bucket, key)];
    } catch (error) {
      const found = uri.endsWith('/') || !isMissing(error) ? [] : await beginningWith(folders, bucket, key);
      if (found.length === 0) throw error;
      return found;
    }
  });
}

async function beginningWith(
  folders: AllowedFolders,
  bucket: string,
  key: string,
): Promise<readonly string[]> {
  const above = key.slice(0, key.lastIndexOf('/') + 1);
  const start = key.slice(above.length);
  const find = (place: string): Promise<string | null> => folders.existing(bucket, place).catch(() => null);
  const folder = above === '' ? await folders.container(bucket) : await find(above);
  const names = folder === null ? [] : await readdir(folder).catch((): string[] => []);
  const wanted = names.filter((name) => name.startsWith(start)).sort();
  // A link that leads out of the bucket is as good as none.
  return (await Promise.all(wanted.map((name) => find(`${above}${name}`)))).filter((found) => found !== null);
}

function isMissing(error: unknown): boolean {
  return error instanceof AppError && error.code === 'not_found';
}

/**
 * Path for a file to be written below a URI.
 * @throws AwsError as {@link existingPaths}.
 */
export async function pathBelow(folders: AllowedFolders, uri: string, file: string): Promise<string> {
  const { bucket, key } = parseS3Uri(uri);
  return telling(uri, () => folders.writable(bucket, key === '' ? file : `${key}/${file}`));
}

/**
 * Whether something may be written below a URI; makes its folder.
 * @throws AwsError as {@link existingPaths}.
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
