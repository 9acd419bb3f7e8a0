import type { SparseMatrix } from '../features/sparse-rows.ts';
import type { DenseMatrix } from './dense.ts';
import type { Work } from './work.ts';

/** Directions in the space of features, eight bits a number: feature `f` has `weights[f * dimensions...] · scales[f]`. */
export interface Projection {
  readonly dimensions: number;
  /** Signed bytes, kept as they are stored. */
  readonly weights: Uint8Array;
  readonly scales: Float32Array;
}

const largest = 127;

/** Rounds every feature's row to 255 steps between minus and plus its largest number. */
export function quantised({ rows, columns, values }: DenseMatrix): Projection {
  const weights = new Int8Array(rows * columns);
  const scales = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    let top = 0;
    for (let at = row * columns; at < (row + 1) * columns; at++) top = Math.max(top, Math.abs(values[at]!));
    if (top === 0) continue;
    scales[row] = top / largest;
    for (let at = row * columns; at < (row + 1) * columns; at++) {
      weights[at] = Math.round((values[at]! / top) * largest);
    }
  }
  return { dimensions: columns, weights: new Uint8Array(weights.buffer), scales };
}

/**
 * The document vector of a TF-IDF row: its projection, scaled to length 1 (all zero for a row without any known
 * feature). Written to `into` from `at` on.
 */
export function projectRow(
  projection: Projection,
  signed: Int8Array,
  row: Pick<SparseMatrix, 'indices' | 'values'>,
  start: number,
  end: number,
  into: Float32Array,
  at: number,
): void {
  const { dimensions, scales } = projection;
  into.fill(0, at, at + dimensions);
  for (let entry = start; entry < end; entry++) {
    const feature = row.indices[entry]!;
    const weight = row.values[entry]! * scales[feature]!;
    const from = feature * dimensions;
    for (let k = 0; k < dimensions; k++) into[at + k]! += weight * signed[from + k]!;
  }
  let squares = 0;
  for (let k = 0; k < dimensions; k++) squares += into[at + k]! * into[at + k]!;
  if (squares === 0) return;
  const scale = 1 / Math.sqrt(squares);
  for (let k = 0; k < dimensions; k++) into[at + k]! *= scale;
}

export function signedWeights({ weights }: Projection): Int8Array {
  return new Int8Array(weights.buffer, weights.byteOffset, weights.length);
}

/** The vectors of all rows, one after another. */
export function* projectRows(projection: Projection, matrix: SparseMatrix): Work<Float32Array> {
  const { dimensions } = projection;
  const signed = signedWeights(projection);
  const result = new Float32Array(matrix.rowCount * dimensions);
  let pending = 0;
  for (let row = 0; row < matrix.rowCount; row++) {
    const start = matrix.offsets[row]!;
    const end = matrix.offsets[row + 1]!;
    projectRow(projection, signed, matrix, start, end, result, row * dimensions);
    pending += (end - start) * dimensions;
    if (pending < 4_000_000) continue;
    pending = 0;
    yield;
  }
  return result;
}
