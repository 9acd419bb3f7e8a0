import type { SparseMatrix } from '../features/sparse-rows.ts';
import { createRandom } from '../random.ts';
import { inStretches, type Work } from '../work.ts';
import {
  type DenseMatrix,
  denseMatrix,
  denseTimes,
  gram,
  multiplicationsPerStep,
  sparseTimesDense,
  transposed,
} from './dense.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

/** The strongest right singular vectors of a matrix, one a column, and their singular values. */
export interface SingularVectors {
  readonly directions: DenseMatrix;
  readonly values: Float64Array;
}

/** Directions looked for beyond those wanted: they make the wanted ones accurate. */
const oversampling = 12;
/** Directions weaker than this share of the strongest are noise of the arithmetic. */
const leastShare = 1e-10;

/**
 * A truncated singular value decomposition by randomised range finding with one power iteration (Halko, Martinsson,
 * Tropp, "Finding structure with randomness", 2011, algorithms 4.3 and 5.1), in the form of Rayleigh and Ritz: the
 * range of `AᵀA` times a random matrix is searched for the strongest directions. The result has fewer than `wanted`
 * directions where the matrix has a smaller rank, but one at least, all zero where it has none: a vector has a length.
 */
export function* strongestDirections(
  matrix: SparseMatrix,
  wanted: number,
  seed: number,
): Work<SingularVectors> {
  const width = Math.min(wanted + oversampling, matrix.rowCount, matrix.columnCount);
  if (matrix.offsets[matrix.rowCount] === 0) {
    return { directions: denseMatrix(matrix.columnCount, 1), values: new Float64Array(1) };
  }
  const mirrored = yield* transposed(matrix);
  const sketch = yield* sparseTimesDense(matrix, yield* randomMatrix(matrix.columnCount, width, seed));
  const range = yield* sparseTimesDense(mirrored, sketch);
  const images = yield* sparseTimesDense(matrix, range);

  const { whitening, rank } = yield* whiten(yield* gram(range), width);
  const inner = yield* gram(images);
  // Rayleigh quotient on the whitened range: whiteningᵀ · inner · whitening.
  const left = yield* multiply(transpose(whitening, width, rank), inner, rank, width, width);
  const quotient = yield* multiply(left, whitening, rank, width, rank);
  const { values, vectors } = yield* symmetricEigen(quotient, rank);
  let kept = 0;
  while (kept < Math.min(wanted, rank) && values[kept]! > leastShare * values[0]!) kept++;
  const strongest = transpose(vectors.subarray(0, kept * rank), kept, rank);
  const turn = yield* multiply(whitening, strongest, width, rank, kept);
  return {
    directions: yield* denseTimes(range, turn, kept),
    values: values.slice(0, kept).map((value) => Math.sqrt(value)),
  };
}

/** Entries +1 and -1: as good as normal ones for finding a range, and exact. */
function* randomMatrix(rows: number, columns: number, seed: number): Work<DenseMatrix> {
  const result = denseMatrix(rows, columns);
  const random = createRandom(seed);
  for (let at = 0; at < result.values.length; at++) {
    result.values[at] = random.next() >= 0x8000_0000 ? 1 : -1;
    if (at % 250_000 === 249_999) yield;
  }
  return result;
}

/** A matrix W with Wᵀ · Gram · W = I, one column for each direction that the Gram matrix really has. */
function* whiten(gramMatrix: Float64Array, size: number) {
  const { values, vectors } = yield* symmetricEigen(gramMatrix, size);
  let rank = 0;
  while (rank < size && values[rank]! > leastShare * values[0]!) rank++;
  const whitening = new Float64Array(size * rank);
  for (let k = 0; k < rank; k++) {
    const scale = 1 / Math.sqrt(values[k]!);
    for (let i = 0; i < size; i++) whitening[i * rank + k] = vectors[k * size + i]! * scale;
  }
  return { whitening, rank };
}

function transpose(matrix: Float64Array, rows: number, columns: number): Float64Array {
  const result = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) result[j * rows + i] = matrix[i * columns + j]!;
  }
  return result;
}

function* multiply(
  left: Float64Array,
  right: Float64Array,
  rows: number,
  inner: number,
  columns: number,
): Work<Float64Array> {
  const result = new Float64Array(rows * columns);
  const rowsPerStep = Math.ceil(multiplicationsPerStep / (inner * columns));
  yield* inStretches(rows, rowsPerStep, (first, end) => {
    for (let i = first; i < end; i++) {
      for (let k = 0; k < inner; k++) {
        const factor = left[i * inner + k]!;
        const from = k * columns;
        const into = i * columns;
        for (let j = 0; j < columns; j++) result[into + j]! += factor * right[from + j]!;
      }
    }
  });
  return result;
}
