import { AppError } from '../../domain/errors.ts';
import { compareExchange, type EqualityNote, type EqualityReport } from '../../domain/exchange/equality.ts';
import type { ImportReport } from '../../domain/import.ts';
import { breathe, sliceMilliseconds } from '../breathe.ts';
import type { Imports } from '../core.ts';
import type { SearchFiller } from '../documents/search-filler.ts';
import { insertOperation } from '../history/operations.ts';
import { importOperations } from '../history/snapshot.ts';
import type { ImportDetails } from '../history/take-back.ts';
import type { JobControl } from '../jobs/job-registry.ts';
import { runTask } from '../jobs/run-task.ts';
import type { HashedRecord, ImportPolicy } from '../ports/store.ts';
import type { ImportBatch, ImportTaskResult } from '../ports/worker.ts';
import { assertWritable, now, type ProjectContext } from '../projects/project-context.ts';
import { createReport } from './import-report.ts';

type ImportRequest = Omit<Parameters<Imports['start']>[0], 'duplicates'> & {
  readonly duplicates: ImportPolicy;
};

export function createImports(context: ProjectContext, search: SearchFiller): Imports {
  return {
    start(request) {
      assertWritable(context);
      if (request.paths.length === 0) {
        throw new AppError('bad_request', 'Name at least one file or folder to import.');
      }
      assertNoOtherImport(context);
      const title = `Import ${importTitle(request.paths)}`;
      const jobId = context.jobs.start({ kind: 'import', title }, (control) =>
        runImport(context, request, control),
      );
      void context.jobs.finished(jobId).then(search.wake);
      return { jobId };
    },
  };
}

/** @throws AppError `job_in_progress`; suggestions begin with an import. */
export function assertNoOtherImport({ jobs }: ProjectContext): void {
  if (jobs.activeOf('import') === undefined && jobs.activeOf('suggest') === undefined) return;
  throw new AppError(
    'job_in_progress',
    'An import is running in this project, or suggestions are being made. Wait for the end of that, or cancel it.',
  );
}

/** All of an import but the job around it. */
export async function runImport(
  context: ProjectContext,
  request: ImportRequest,
  control: JobControl,
): Promise<ImportReport> {
  const { imports } = context.store;
  const startedAt = performance.now();
  const importId = await imports.start({ sources: request.paths, startedAt: now(context) });
  try {
    const report = createReport(request.paths);
    const writer = createChunkWriter((records) => {
      const counts = imports.addChunk(importId, records, request.duplicates);
      report.addChunk(counts);
      if (counts.newClasses.length > 0) {
        context.changes.emit('classes');
      }
    });
    const task = {
      kind: 'import',
      paths: request.paths,
      projectKind: context.kind,
      options: request.options,
    } as const;
    const result = await runTask<ImportTaskResult>(context.launcher, task, {
      signal: control.signal,
      onProgress: control.progress,
      onLog: control.log,
      onBatch: async (batch) => {
        const { records, rejected, classes } = batch as ImportBatch;
        report.addRejected(rejected);
        if (classes !== undefined && request.duplicates !== 'new-texts') {
          await writer.flush();
          report.addClasses(imports.addClasses(importId, classes));
          context.changes.emit('classes');
        }
        await writer.add(records);
      },
    });
    await writer.flush();
    control.throwIfCancelled();
    const seconds = (performance.now() - startedAt) / 1000;
    const counted = report.finish(result, seconds);
    const finished = { ...counted, equality: await equalityOf(context, request, importId, result, counted) };
    const named = request.replace === true ? await namedClasses(context, importId, result) : null;
    let replaced: Replaced | null = null;
    if (named !== null) {
      replaced = { named, backup: await backUp(context, control) };
      control.throwIfCancelled();
    }
    const hidden = finishImport(context, importId, finished, replaced);
    void removeImports(context, hidden);
    return finished;
  } catch (error) {
    control.progress({ phase: 'Removing what was imported', fraction: null });
    await imports.remove(importId);
    context.changes.emit('classes');
    throw error;
  }
}

interface Replaced {
  /** The only classes to stay. */
  readonly named: ReadonlySet<string>;
  /** Path of a copy of what was there; null where nothing was. */
  readonly backup: string | null;
}

async function backUp({ store }: ProjectContext, control: JobControl): Promise<string | null> {
  if (!store.imports.list().some(({ state }) => state === 'done')) return null;
  control.progress({ phase: 'Making a backup', fraction: null });
  return await store.backUp();
}

/** Names of the classes that the files list, or that their documents have. */
async function namedClasses(
  context: ProjectContext,
  importId: number,
  { tally }: ImportTaskResult,
): Promise<ReadonlySet<string>> {
  const here = await context.store.reader.importCounts(importId);
  const used = here.classes.filter(({ documents }) => documents > 0);
  return new Set([...(tally?.counts.classes ?? []), ...used].map(({ name }) => name));
}

/** Holds what is in the project now against what the files said that they hold. */
async function equalityOf(
  context: ProjectContext,
  { duplicates }: ImportRequest,
  importId: number,
  { tally }: ImportTaskResult,
  { skipped }: ImportReport,
): Promise<EqualityReport | null> {
  // Of texts alone nothing else can be equal.
  if (tally === null || duplicates === 'new-texts') return null;
  const here = await context.store.reader.importCounts(importId);
  const named = new Set(tally.counts.classes.map(({ name }) => name));
  // Classes that were there before and have no document of this import are none of its business.
  const classes = here.classes.filter(({ name, documents }) => documents > 0 || named.has(name));
  const note: EqualityNote = {
    kind: 'missing',
    reason: 'The same text with the same labels is in the project already: skipped as chosen.',
    count: skipped,
    examples: [],
  };
  return compareExchange(
    tally.counts,
    { ...here, classes },
    skipped === 0 ? tally.notes : [...tally.notes, note],
  );
}

/**
 * Shows the documents and records the import as one undoable operation, in one transaction.
 * @param replaced where the documents take the place of all others
 * @returns imports that are hidden from now on
 */
function finishImport(
  context: ProjectContext,
  importId: number,
  report: ImportReport,
  replaced: Replaced | null,
): readonly number[] {
  const { store } = context;
  const hidden = store.transaction(() => {
    store.imports.finish(importId, report);
    const by = report.imported === 0 ? null : insertImport(context, importId, report.imported, replaced);
    if (replaced === null) return [];
    if (by !== null) replaceImports(context, by);
    for (const { id, name } of store.classes.list()) {
      if (!replaced.named.has(name)) store.classes.delete(id);
    }
    return store.imports.hideOthers(importId);
  });
  context.counts.invalidate();
  context.changes.emit('documents', 'classes', 'counts', 'history', 'search');
  return hidden;
}

function insertImport(
  context: ProjectContext,
  importId: number,
  documents: number,
  replaced: Replaced | null,
): number {
  const what = documents === 1 ? '1 document' : `${documents.toLocaleString('en')} documents`;
  const details: ImportDetails = { importId, documents, backup: replaced?.backup ?? null };
  const title = `Import ${what}${replaced === null ? '' : ' in place of all others'}`;
  return insertOperation(context, { kind: 'import', title, source: 'import', details });
}

/** The history tells of the imports before as taken back by the one that replaces them. */
function replaceImports(context: ProjectContext, by: number): void {
  const { operations } = context.store;
  for (const { id, undoneBy } of [...importOperations(context)]) {
    if (id !== by && undoneBy === null) operations.setUndoneBy(id, by);
  }
}

/** In the background; a crash or the end of the session leaves the rest to the next opening. */
async function removeImports(context: ProjectContext, importIds: readonly number[]): Promise<void> {
  try {
    for (const importId of importIds) await context.store.imports.remove(importId);
  } catch (error) {
    if (context.closing.aborted) return;
    context.log.error('Removing replaced documents failed.', { reason: String(error) });
  }
}

function importTitle(paths: readonly string[]): string {
  const name = paths[0]!.split(/[\\/]/).findLast((part) => part !== '') ?? paths[0]!;
  return paths.length === 1 ? name : `${name} and ${paths.length - 1} more`;
}

export interface ChunkWriter {
  add(records: readonly HashedRecord[]): Promise<void>;
  flush(): Promise<void>;
}

const firstChunkRecords = 200;
const maximalChunkRecords = 4000;
/** UTF-16 units; a chunk of long texts is written early. */
const maximalChunkCharacters = 2_000_000;

/**
 * Collects records into chunks that take about {@link sliceMilliseconds} to write, learning the number from the
 * chunks before, and breathes between them.
 */
export function createChunkWriter(write: (records: readonly HashedRecord[]) => void): ChunkWriter {
  let pending: HashedRecord[] = [];
  let characters = 0;
  let chunkRecords = firstChunkRecords;

  const writePending = async () => {
    const records = pending;
    pending = [];
    characters = 0;
    const startedAt = performance.now();
    write(records);
    const perRecord = Math.max(0.0001, (performance.now() - startedAt) / records.length);
    const wanted = Math.round(sliceMilliseconds / perRecord);
    // At most doubled: one lucky chunk must not make the next one long.
    chunkRecords = Math.min(Math.max(1, wanted), chunkRecords * 2, maximalChunkRecords);
    await breathe();
  };
  return {
    async add(records) {
      for (const record of records) {
        pending.push(record);
        characters += record.text.length;
        if (pending.length >= chunkRecords || characters >= maximalChunkCharacters) {
          await writePending();
        }
      }
    },
    async flush() {
      if (pending.length > 0) {
        await writePending();
      }
    },
  };
}
