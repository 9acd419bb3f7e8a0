import { createRandom, mix, type Random } from '../random.ts';
import type { Work } from '../work.ts';

/** Vectors of length 1 (or all zero), one after another. */
export interface UnitVectors {
  readonly dimensions: number;
  readonly values: Float32Array;
}

export interface Groups {
  /** The group of each vector. */
  readonly members: Uint8Array;
  /** One unit vector a group. */
  readonly centres: UnitVectors;
}

/** Starts, of which the one with the nearest centres wins. */
const starts = 8;
const mostRounds = 60;
/** Multiplications between two looks at the clock. */
const multiplicationsPerStep = 4_000_000;

/**
 * Spherical k-means (Dhillon and Modha, "Concept decompositions for large sparse text data", 2001): groups of vectors
 * of like direction. Each start spreads its first centres as k-means++ does (Arthur and Vassilvitskii 2007). The same
 * vectors and seed give the same groups; none of them is empty where there are as many different vectors.
 * @param count of groups, at most 255 and at most as many as there are vectors
 */
export function* kMeans(vectors: UnitVectors, count: number, seed: number): Work<Groups> {
  let best: (Groups & { readonly likeness: number }) | undefined;
  for (let start = 0; start < starts; start++) {
    const found = yield* oneStart(vectors, count, createRandom(mix(seed) ^ start));
    if (best === undefined || found.likeness > best.likeness) best = found;
  }
  return { members: best!.members, centres: best!.centres };
}

function* oneStart(vectors: UnitVectors, count: number, random: Random) {
  const size = vectors.values.length / vectors.dimensions;
  const members = new Uint8Array(size);
  let centres = yield* spreadCentres(vectors, count, random);
  let likeness = 0;
  for (let round = 0; round < mostRounds; round++) {
    const next = yield* assign(vectors, centres, members);
    likeness = next.likeness;
    if (next.moved === 0 && round > 0) break;
    centres = centresOf(vectors, members, count, next.leastLike);
  }
  return { members, centres, likeness };
}

/** The first at random, each further one with a chance that grows with the distance to the nearest one before. */
function* spreadCentres(vectors: UnitVectors, count: number, random: Random): Work<UnitVectors> {
  const { dimensions, values } = vectors;
  const size = values.length / dimensions;
  const centres = { dimensions, values: new Float32Array(count * dimensions) };
  const nearest = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  let chosen = random.below(size);
  for (let group = 0; group < count; group++) {
    centres.values.set(values.subarray(chosen * dimensions, (chosen + 1) * dimensions), group * dimensions);
    let total = 0;
    for (let at = 0; at < size; at++) {
      // Half the squared distance of unit vectors.
      nearest[at] = Math.min(nearest[at]!, Math.max(0, 1 - dot(vectors, at, centres, group)));
      total += nearest[at]!;
    }
    yield;
    chosen = draw(nearest, total, random);
  }
  return centres;
}

function draw(weights: Float64Array, total: number, random: Random): number {
  let rest = (random.next() / 0x1_0000_0000) * total;
  for (let at = 0; at < weights.length; at++) {
    rest -= weights[at]!;
    if (rest < 0) return at;
  }
  // All are alike: any will do.
  return random.below(weights.length);
}

function* assign(vectors: UnitVectors, centres: UnitVectors, members: Uint8Array) {
  const { dimensions } = vectors;
  const count = centres.values.length / dimensions;
  const leastLike = new Float64Array(members.length);
  let likeness = 0;
  let moved = 0;
  let pending = 0;
  for (let at = 0; at < members.length; at++) {
    const { group, best } = nearestCentre(vectors, at, centres);
    if (members[at] !== group) moved++;
    members[at] = group;
    leastLike[at] = best;
    likeness += best;
    pending += count * dimensions;
    if (pending < multiplicationsPerStep) continue;
    pending = 0;
    yield;
  }
  return { likeness, moved, leastLike };
}

/** `best` and `second`: cosines with the nearest centre and the one after it. */
export function nearestCentre(vectors: UnitVectors, at: number, centres: UnitVectors) {
  const count = centres.values.length / centres.dimensions;
  let group = 0;
  let best = Number.NEGATIVE_INFINITY;
  let second = Number.NEGATIVE_INFINITY;
  for (let other = 0; other < count; other++) {
    const likeness = dot(vectors, at, centres, other);
    if (likeness > best) {
      second = best;
      best = likeness;
      group = other;
    } else if (likeness > second) {
      second = likeness;
    }
  }
  return { group, best, second };
}

/** The mean direction of each group's vectors; a group that lost all gets the vector that fits worst where it is. */
function centresOf(
  { dimensions, values }: UnitVectors,
  members: Uint8Array,
  count: number,
  likeness: Float64Array,
): UnitVectors {
  const centres = new Float32Array(count * dimensions);
  const sizes = new Uint32Array(count);
  for (let at = 0; at < members.length; at++) {
    const into = members[at]! * dimensions;
    sizes[members[at]!]!++;
    for (let k = 0; k < dimensions; k++) centres[into + k]! += values[at * dimensions + k]!;
  }
  for (let group = 0; group < count; group++) {
    if (sizes[group] === 0) {
      const worst = likeness.reduce((least, value, at) => (value < likeness[least]! ? at : least), 0);
      likeness[worst] = Number.POSITIVE_INFINITY;
      centres.set(values.subarray(worst * dimensions, (worst + 1) * dimensions), group * dimensions);
    }
    normalise(centres, group * dimensions, dimensions);
  }
  return { dimensions, values: centres };
}

/** Scales a vector to length 1; one of zeros stays. */
export function normalise(values: Float32Array, start: number, dimensions: number): void {
  let squares = 0;
  for (let k = 0; k < dimensions; k++) squares += values[start + k]! ** 2;
  if (squares === 0) return;
  const scale = 1 / Math.sqrt(squares);
  for (let k = 0; k < dimensions; k++) values[start + k]! *= scale;
}

function dot(left: UnitVectors, one: number, right: UnitVectors, other: number): number {
  const { dimensions } = left;
  const from = one * dimensions;
  const to = other * dimensions;
  let sum = 0;
  for (let k = 0; k < dimensions; k++) sum += left.values[from + k]! * right.values[to + k]!;
  return sum;
}
