import { AppError } from '../../../domain/errors.ts';
import type { Entries, SparseMatrix } from '../../features/sparse-rows.ts';
import type { Pause } from '../../work.ts';
import { type SharedMemory, webAssembly } from './web-assembly.ts';

const pageBytes = 65_536;
/** The most that 32-bit addresses reach. */
const mostPages = 65_536;
/** Every address is a multiple of a cache line. */
const alignment = 64;

interface PlacedEntries {
  readonly indicesAt: number;
  readonly valuesAt: number;
}

/** Memory that all threads see; what is taken is never given back before all of it. */
export class LaneMemory {
  readonly memory = new webAssembly.Memory({ initial: 1, maximum: mostPages, shared: true });
  // Address 0 stays unused.
  #next = alignment;
  #placed: (PlacedEntries & { readonly rooms: readonly [Entries, Entries] }) | undefined;

  /**
   * Room for the entries of a matrix, which {@link placeRows} then finds in their place.
   * @param more entries that a second matrix may have, in {@link roomBehind}
   */
  takeEntries(count: number, more = 0): Entries {
    const indicesAt = this.take((count + more) * 4);
    const valuesAt = this.take((count + more) * 4);
    const { buffer } = this.memory;
    const indices = new Int32Array(buffer, indicesAt, count + more);
    const values = new Float32Array(buffer, valuesAt, count + more);
    const rooms = [
      { indices: indices.subarray(0, count), values: values.subarray(0, count) },
      { indices: indices.subarray(count), values: values.subarray(count) },
    ] as const;
    this.#placed = { indicesAt, valuesAt, rooms };
    return rooms[0];
  }

  /** Room for the entries of a second matrix right behind those of the first. */
  get roomBehind(): Entries | undefined {
    return this.#placed?.rooms[1];
  }

  /** Where the matrices' entries lie, if they do lie in this memory, one matrix behind the other. */
  placeOf(matrices: readonly SparseMatrix[]): PlacedEntries | undefined {
    const rooms = this.#placed?.rooms ?? [];
    const inPlace = matrices.every(({ indices }, place) => {
      const room = rooms[place]?.indices;
      return indices.buffer === room?.buffer && indices.byteOffset === room.byteOffset;
    });
    return inPlace ? this.#placed : undefined;
  }

  /** The address of so many bytes, all zero. @throws AppError `internal` when there is not so much memory. */
  take(bytes: number): number {
    const address = this.#next;
    const end = Math.ceil((address + bytes) / alignment) * alignment;
    const missing = Math.ceil((end - this.memory.buffer.byteLength) / pageBytes);
    if (missing > 0) this.#grow(missing);
    this.#next = end;
    return address;
  }

  #grow(pages: number): void {
    try {
      this.memory.grow(pages);
    } catch {
      throw new AppError(
        'internal',
        'There is too little memory for this training: close other programs, or train with fewer documents or classes.',
      );
    }
  }
}

/** Views of a memory as it is now: after the memory has grown, what lies beyond is not in them. */
export interface LaneViews {
  readonly bytes: Uint8Array;
  readonly integers: Int32Array;
  readonly floats: Float32Array;
}

export function viewsOf({ buffer }: SharedMemory): LaneViews {
  return {
    bytes: new Uint8Array(buffer),
    integers: new Int32Array(buffer),
    floats: new Float32Array(buffer),
  };
}

/** Where labelled rows lie in a memory; addresses in bytes. */
export interface LaneRows {
  readonly memory: SharedMemory;
  readonly rowCount: number;
  readonly columnCount: number;
  readonly entryCount: number;
  readonly offsets: number;
  readonly indices: number;
  readonly values: number;
  readonly norms: number;
  /** Per row and one more, the number of its first label; then the labels. */
  readonly labelOffsets: number;
  readonly labels: number;
}

export interface LabelledPart {
  readonly matrix: SparseMatrix;
  readonly labels: readonly (readonly number[])[];
}

/** Entries copied between two pauses: some milliseconds of work. */
const entriesPerPause = 1_000_000;
const rowsPerPause = 100_000;

/** Copies the rows of the parts, one after another, into the memory; their entries may be there already. */
export async function placeRows(
  lanes: LaneMemory,
  parts: readonly LabelledPart[],
  pause: Pause,
): Promise<LaneRows> {
  const sum = (of: (part: LabelledPart) => number): number =>
    parts.reduce((total, part) => total + of(part), 0);
  const rowCount = sum(({ matrix }) => matrix.rowCount);
  const entryCount = sum(({ matrix }) => matrix.offsets[matrix.rowCount]!);
  const labelCount = sum(({ labels }) => labels.reduce((total, classes) => total + classes.length, 0));
  const placed = lanes.placeOf(parts.map(({ matrix }) => matrix));
  const rows: LaneRows = {
    memory: lanes.memory,
    rowCount,
    columnCount: parts[0]!.matrix.columnCount,
    entryCount,
    offsets: lanes.take((rowCount + 1) * 4),
    indices: placed?.indicesAt ?? lanes.take(entryCount * 4),
    values: placed?.valuesAt ?? lanes.take(entryCount * 4),
    norms: lanes.take(rowCount * 4),
    labelOffsets: lanes.take((rowCount + 1) * 4),
    labels: lanes.take(labelCount * 4),
  };
  const views = viewsOf(lanes.memory);
  let firstRow = 0;
  let firstEntry = 0;
  for (const { matrix } of parts) {
    const entries = matrix.offsets[matrix.rowCount]!;
    if (!placed) {
      for (let from = 0; from < entries; from += entriesPerPause) {
        const to = Math.min(entries, from + entriesPerPause);
        views.integers.set(matrix.indices.subarray(from, to), rows.indices / 4 + firstEntry + from);
        views.floats.set(matrix.values.subarray(from, to), rows.values / 4 + firstEntry + from);
        await pause();
      }
    }
    await placeOffsets(matrix, rows, views, firstRow, firstEntry, pause);
    firstRow += matrix.rowCount;
    firstEntry += entries;
  }
  await placeLabels(parts, rows, views, pause);
  return rows;
}

async function placeLabels(
  parts: readonly LabelledPart[],
  rows: LaneRows,
  { integers }: LaneViews,
  pause: Pause,
): Promise<void> {
  let row = 0;
  let label = 0;
  for (const { labels } of parts) {
    for (const classes of labels) {
      for (const k of classes) integers[rows.labels / 4 + label++] = k;
      integers[rows.labelOffsets / 4 + ++row] = label;
      if (row % rowsPerPause === 0) await pause();
    }
  }
}

/** First entries and squared lengths of a matrix's rows, 1 added for the constant feature of the intercept. */
async function placeOffsets(
  { offsets, values, rowCount }: SparseMatrix,
  rows: LaneRows,
  { integers, floats }: LaneViews,
  firstRow: number,
  firstEntry: number,
  pause: Pause,
): Promise<void> {
  let pausedAt = 0;
  for (let row = 0; row < rowCount; row++) {
    let norm = 1;
    const end = offsets[row + 1]!;
    for (let entry = offsets[row]!; entry < end; entry++) norm += values[entry]! * values[entry]!;
    floats[rows.norms / 4 + firstRow + row] = norm;
    integers[rows.offsets / 4 + firstRow + row + 1] = firstEntry + offsets[row + 1]!;
    if (end - pausedAt < entriesPerPause) continue;
    pausedAt = end;
    await pause();
  }
}
