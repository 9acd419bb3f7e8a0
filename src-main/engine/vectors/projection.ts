import type { SparseMatrix } from '../features/sparse-rows.ts';
import { inStretches, type Work } from '../work.ts';
import { type DenseMatrix, multiplicationsPerStep } from './dense.ts';

/** Directions in the space of features, eight bits a number. */
export interface Projection {
  readonly dimensions: number;
  /** Per feature what the number 127 stands for; 0 for a feature that is not part of any direction. */
  readonly scales: Float32Array;
  /** One row of `dimensions` signed bytes for each feature whose scale is not 0, in the order of the features. */
  readonly weights: Uint8Array;
}

const largest = 127;
/** Numbers rounded in one step. */
const numbersPerStep = 500_000;

/**
 * Rounds every feature's row to 255 steps between minus and plus its largest number.
 * @param features the feature that each row of the matrix stands for, ascending
 * @param featureCount how many features there are in all
 */
export function* quantised(
  { rows, columns, values }: DenseMatrix,
  features: Int32Array,
  featureCount: number,
): Work<Projection> {
  const weights = new Int8Array(rows * columns);
  const scales = new Float32Array(featureCount);
  let used = 0;
  const quantise = (row: number): void => {
    const from = row * columns;
    let top = 0;
    for (let k = 0; k < columns; k++) top = Math.max(top, Math.abs(values[from + k]!));
    const scale = Math.fround(top / largest);
    if (scale === 0) return;
    scales[features[row]!] = scale;
    const into = used++ * columns;
    for (let k = 0; k < columns; k++) weights[into + k] = Math.round((values[from + k]! / top) * largest);
  };
  yield* inStretches(rows, Math.ceil(numbersPerStep / columns), (from, to) => {
    for (let row = from; row < to; row++) quantise(row);
  });
  return { dimensions: columns, scales, weights: new Uint8Array(weights.buffer.slice(0, used * columns)) };
}

/** A projection made ready: finds a feature's row. */
export interface Projector {
  readonly dimensions: number;
  /**
   * Writes the document vector of a TF-IDF row: its projection, scaled to length 1 (all zero for a row without any
   * known feature).
   */
  project(
    row: Pick<SparseMatrix, 'indices' | 'values'>,
    start: number,
    end: number,
    into: Float32Array,
    at: number,
  ): void;
}

export function projectorOf({ dimensions, scales, weights }: Projection): Projector {
  const signed = new Int8Array(weights.buffer, weights.byteOffset, weights.length);
  const starts = new Int32Array(scales.length);
  for (let feature = 0, used = 0; feature < scales.length; feature++) {
    starts[feature] = scales[feature] === 0 ? -1 : used++ * dimensions;
  }
  return {
    dimensions,
    project(row, start, end, into, at) {
      into.fill(0, at, at + dimensions);
      for (let entry = start; entry < end; entry++) {
        const feature = row.indices[entry]!;
        const from = starts[feature]!;
        if (from < 0) continue;
        const weight = row.values[entry]! * scales[feature]!;
        for (let k = 0; k < dimensions; k++) into[at + k]! += weight * signed[from + k]!;
      }
      let squares = 0;
      for (let k = 0; k < dimensions; k++) squares += into[at + k]! * into[at + k]!;
      if (squares === 0) return;
      const scale = 1 / Math.sqrt(squares);
      for (let k = 0; k < dimensions; k++) into[at + k]! *= scale;
    },
  };
}

/** The vectors of all rows, one after another. */
export function* projectRows(projection: Projection, matrix: SparseMatrix): Work<Float32Array> {
  const { dimensions, project } = projectorOf(projection);
  const result = new Float32Array(matrix.rowCount * dimensions);
  let pending = 0;
  for (let row = 0; row < matrix.rowCount; row++) {
    const start = matrix.offsets[row]!;
    const end = matrix.offsets[row + 1]!;
    project(matrix, start, end, result, row * dimensions);
    pending += (end - start) * dimensions;
    if (pending < multiplicationsPerStep) continue;
    pending = 0;
    yield;
  }
  return result;
}
