import { AppError, type ErrorCode } from '../../../domain/errors.ts';
import type { ImportRecord, RejectedRow } from '../../../domain/import.ts';
import type { ReadOptions } from '../../../domain/source.ts';
import { readRecords } from '../../../formats/read.ts';
import type { SourceFile } from '../../../formats/types.ts';
import { fileErrors } from '../read-all.ts';
import { beginning, type Position } from './checkpoint.ts';
import { assertUnchanged, type Inputs } from './inputs.ts';

/** Documents that are classified together. */
export interface ReadItem {
  readonly records: readonly ImportRecord[];
  readonly rejected: readonly RejectedRow[];
  /** Where reading stands when everything in it is done. */
  readonly after: Position;
  /** Of all files, up to there. */
  readonly bytes: number;
  /** Nothing follows. Not said of one that happens to be full at the end. */
  readonly last: boolean;
}

export interface ReadRequest {
  readonly inputs: Inputs;
  readonly options: ReadOptions;
  /** Nothing before it is given again. */
  readonly from: Position;
  readonly signal: AbortSignal;
  readonly onWarning: (warning: string) => void;
}

const recordsPerItem = 5000;
const unitsPerItem = 1_000_000;
const rejectedPerItem = 500;

/**
 * Reads every record of the inputs in order, from a position on. Files that were done are not opened again; the file in
 * which the position lies is read from its start, its first records passed over.
 * @throws AppError of formats; `input_changed` before or after a file that is not as it was; `cancelled`.
 */
export async function* readFrom(request: ReadRequest): AsyncGenerator<ReadItem> {
  const { inputs, from } = request;
  const done = inputs.sources.slice(0, from.source).reduce((sum, { bytes }) => sum + bytes, 0);
  const gathered = new Gathered(from, done);
  for (const row of inputs.skipped.slice(from.skipped)) {
    gathered.skip(row);
    if (gathered.full) yield gathered.take();
  }
  for (let source = from.source; source < inputs.sources.length; source++) {
    const before = source === from.source ? from : beginning;
    await assertUnchanged(inputs.states[source]!);
    yield* itemsOf(request, source, before, gathered);
    await assertUnchanged(inputs.states[source]!);
    gathered.endSource(inputs.sources[source]!.bytes);
  }
  if (gathered.filled) yield { ...gathered.take(), last: true };
}

async function* itemsOf(
  { inputs, options, signal, onWarning }: ReadRequest,
  place: number,
  before: Pick<Position, 'records' | 'rejected'>,
  gathered: Gathered,
): AsyncGenerator<ReadItem> {
  const source = inputs.sources[place]!;
  const left = { records: before.records, rejected: before.rejected };
  try {
    for await (const batch of readRecords(source, options, { kind: 'multi', signal })) {
      gathered.addBytes(batch.bytesRead);
      for (const row of passOver(batch.rejected, left, 'rejected')) gathered.reject(row);
      for (const record of passOver(batch.records, left, 'records')) {
        gathered.add(record);
        if (gathered.full) yield gathered.take();
      }
      if (gathered.full) yield gathered.take();
      batch.warnings.forEach(onWarning);
    }
  } catch (error) {
    if (!signal.aborted) await assertUnchanged(inputs.states[place]!);
    const row = rejectionOf(source, error, inputs.sources.length);
    for (const fresh of passOver([row], left, 'rejected')) gathered.reject(fresh);
  }
}

/** What is left of some rows after those that an earlier run has done, which are counted down. */
function passOver<Row>(
  rows: readonly Row[],
  left: Record<'records' | 'rejected', number>,
  kind: 'records' | 'rejected',
): readonly Row[] {
  const done = Math.min(left[kind], rows.length);
  left[kind] -= done;
  return done === 0 ? rows : rows.slice(done);
}

function rejectionOf(source: SourceFile, error: unknown, sourceCount: number): RejectedRow {
  const codes: readonly ErrorCode[] = fileErrors;
  if (sourceCount > 1 && error instanceof AppError && codes.includes(error.code)) {
    return { source: source.name, line: 0, reason: error.message };
  }
  throw error;
}

/** What has been read and not been handed on. */
class Gathered {
  #at: Position;
  #bytes: number;
  /** Of the files before the one being read. */
  #bytesBefore: number;
  #records: ImportRecord[] = [];
  #rejected: RejectedRow[] = [];
  #units = 0;

  constructor(from: Position, bytes: number) {
    this.#at = from;
    this.#bytes = bytes;
    this.#bytesBefore = bytes;
  }

  get full(): boolean {
    return (
      this.#records.length >= recordsPerItem ||
      this.#units >= unitsPerItem ||
      this.#rejected.length >= rejectedPerItem
    );
  }

  get filled(): boolean {
    return this.#records.length > 0 || this.#rejected.length > 0;
  }

  skip(row: RejectedRow): void {
    this.#rejected.push(row);
    this.#at = { ...this.#at, skipped: this.#at.skipped + 1 };
  }

  add(record: ImportRecord): void {
    this.#records.push(record);
    this.#units += record.text.length;
    this.#at = { ...this.#at, records: this.#at.records + 1 };
  }

  reject(row: RejectedRow): void {
    this.#rejected.push(row);
    this.#at = { ...this.#at, rejected: this.#at.rejected + 1 };
  }

  addBytes(bytes: number): void {
    this.#bytes += bytes;
  }

  /** @param bytes of the whole file */
  endSource(bytes: number): void {
    this.#at = { skipped: this.#at.skipped, source: this.#at.source + 1, records: 0, rejected: 0 };
    this.#bytesBefore += bytes;
    this.#bytes = this.#bytesBefore;
  }

  take(): ReadItem {
    const item = {
      records: this.#records,
      rejected: this.#rejected,
      after: this.#at,
      bytes: this.#bytes,
      last: false,
    };
    this.#records = [];
    this.#rejected = [];
    this.#units = 0;
    return item;
  }
}
