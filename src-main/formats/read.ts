import { AppError } from '../domain/errors.ts';
import type { ImportRecord, RejectedRow } from '../domain/import.ts';
import type { ReadOptions } from '../domain/source.ts';
import { throwIfCancelled } from './file-bytes.ts';
import { openSource } from './open-source.ts';
import type { OpenedSource } from './opened-source.ts';
import { isRejected } from './record.ts';
import { isDocumentFormat } from './sniff.ts';
import {
  maximalBatchCharacters,
  maximalBatchRecords,
  type ReadContext,
  type RecordBatch,
  type SourceFile,
} from './types.ts';

/**
 * Reads one source from start to end, a batch at a time; memory stays at a few chunks of a megabyte
 * (workbooks excepted, which are read whole). Rows that cannot be documents come as `rejected`, all others
 * survive. An empty file gives one batch with a rejected row of line 0.
 *
 * @throws AppError cancelled, and what `openSource` throws
 */
export async function* readRecords(
  source: SourceFile,
  options: ReadOptions,
  context: ReadContext,
): AsyncGenerator<RecordBatch> {
  throwIfCancelled(context.signal);
  const opened = await openUnlessEmpty(source, options, context);
  if ('reason' in opened) {
    yield { records: [], rejected: [opened], bytesRead: source.bytes, warnings: [] };
    return;
  }
  const batch = new Batch();
  const classes = opened.exchange?.classes ?? [];
  if (classes.length > 0) yield { ...batch.take([]), classes };
  for await (const chunk of opened.chunks()) {
    throwIfCancelled(context.signal);
    batch.addBytes(chunk.bytes);
    for (const item of chunk.items) {
      if (batch.add(item)) yield batch.take([]);
    }
    if (batch.filled) yield batch.take([]);
  }
  const warnings = opened.warnings();
  const tally = opened.exchange?.tally();
  if (tally !== undefined) yield { ...batch.take(warnings), tally };
  else if (warnings.length > 0) yield batch.take(warnings);
}

/** A file without any row is reported like a rejected row, so that the other files of an import go on. */
async function openUnlessEmpty(
  source: SourceFile,
  options: ReadOptions,
  context: ReadContext,
): Promise<OpenedSource | RejectedRow> {
  const format = options.format ?? source.format;
  if (source.bytes === 0 && !isDocumentFormat(format))
    return { source: source.name, line: 0, reason: 'The file is empty.' };
  try {
    return await openSource(source, options, context);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'nothing_to_import') throw error;
    return { source: source.name, line: 0, reason: error.message };
  }
}

/** Collects rows until there are enough to hand on. */
class Batch {
  #records: ImportRecord[] = [];
  #rejected: RejectedRow[] = [];
  #characters = 0;
  #bytes = 0;

  /** Whether the batch is full now. */
  add(item: ImportRecord | RejectedRow): boolean {
    if (isRejected(item)) this.#rejected.push(item);
    else {
      this.#records.push(item);
      this.#characters += item.text.length;
    }
    return (
      this.#records.length >= maximalBatchRecords ||
      this.#rejected.length >= maximalBatchRecords ||
      this.#characters >= maximalBatchCharacters
    );
  }

  addBytes(bytes: number): void {
    this.#bytes += bytes;
  }

  get filled(): boolean {
    return this.#records.length > 0 || this.#rejected.length > 0 || this.#bytes > 0;
  }

  take(warnings: readonly string[]): RecordBatch {
    const batch = { records: this.#records, rejected: this.#rejected, bytesRead: this.#bytes, warnings };
    this.#records = [];
    this.#rejected = [];
    this.#characters = 0;
    this.#bytes = 0;
    return batch;
  }
}
