import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { BatchWork } from '../../../core/ports/batch-task.ts';
import type { UnfinishedBatch } from '../../../domain/batch.ts';
import { AppError } from '../../../domain/errors.ts';
import { discoverSources } from '../../../formats/discover.ts';
import { type Checkpoint, readCheckpoint } from './checkpoint.ts';
import { assertSameInputs, describeInputs, type Inputs } from './inputs.ts';
import type { Targets } from './outputs.ts';
import { checkpointOf, inputListOf, partOf } from './part-names.ts';
import { isPublished, isThere } from './publish.ts';

export interface Start {
  readonly inputs: Inputs;
  /** Null = from the beginning. */
  readonly before: Checkpoint | null;
}

/**
 * Finds out where a run begins.
 * @param request see `requestFingerprint`
 * @throws AppError `already_exists` for an unfinished run of something else, `input_changed`, and of discovery.
 */
export async function findStart(
  work: BatchWork,
  { results }: Targets,
  request: string,
  resume: boolean,
): Promise<Start> {
  const found = results.plain ? await readCheckpoint(checkpointOf(results.path)) : null;
  const published = found !== 'foreign' && found !== null && (await isPublished(found));
  const before = resume && !published ? checked(found, results.path, request) : null;
  const inputs = await describeInputs(await discoverSources(work.paths, work.options.format));
  if (published && resume && (await isSame(found, request, inputs))) return { inputs, before: found };
  if (before !== null) await assertSameInputs(inputListOf(results.path), before.inputs, inputs);
  else if (found !== null) await discard(found, results.path);
  return { inputs, before };
}

/** What a person is told before anything is started. */
export async function unfinishedBatch(
  work: BatchWork,
  targets: Targets,
  request: string,
): Promise<UnfinishedBatch | null> {
  const { path: results, plain } = targets.results;
  const found = plain ? await readCheckpoint(checkpointOf(results)) : null;
  if (found === null || (found !== 'foreign' && (await isPublished(found)))) return null;
  const { documents, at } =
    found === 'foreign' ? { documents: 0, at: '' } : { documents: found.tally.documents, at: found.at };
  try {
    await findStart(work, targets, request, true);
    return { documents, at, obstacle: null };
  } catch (error) {
    if (error instanceof AppError) return { documents, at, obstacle: error.message };
    throw error;
  }
}

function checked(found: Checkpoint | 'foreign' | null, results: string, request: string): Checkpoint | null {
  if (found === null || (found !== 'foreign' && found.request === request)) return found;
  throw new AppError(
    'already_exists',
    `${path.basename(partOf(results))} holds an unfinished run with another model, rule or other options. Begin anew, or name another file for the results.`,
    { path: results },
  );
}

/** A run that has ended stands in the way of nothing: only the very same one finds its results there. */
async function isSame(found: Checkpoint, request: string, inputs: Inputs): Promise<boolean> {
  const { fingerprint } = inputs;
  return found.request === request && found.inputs === fingerprint && (await isThere(found.results.path));
}

/** Throws an unfinished run away, whatever it had written; first of all that it could be gone on with. */
async function discard(found: Checkpoint | 'foreign', results: string): Promise<void> {
  await rm(checkpointOf(results), { force: true });
  await rm(inputListOf(results), { force: true });
  const states = found === 'foreign' ? [] : [found.results, found.errors, ...found.routes];
  for (const state of states) if (state !== null) await rm(partOf(state.path), { force: true });
}
