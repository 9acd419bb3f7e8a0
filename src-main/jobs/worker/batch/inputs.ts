import { createHash } from 'node:crypto';
import { open, readFile, stat } from 'node:fs/promises';
import { AppError } from '../../../domain/errors.ts';
import type { Discovery } from '../../../formats/discover.ts';
import type { SourceFile } from '../../../formats/types.ts';

/** The files of a run in their order, each as it was when the run began. */
export interface Inputs extends Discovery {
  readonly states: readonly FileState[];
  /** Of the list as a whole. */
  readonly fingerprint: string;
}

interface FileState {
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since 1970, as exactly as the file system tells. */
  readonly changedAt: number;
}

const filesAtOnce = 64;

export async function describeInputs(discovery: Discovery): Promise<Inputs> {
  const { sources } = discovery;
  const states: FileState[] = [];
  for (let from = 0; from < sources.length; from += filesAtOnce) {
    states.push(...(await Promise.all(sources.slice(from, from + filesAtOnce).map(stateOf))));
  }
  return { ...discovery, states, fingerprint: fingerprintOf(states) };
}

async function stateOf({ path, bytes }: SourceFile): Promise<FileState> {
  const status = await stat(path).catch(() => undefined);
  // Gone or grown since it was listed: the check before it is read says so.
  return status === undefined || status.size !== bytes
    ? { path, bytes, changedAt: Number.NaN }
    : { path, bytes, changedAt: status.mtimeMs };
}

function fingerprintOf(states: readonly FileState[]): string {
  const hash = createHash('sha256');
  for (const state of states) hash.update(`${lineOf(state)}\n`);
  return hash.digest('hex');
}

const lineOf = ({ path, bytes, changedAt }: FileState): string => JSON.stringify([path, bytes, changedAt]);

/** @throws AppError `input_changed` unless the file is as it was when the run began. */
export async function assertUnchanged(state: FileState): Promise<void> {
  const status = await stat(state.path).catch(() => undefined);
  if (status?.size !== state.bytes || status.mtimeMs !== state.changedAt) {
    throw changed(state.path, 'has changed since it began to be classified');
  }
}

/** Kept beside the checkpoint, so that a file that has changed can be named. */
export async function writeInputList(file: string, { states }: Inputs): Promise<void> {
  const handle = await open(file, 'w');
  try {
    for (let from = 0; from < states.length; from += 1000) {
      await handle.appendFile(
        states
          .slice(from, from + 1000)
          .map((state) => `${lineOf(state)}\n`)
          .join(''),
      );
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * @param fingerprint of the inputs of the unfinished run; `file` lists them
 * @throws AppError `input_changed`, naming the first file that is not as it was.
 */
export async function assertSameInputs(file: string, fingerprint: string, now: Inputs): Promise<void> {
  if (now.fingerprint === fingerprint) return;
  const before = (await readFile(file, 'utf8').catch(() => '')).trimEnd().split('\n');
  for (const [index, state] of now.states.entries()) {
    if (before[index] !== lineOf(state)) throw changed(state.path, reasonOf(before, state));
  }
  throw changed(pathIn(before[now.states.length]) ?? file, 'is not there any more');
}

function reasonOf(before: readonly string[], { path }: FileState): string {
  return before.some((line) => pathIn(line) === path)
    ? 'has changed since it began to be classified, or stands in another place'
    : 'was not there when the unfinished run began';
}

function pathIn(line: string | undefined): string | undefined {
  try {
    return (JSON.parse(line ?? '') as readonly [string])[0];
  } catch {
    return undefined;
  }
}

function changed(path: string, what: string): AppError {
  return new AppError(
    'input_changed',
    `"${path}" ${what}. Results of both states must not be mixed: put it back as it was, or begin anew.`,
    { path },
  );
}
