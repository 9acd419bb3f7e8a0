import { inStretches, type Work } from '../work.ts';

/** Decision values on labelled documents that the model did not learn from. */
export interface HeldOut {
  readonly classCount: number;
  readonly documentCount: number;
  /** One row of `classCount` decision values per document; -Infinity = the class was not learned. */
  readonly values: Float32Array;
  /** The true classes of every document. */
  readonly truths: readonly (readonly number[])[];
}

/** Decision values or probabilities looked at in one step. */
const cellsPerStep = 200_000;

/** So many documents, each with a number for every class, are gone through in one step. */
export const documentsPerStep = (classCount: number): number =>
  Math.max(1, Math.floor(cellsPerStep / Math.max(1, classCount)));

/** 1 at `document * classCount + class` where the class is true. */
export function truthTable(heldOut: HeldOut): Uint8Array {
  const table = new Uint8Array(heldOut.documentCount * heldOut.classCount);
  heldOut.truths.forEach((classes, document) => {
    for (const k of classes) table[document * heldOut.classCount + k] = 1;
  });
  return table;
}

/** The class with the largest value of a row, the first of equals. */
export function bestClass(values: ArrayLike<number>, start: number, classCount: number): number {
  let best = 0;
  for (let k = 1; k < classCount; k++) if (values[start + k]! > values[start + best]!) best = k;
  return best;
}

/** Share of documents whose best class is their true one. */
export function* heldOutAccuracy({ classCount, documentCount, values, truths }: HeldOut): Work<number> {
  let right = 0;
  yield* inStretches(documentCount, documentsPerStep(classCount), (from, to) => {
    for (let document = from; document < to; document++) {
      if (truths[document]![0] === bestClass(values, document * classCount, classCount)) right++;
    }
  });
  return documentCount === 0 ? 0 : right / documentCount;
}
