import { createReadStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { workbook } from '../../../formats/xlsx/workbook.ts';
import { resultFileError } from '../result-file.ts';
import type { TaskContext } from '../task-context.ts';
import type { Checkpoint } from './checkpoint.ts';
import { checkpointOf, inputListOf, partOf } from './part-names.ts';

export interface Publication {
  readonly checkpoint: Checkpoint;
  readonly keepErrors: boolean;
  /** First row of every worksheet; null = no workbook. */
  readonly worksheetHeader: string | null;
}

/**
 * Gives the files of a complete run their names, the results last. Begun again after a crash it does what is left: a
 * part file that is gone has its name already. The checkpoint stays until the result has been told: who is killed
 * before, and begins again, gets the result and not the work anew.
 */
export async function publish(
  { checkpoint, keepErrors, worksheetHeader }: Publication,
  context: TaskContext,
): Promise<void> {
  const { results, routes, errors } = checkpoint;
  for (const { path } of [...routes, results]) {
    if (path === results.path && errors !== null) {
      if (keepErrors) await giveName(errors.path);
      else await rm(partOf(errors.path), { force: true });
    }
    if (worksheetHeader === null) await giveName(path);
    else await pack(path, worksheetHeader, context);
  }
  context.afterwards(() => forget(results.path));
}

/** Whether a complete run has got as far as its last name. */
export async function isPublished({ complete, results }: Checkpoint): Promise<boolean> {
  return complete && !(await isThere(partOf(results.path)));
}

/** The checkpoint goes last: without it, nothing would say that the run has ended. */
async function forget(outputPath: string): Promise<void> {
  await rm(inputListOf(outputPath), { force: true });
  await rm(checkpointOf(outputPath), { force: true });
}

async function giveName(path: string): Promise<void> {
  if (await isThere(partOf(path))) await rename(partOf(path), path);
}

/** The rows become a workbook only now: what has been compressed cannot be continued. */
async function pack(path: string, header: string, context: TaskContext): Promise<void> {
  const rows = partOf(path);
  if (!(await isThere(rows))) return;
  const packed = `${path}.packed.part`;
  const { size } = await stat(rows);
  let read = 0;
  const pieces = async function* (): AsyncGenerator<Uint8Array> {
    for await (const piece of createReadStream(rows, { highWaterMark: 256 * 1024 })) {
      read += (piece as Uint8Array).length;
      context.progress({ phase: 'Writing the workbook', fraction: size === 0 ? null : read / size });
      context.checkCancelled();
      yield piece as Uint8Array;
    }
  };
  const handle = await open(packed, 'w');
  try {
    for await (const piece of workbook({ header, rows: pieces(), sheetName: 'Results' })) {
      await handle.writeFile(piece);
    }
    await handle.sync();
  } catch (error) {
    throw resultFileError(error, path);
  } finally {
    await handle.close();
  }
  await rename(packed, path);
  await rm(rows);
}

export async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
