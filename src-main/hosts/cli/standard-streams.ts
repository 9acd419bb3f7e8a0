import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { UsageError } from './usage-error.ts';

/** A folder for what passes through standard input and output; deleted after `work`, whatever happens. */
export async function withTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'winnow-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Keeps standard input as a JSONL file, because a job reads files. */
export async function saveStandardInput(folder: string): Promise<string> {
  const file = path.join(folder, 'standard-input.jsonl');
  await pipeline(process.stdin, createWriteStream(file));
  return file;
}

/** All of standard input as UTF-8; the line end that a shell adds at the end is left out. */
export async function readStandardInput(): Promise<string> {
  return (await text(process.stdin)).replace(/\r?\n$/, '');
}

/** A reader that stops early (`| head`) is not an error. */
export async function copyToStandardOutput(file: string): Promise<void> {
  try {
    await pipeline(createReadStream(file), process.stdout, { end: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  }
}

/** @throws UsageError when standard output is asked for twice. */
export function refuseJsonWithStandardOutput(flags: {
  readonly json?: boolean;
  readonly output: string;
}): void {
  if (flags.json === true && flags.output === '-') {
    throw new UsageError('--json and --output - both want standard output. Give --output a file.');
  }
}
