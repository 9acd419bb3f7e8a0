import type { SparseMatrix } from '../features/sparse-rows.ts';
import { createRandom, mix } from '../random.ts';
import type { TrainingContext } from '../types.ts';
import { addRow, solveBinary } from './dual-coordinate-descent.ts';

/** The labelled rows of a matrix, and which of their classes can be learned. */
export interface LabelledMatrix {
  readonly matrix: SparseMatrix;
  readonly squaredNorms: Float64Array;
  readonly classCount: number;
  /** The classes of every row. */
  readonly labels: readonly (readonly number[])[];
  /** The classes that are learned, each against the rest. With `mirrored` one of two: the other is its opposite. */
  readonly learned: readonly number[];
  readonly mirrored: { readonly of: number; readonly as: number } | undefined;
}

export interface FitOptions {
  readonly cost: number;
  readonly tolerance: number;
  readonly maximumEpochs: number;
}

/** Dual variables by class and row, kept so that the next fit starts where the last one ended. */
export interface WarmStart {
  readonly alphas: Float32Array;
}

/** Entries of the matrix between two breaths: some tens of milliseconds. */
const entriesPerBreath = 5_000_000;
const entriesPerSlice = 2_500_000;

/** Breathes and looks for a cancel whenever enough work has been reported. */
export interface Pacer {
  readonly work: (entries: number) => Promise<void>;
}

export function createPacer(context: Pick<TrainingContext, 'checkCancelled' | 'breathe'>): Pacer {
  let done = 0;
  return {
    work: async (entries) => {
      done += entries;
      if (done < entriesPerBreath) return;
      done = 0;
      await context.breathe();
      context.checkCancelled();
    },
  };
}

/**
 * Learns every class against the rest on `rows`, handing each class's weights (the last is the intercept) to
 * `take`, which must copy what it keeps. Every class has its own random sequence, drawn from the seed.
 */
export async function fitClasses(
  data: LabelledMatrix,
  rows: Int32Array,
  options: FitOptions,
  seed: number,
  pacer: Pacer,
  warmStart: WarmStart | undefined,
  take: (classIndex: number, weights: Float64Array) => void | Promise<void>,
): Promise<{ readonly converged: boolean }> {
  const { matrix } = data;
  const signs = new Int8Array(matrix.rowCount);
  const weights = new Float64Array(matrix.columnCount + 1);
  const members = membersByClass(data);
  let converged = true;
  for (const [place, classIndex] of data.learned.entries()) {
    signs.fill(-1);
    for (const row of members[classIndex]!) signs[row] = 1;
    weights.fill(0);
    const alphas = warmStart
      ? warmStart.alphas.subarray(place * matrix.rowCount, (place + 1) * matrix.rowCount)
      : new Float32Array(matrix.rowCount);
    for (const row of rows) if (alphas[row]! > 0) addRow(matrix, row, alphas[row]! * signs[row]!, weights);
    const solver = solveBinary(
      { matrix, squaredNorms: data.squaredNorms, rows, signs, ...options },
      { weights, alphas },
      createRandom(mix(seed) ^ mix(classIndex + 1)),
      entriesPerSlice,
    );
    let step = solver.next();
    for (; !step.done; step = solver.next()) await pacer.work(step.value);
    converged &&= step.value.converged;
    await take(classIndex, weights);
    await pacer.work(matrix.columnCount);
  }
  return { converged };
}

function membersByClass(data: LabelledMatrix): number[][] {
  const members: number[][] = Array.from({ length: data.classCount }, () => []);
  data.labels.forEach((classes, row) => {
    for (const classIndex of classes) members[classIndex]!.push(row);
  });
  return members;
}
