/** Decision values on labelled documents that the model did not learn from. */
export interface HeldOut {
  readonly classCount: number;
  readonly documentCount: number;
  /** One row of `classCount` decision values per document; -Infinity = the class was not learned. */
  readonly values: Float32Array;
  /** The true classes of every document. */
  readonly truths: readonly (readonly number[])[];
}

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
export function heldOutAccuracy(heldOut: HeldOut): number {
  let right = 0;
  for (let document = 0; document < heldOut.documentCount; document++) {
    const best = bestClass(heldOut.values, document * heldOut.classCount, heldOut.classCount);
    if (heldOut.truths[document]![0] === best) right++;
  }
  return heldOut.documentCount === 0 ? 0 : right / heldOut.documentCount;
}
