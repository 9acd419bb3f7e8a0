import type { SparseMatrix } from '../features/sparse-rows.ts';
import { inStretches, type Work } from '../work.ts';

/** Numbers row by row. */
export interface DenseMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** Multiplications in one step. */
export const multiplicationsPerStep = 2_000_000;

/** Entries moved in one step. */
const entriesPerStep = 250_000;

export function denseMatrix(rows: number, columns: number): DenseMatrix {
  return { rows, columns, values: new Float32Array(rows * columns) };
}

/** The matrix times a dense one: row `r` of the result is the sum of the rows that row `r` names, each weighed. */
export function* sparseTimesDense(sparse: SparseMatrix, dense: DenseMatrix): Work<DenseMatrix> {
  const result = denseMatrix(sparse.rowCount, dense.columns);
  const columns = dense.columns;
  let pending = 0;
  for (let row = 0; row < sparse.rowCount; row++) {
    const start = sparse.offsets[row]!;
    const end = sparse.offsets[row + 1]!;
    addWeighted(sparse, start, end, dense, result.values, row * columns);
    pending += (end - start) * columns;
    if (pending < multiplicationsPerStep) continue;
    pending = 0;
    yield;
  }
  return result;
}

/** Adds the dense rows that the entries `start` to `end` name to `into[at...]`; four at a time, to spare memory. */
export function addWeighted(
  sparse: Pick<SparseMatrix, 'indices' | 'values'>,
  start: number,
  end: number,
  dense: DenseMatrix,
  into: Float32Array,
  at: number,
): void {
  const { indices, values } = sparse;
  const { columns, values: rows } = dense;
  let entry = start;
  for (; entry + 3 < end; entry += 4) {
    const first = indices[entry]! * columns;
    const second = indices[entry + 1]! * columns;
    const third = indices[entry + 2]! * columns;
    const fourth = indices[entry + 3]! * columns;
    const a = values[entry]!;
    const b = values[entry + 1]!;
    const c = values[entry + 2]!;
    const d = values[entry + 3]!;
    for (let column = 0; column < columns; column++) {
      into[at + column]! +=
        a * rows[first + column]! +
        b * rows[second + column]! +
        c * rows[third + column]! +
        d * rows[fourth + column]!;
    }
  }
  for (; entry < end; entry++) {
    const first = indices[entry]! * columns;
    const a = values[entry]!;
    for (let column = 0; column < columns; column++) into[at + column]! += a * rows[first + column]!;
  }
}

/** The sparse matrix with rows and columns exchanged. */
export function* transposed(sparse: SparseMatrix): Work<SparseMatrix> {
  const { rowCount, columnCount, offsets, indices, values } = sparse;
  const size = offsets[rowCount]!;
  const starts = new Float64Array(columnCount + 1);
  yield* inStretches(size, entriesPerStep, (from, to) => {
    for (let entry = from; entry < to; entry++) starts[indices[entry]! + 1]!++;
  });
  for (let column = 0; column < columnCount; column++) starts[column + 1]! += starts[column]!;
  const next = starts.slice();
  const rows = new Int32Array(size);
  const weights = new Float32Array(size);
  let pending = 0;
  for (let row = 0; row < rowCount; row++) {
    for (let entry = offsets[row]!; entry < offsets[row + 1]!; entry++) {
      const at = next[indices[entry]!]!++;
      rows[at] = row;
      weights[at] = values[entry]!;
    }
    pending += offsets[row + 1]! - offsets[row]!;
    if (pending < entriesPerStep) continue;
    pending = 0;
    yield;
  }
  return { rowCount: columnCount, columnCount: rowCount, offsets: starts, indices: rows, values: weights };
}

/** The matrix's transpose times itself, in double precision; four rows are gone through at a time. */
export function* gram({ rows, columns, values }: DenseMatrix): Work<Float64Array> {
  const result = new Float64Array(columns * columns);
  let pending = 0;
  const whole = rows - (rows % 4);
  for (let row = 0; row < whole; row += 4) {
    addFourRows(values, row * columns, columns, result);
    pending += columns * columns * 2;
    if (pending < multiplicationsPerStep) continue;
    pending = 0;
    yield;
  }
  const rest = new Float32Array(4 * columns);
  rest.set(values.subarray(whole * columns));
  addFourRows(rest, 0, columns, result);
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < i; j++) result[i * columns + j] = result[j * columns + i]!;
  }
  return result;
}

/** Adds to the upper triangle what four rows contribute. */
function addFourRows(values: Float32Array, start: number, columns: number, into: Float64Array): void {
  const second = start + columns;
  const third = second + columns;
  const fourth = third + columns;
  for (let i = 0; i < columns; i++) {
    const a = values[start + i]!;
    const b = values[second + i]!;
    const c = values[third + i]!;
    const d = values[fourth + i]!;
    const line = i * columns;
    for (let j = i; j < columns; j++) {
      into[line + j]! +=
        a * values[start + j]! + b * values[second + j]! + c * values[third + j]! + d * values[fourth + j]!;
    }
  }
}

/** The matrix times a square or narrower one of `width` columns in double precision. */
export function* denseTimes(matrix: DenseMatrix, right: Float64Array, width: number): Work<DenseMatrix> {
  const { rows, columns, values } = matrix;
  const result = denseMatrix(rows, width);
  const line = new Float64Array(width);
  let pending = 0;
  for (let row = 0; row < rows; row++) {
    line.fill(0);
    const start = row * columns;
    let inner = 0;
    for (; inner + 3 < columns; inner += 4) {
      const a = values[start + inner]!;
      const b = values[start + inner + 1]!;
      const c = values[start + inner + 2]!;
      const d = values[start + inner + 3]!;
      const first = inner * width;
      const second = first + width;
      const third = second + width;
      const fourth = third + width;
      for (let j = 0; j < width; j++) {
        line[j]! +=
          a * right[first + j]! + b * right[second + j]! + c * right[third + j]! + d * right[fourth + j]!;
      }
    }
    for (; inner < columns; inner++) {
      const a = values[start + inner]!;
      const first = inner * width;
      for (let j = 0; j < width; j++) line[j]! += a * right[first + j]!;
    }
    result.values.set(line, row * width);
    pending += columns * width;
    if (pending < multiplicationsPerStep) continue;
    pending = 0;
    yield;
  }
  return result;
}
