import type { ProjectKind } from '../../domain/project.ts';
import type { SparseMatrix } from '../features/sparse-rows.ts';
import { inStretches, type Work } from '../work.ts';
import { addOutputs, type NetworkShape, type NetworkWeights } from './weights.ts';
import { addWideOutputs, type WidePart } from './wide-part.ts';

/**
 * A trained head: from a dense vector, and a sparse row where it has a wide part, to one value per class; larger
 * speaks for the class. Calibration (`engine/output`) makes probabilities of the values.
 */
export interface Head {
  readonly kind: ProjectKind;
  readonly shape: NetworkShape;
  /** The classes that the outputs stand for, ascending; the others were not learned. */
  readonly learned: Int32Array;
  readonly classCount: number;
  readonly normalisation: Normalisation;
  readonly weights: NetworkWeights;
  readonly wide: WidePart | null;
}

/** Inputs become (vector - mean) · scale. */
export interface Normalisation {
  readonly mean: Float32Array;
  readonly scale: number;
}

/** Numbers gone through in one step. */
const numbersPerStep = 1_000_000;

/** Centres the vectors and gives their numbers a mean square of 1. */
export function* normalisationOf(
  vectors: Float32Array,
  dimensions: number,
  rows: Int32Array,
): Work<Normalisation> {
  const mean = new Float64Array(dimensions);
  const rowsPerStep = Math.ceil(numbersPerStep / dimensions);
  yield* inStretches(rows.length, rowsPerStep, (from, to) => {
    for (const row of rows.subarray(from, to)) {
      for (let k = 0; k < dimensions; k++) mean[k]! += vectors[row * dimensions + k]! / rows.length;
    }
  });
  let squares = 0;
  yield* inStretches(rows.length, rowsPerStep, (from, to) => {
    let sum = squares;
    for (const row of rows.subarray(from, to)) {
      for (let k = 0; k < dimensions; k++) sum += (vectors[row * dimensions + k]! - mean[k]!) ** 2;
    }
    squares = sum;
  });
  const scale = squares > 0 ? Math.sqrt((rows.length * dimensions) / squares) : 1;
  return { mean: Float32Array.from(mean), scale: Math.fround(scale) };
}

/** The normalised vector of a row. */
export function normalisedInto(
  { mean, scale }: Normalisation,
  vectors: Float32Array,
  at: number,
  into: Float32Array,
  intoAt: number,
): void {
  for (let k = 0; k < mean.length; k++) into[intoAt + k] = (vectors[at + k]! - mean[k]!) * scale;
}

export interface HeadScorer {
  /**
   * The value of every class for one document, -Infinity for classes that were not learned; overwritten by the next
   * call.
   * @param at where the document's vector begins in `vectors`
   * @param row the document's sparse features, for a head with a wide part
   */
  score(
    vectors: Float32Array,
    at: number,
    row?: Pick<SparseMatrix, 'indices' | 'values'>,
    start?: number,
    end?: number,
  ): Float64Array;
}

/** A plain forward pass: predictions need neither TensorFlow.js nor WebAssembly and are the same everywhere. */
export function headScorer(head: Head): HeadScorer {
  const { shape, learned, weights, wide, normalisation } = head;
  const input = new Float32Array(shape.inputs);
  const besides = new Float32Array(shape.outputs);
  const outputs = new Float64Array(shape.outputs);
  const values = new Float64Array(head.classCount);
  return {
    score(vectors, at, row, start = 0, end = 0) {
      normalisedInto(normalisation, vectors, at, input, 0);
      besides.fill(0);
      if (wide && row) addWideOutputs(wide, row, start, end, besides, 0);
      outputs.set(besides);
      addOutputs(shape, weights, input, outputs);
      values.fill(-Infinity);
      for (let place = 0; place < learned.length; place++) values[learned[place]!] = outputs[place]!;
      return values;
    },
  };
}
