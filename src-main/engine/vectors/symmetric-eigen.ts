import type { Work } from '../work.ts';

/** Eigenvalues, largest first, and the eigenvector of each as one row. */
export interface Eigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

/** A symmetric matrix as orthogonal times tridiagonal times orthogonal transposed. */
interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** `besides[i]` stands between `i` and `i + 1`; one longer than needed. */
  readonly besides: Float64Array;
  /** The columns of the orthogonal matrix, each as one row. */
  readonly columns: Float64Array;
}

/**
 * All eigenvalues and eigenvectors of a symmetric matrix: Householder's reduction to tridiagonal form, then implicit
 * QL steps with Wilkinson's shift (Golub and Van Loan, "Matrix Computations", sections 8.3.1 and 8.3.3).
 * @param matrix `size` rows of `size` numbers; overwritten
 */
export function* symmetricEigen(matrix: Float64Array, size: number): Work<Eigen> {
  const { diagonal, besides, columns } = yield* tridiagonalise(matrix, size);
  for (let low = 0; low < size; low++) {
    for (
      let high = splitAfter(low, diagonal, besides);
      high > low;
      high = splitAfter(low, diagonal, besides)
    ) {
      stepQl(low, high, diagonal, besides, columns, size);
      yield;
    }
  }
  const order = Array.from(diagonal.keys()).sort((a, b) => diagonal[b]! - diagonal[a]! || a - b);
  const vectors = new Float64Array(size * size);
  order.forEach((from, to) => {
    vectors.set(columns.subarray(from * size, (from + 1) * size), to * size);
  });
  return { values: Float64Array.from(order, (from) => diagonal[from]!), vectors };
}

/** The last row of the block that begins with `low` and has no negligible element beside its diagonal. */
function splitAfter(low: number, diagonal: Float64Array, besides: Float64Array): number {
  let at = low;
  while (at + 1 < diagonal.length) {
    const scale = Math.abs(diagonal[at]!) + Math.abs(diagonal[at + 1]!);
    if (Math.abs(besides[at]!) <= Number.EPSILON * scale || besides[at] === 0) break;
    at++;
  }
  return at;
}

function stepQl(
  low: number,
  high: number,
  diagonal: Float64Array,
  besides: Float64Array,
  columns: Float64Array,
  size: number,
): void {
  const ratio = (diagonal[low + 1]! - diagonal[low]!) / (2 * besides[low]!);
  const root = Math.sqrt(ratio * ratio + 1);
  let bulge = diagonal[high]! - diagonal[low]! + besides[low]! / (ratio + (ratio >= 0 ? root : -root));
  let sine = 1;
  let cosine = 1;
  let shift = 0;
  for (let at = high - 1; at >= low; at--) {
    const off = sine * besides[at]!;
    const kept = cosine * besides[at]!;
    const length = Math.sqrt(off * off + bulge * bulge);
    besides[at + 1] = length;
    if (length === 0) {
      // The block falls apart here: the next steps go on with its parts.
      diagonal[at + 1]! -= shift;
      besides[high] = 0;
      return;
    }
    sine = off / length;
    cosine = bulge / length;
    const moved = diagonal[at + 1]! - shift;
    const turned = (diagonal[at]! - moved) * sine + 2 * cosine * kept;
    shift = sine * turned;
    diagonal[at + 1] = moved + shift;
    bulge = cosine * turned - kept;
    rotate(columns, at * size, (at + 1) * size, size, cosine, sine);
  }
  diagonal[low]! -= shift;
  besides[low] = bulge;
  besides[high] = 0;
}

function rotate(
  columns: Float64Array,
  first: number,
  second: number,
  size: number,
  cosine: number,
  sine: number,
): void {
  for (let at = 0; at < size; at++) {
    const a = columns[first + at]!;
    const b = columns[second + at]!;
    columns[second + at] = sine * a + cosine * b;
    columns[first + at] = cosine * a - sine * b;
  }
}

function* tridiagonalise(matrix: Float64Array, size: number): Work<Tridiagonal> {
  const diagonal = new Float64Array(size);
  const besides = new Float64Array(size);
  const reflected = new Float64Array(size);
  /** Twice the inverse squared length of every reflection's vector, which replaces its row right of the diagonal. */
  const factors = new Float64Array(size);
  for (let k = 0; k + 1 < size; k++) {
    diagonal[k] = matrix[k * size + k]!;
    const vector = matrix.subarray(k * size, (k + 1) * size);
    let squares = 0;
    for (let j = k + 2; j < size; j++) squares += vector[j]! * vector[j]!;
    const head = vector[k + 1]!;
    if (squares === 0) {
      besides[k] = head;
      continue;
    }
    const length = Math.sqrt(squares + head * head);
    besides[k] = head > 0 ? -length : length;
    vector[k + 1] = head - besides[k]!;
    factors[k] = 2 / (squares + vector[k + 1]! * vector[k + 1]!);
    reflectBothSides(matrix, size, k, vector, factors[k]!, reflected);
    yield;
  }
  diagonal[size - 1] = matrix[size * size - 1]!;
  const columns = new Float64Array(size * size);
  for (let i = 0; i < size; i++) columns[i * size + i] = 1;
  for (let k = size - 3; k >= 0; k--) {
    if (factors[k] === 0) continue;
    reflectColumns(columns, size, k, matrix.subarray(k * size, (k + 1) * size), factors[k]!);
    if (k % 8 === 0) yield;
  }
  return { diagonal, besides, columns };
}

/** The rows and columns behind `k` of the symmetric matrix, mirrored on both sides. */
function reflectBothSides(
  matrix: Float64Array,
  size: number,
  k: number,
  vector: Float64Array,
  factor: number,
  product: Float64Array,
): void {
  let inner = 0;
  for (let i = k + 1; i < size; i++) {
    let sum = 0;
    for (let j = k + 1; j < size; j++) sum += matrix[i * size + j]! * vector[j]!;
    product[i] = factor * sum;
    inner += product[i]! * vector[i]!;
  }
  for (let i = k + 1; i < size; i++) product[i]! -= (factor / 2) * inner * vector[i]!;
  for (let i = k + 1; i < size; i++) {
    const a = vector[i]!;
    const b = product[i]!;
    for (let j = k + 1; j < size; j++) matrix[i * size + j]! -= a * product[j]! + b * vector[j]!;
  }
}

/** Mirrors the columns (each a row here) behind `k`. */
function reflectColumns(
  columns: Float64Array,
  size: number,
  k: number,
  vector: Float64Array,
  factor: number,
): void {
  for (let column = k + 1; column < size; column++) {
    let sum = 0;
    for (let i = k + 1; i < size; i++) sum += columns[column * size + i]! * vector[i]!;
    sum *= factor;
    for (let i = k + 1; i < size; i++) columns[column * size + i]! -= sum * vector[i]!;
  }
}
