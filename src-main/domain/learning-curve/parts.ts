import { createRandom, shuffle } from '../random.ts';

const mostPoints = 6;
/** From one point to the next, at most: below 1/32 of the labels a curve tells nothing about its other end. */
const largestRatio = 2;
/** With fewer documents a class, models guess. */
const leastOfClass = 3;
const leastDocuments = 20;

/**
 * Sizes of growing parts of so many documents, in geometric steps up to all of them.
 * @returns ascending, all different
 */
export function partSizes(documents: number, classes: number): readonly number[] {
  const wanted = Math.max(
    leastDocuments,
    leastOfClass * classes,
    documents / largestRatio ** (mostPoints - 1),
  );
  const smallest = Math.max(1, Math.min(wanted, documents / 4));
  const ratio = (documents / smallest) ** (1 / (mostPoints - 1));
  const sizes = Array.from({ length: mostPoints }, (_, step) =>
    Math.round(documents / ratio ** (mostPoints - 1 - step)),
  );
  return [...new Set(sizes)];
}

/**
 * A seeded order in which every beginning has all classes in their shares, as nearly as can be: each beginning is a
 * stratified part, and the smaller ones lie in the larger ones. Of several classes, a document counts for its rarest.
 */
export function nestedOrder(
  labels: readonly (readonly number[])[],
  classCount: number,
  seed: number,
): Int32Array {
  const order = shuffle(Int32Array.from(labels.keys()), createRandom(seed));
  // The last stratum is that of the documents without a class.
  const sizes = new Int32Array(classCount);
  for (const classes of labels) for (const k of classes) sizes[k]!++;
  const strata = labels.map((classes) =>
    classes.reduce(
      (rarest, k) => (rarest === classCount || sizes[k]! < sizes[rarest]! ? k : rarest),
      classCount,
    ),
  );
  const members = new Int32Array(classCount + 1);
  for (const stratum of strata) members[stratum]!++;
  const seen = new Int32Array(classCount + 1);
  const places = new Float64Array(labels.length);
  for (const document of order) {
    const stratum = strata[document]!;
    places[document] = (seen[stratum]!++ + 0.5) / members[stratum]!;
  }
  return order.sort((a, b) => places[a]! - places[b]!);
}
