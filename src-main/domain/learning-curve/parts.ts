import { createRandom, shuffle } from '../random.ts';
import type { Work } from '../work.ts';

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
export function* nestedOrder(
  labels: readonly (readonly number[])[],
  classCount: number,
  seed: number,
): Work<Int32Array> {
  const order = shuffle(Int32Array.from(labels.keys()), createRandom(seed));
  yield 0.3;
  const strata = strataOf(labels, classCount);
  const members = new Int32Array(classCount + 1);
  for (const stratum of strata) members[stratum]!++;
  yield 0.6;
  // The documents of a stratum are spread over as many places as there are documents, evenly.
  const seen = new Int32Array(classCount + 1);
  const places = new Int32Array(labels.length);
  const starts = new Int32Array(labels.length + 1);
  for (const document of order) {
    const stratum = strata[document]!;
    const place = Math.floor(((seen[stratum]!++ + 0.5) / members[stratum]!) * labels.length);
    places[document] = place;
    starts[place + 1]!++;
  }
  yield 0.8;
  for (let place = 0; place < labels.length; place++) starts[place + 1]! += starts[place]!;
  const sorted = new Int32Array(labels.length);
  for (const document of order) sorted[starts[places[document]!]!++] = document;
  return sorted;
}

/** The rarest class of each document; those without any form the last stratum. */
function strataOf(labels: readonly (readonly number[])[], classCount: number): Int32Array {
  const sizes = new Int32Array(classCount);
  for (const classes of labels) for (const k of classes) sizes[k]!++;
  return Int32Array.from(labels, (classes) =>
    classes.reduce(
      (rarest, k) => (rarest === classCount || sizes[k]! < sizes[rarest]! ? k : rarest),
      classCount,
    ),
  );
}
