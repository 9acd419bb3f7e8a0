import { AppError, type ErrorCode } from '../../domain/errors.ts';
import { addTallies, type ExchangeTally } from '../../domain/exchange/tally.ts';
import { type ImportRecord, maximalRejectedRows, type RejectedRow } from '../../domain/import.ts';
import type { ProjectKind } from '../../domain/project.ts';
import type { ReadOptions } from '../../domain/source.ts';
import { discoverSources } from '../../formats/discover.ts';
import { readRecords } from '../../formats/read.ts';
import {
  maximalBatchCharacters,
  maximalBatchRecords,
  type RecordBatch,
  type SourceFile,
} from '../../formats/types.ts';
import type { TaskContext } from './task-context.ts';

export interface ReadRequest {
  readonly paths: readonly string[];
  readonly kind: ProjectKind;
  readonly options: ReadOptions;
  readonly phase: string;
}

/** Records of many files together, so that a folder of small files does not make small batches. */
export interface ReadBatch {
  readonly records: readonly ImportRecord[];
  /** The first {@link maximalRejectedRows} of the whole read, then none. */
  readonly rejected: readonly RejectedRow[];
  /** Classes that a file names before its documents; then the batch holds nothing else. */
  readonly classes?: readonly string[];
}

export interface ReadSummary {
  readonly warnings: readonly string[];
  readonly rejectedCount: number;
  /** What the files say that they hold; null for formats that say nothing of it. */
  readonly tally: ExchangeTally | null;
}

/** Errors that concern one file: among several files they reject it, a file given alone they end the job. */
export const fileErrors: readonly ErrorCode[] = [
  'file_not_found',
  'file_unreadable',
  'file_unsupported',
  'file_too_large',
  'file_malformed',
  'unsupported_option',
];

/**
 * Reads every record of files and folders in order and reports progress by bytes.
 * @throws AppError of formats; `cancelled`.
 */
export async function readAll(
  request: ReadRequest,
  context: TaskContext,
  onBatch: (batch: ReadBatch) => Promise<void>,
): Promise<ReadSummary> {
  const { sources, skipped } = await discoverSources(request.paths, request.options.format);
  const totalBytes = sources.reduce((sum, source) => sum + source.bytes, 0);
  const collector = new Collector(onBatch);
  let bytes = 0;
  for (const row of skipped) await collector.reject(row);
  const { kind, options, phase } = request;
  for (const source of sources) {
    try {
      for await (const batch of readRecords(source, options, { kind, signal: context.signal })) {
        bytes += batch.bytesRead;
        await collector.take(batch);
        const fraction = totalBytes === 0 ? null : Math.min(1, bytes / totalBytes);
        context.progress({ phase, fraction, current: collector.count, unit: 'rows' });
        await context.breathe();
        context.checkCancelled();
      }
    } catch (error) {
      await collector.reject(rejectionOf(source, error, sources.length));
    }
  }
  await collector.flush();
  return collector.summary();
}

function addTally(sum: ExchangeTally | null, more: ExchangeTally | undefined): ExchangeTally | null {
  if (more === undefined) return sum;
  return sum === null ? more : addTallies(sum, more);
}

function rejectionOf(source: SourceFile, error: unknown, sourceCount: number): RejectedRow {
  if (sourceCount > 1 && error instanceof AppError && fileErrors.includes(error.code)) {
    return { source: source.name, line: 0, reason: error.message };
  }
  throw error;
}

class Collector {
  count = 0;
  #rejectedCount = 0;
  #tally: ExchangeTally | null = null;
  readonly #warnings = new Set<string>();
  readonly #onBatch: (batch: ReadBatch) => Promise<void>;
  #records: ImportRecord[] = [];
  #rejected: RejectedRow[] = [];
  #characters = 0;

  constructor(onBatch: (batch: ReadBatch) => Promise<void>) {
    this.#onBatch = onBatch;
  }

  summary(): ReadSummary {
    return { warnings: [...this.#warnings], rejectedCount: this.#rejectedCount, tally: this.#tally };
  }

  async take({ classes, rejected, records, warnings, tally }: RecordBatch): Promise<void> {
    this.#tally = addTally(this.#tally, tally);
    if (classes !== undefined) await this.#onBatch({ records: [], rejected: [], classes });
    for (const row of rejected) await this.reject(row);
    for (const record of records) await this.#add(record);
    for (const warning of warnings) this.#warnings.add(warning);
  }

  async #add(record: ImportRecord): Promise<void> {
    this.count++;
    this.#records.push(record);
    this.#characters += record.text.length;
    if (this.#records.length >= maximalBatchRecords || this.#characters >= maximalBatchCharacters) {
      await this.flush();
    }
  }

  async reject(row: RejectedRow): Promise<void> {
    this.#rejectedCount++;
    if (this.#rejectedCount > maximalRejectedRows) return;
    this.#rejected.push(row);
    if (this.#rejected.length >= maximalBatchRecords) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#records.length === 0 && this.#rejected.length === 0) return;
    const batch = { records: this.#records, rejected: this.#rejected };
    this.#records = [];
    this.#rejected = [];
    this.#characters = 0;
    await this.#onBatch(batch);
  }
}
