import type { Work } from '../work.ts';
import { decideLatent, type LatentRows, type LatentWeights } from './latent-svm.ts';

/**
 * For every row the classes it may be of and how likely each is; row `r` has the entries `offsets[r]` to
 * `offsets[r + 1]`. Unlikely classes are left out.
 */
export interface Guesses {
  readonly offsets: Uint32Array;
  /** Places among the learned classes. */
  readonly places: Uint16Array;
  readonly shares: Float32Array;
}

/** A lead of this much multiplies the odds by e. */
const temperature = 0.1;
/** Classes less likely than this are left out: they cost time and change nothing. */
const leastShare = 0.01;
/** Multiplications between two chances to breathe. */
const workPerStretch = 3_000_000;

/** What the machines say of every row: their decision values, sharpened and made to sum to 1. */
export function* guessAll(model: LatentWeights, data: LatentRows): Work<Guesses> {
  const rowCount = data.dimensions === 0 ? 0 : data.vectors.length / data.dimensions;
  const values = new Float64Array(model.classes.length);
  const offsets = new Uint32Array(rowCount + 1);
  const places: number[] = [];
  const shares: number[] = [];
  let pending = 0;
  for (let row = 0; row < rowCount; row++) {
    decideLatent(model, data, row, values);
    sharpen(values, temperature);
    for (let place = 0; place < values.length; place++) {
      if (values[place]! < leastShare) continue;
      places.push(place);
      shares.push(values[place]!);
    }
    offsets[row + 1] = places.length;
    pending += values.length * data.dimensions;
    if (pending < workPerStretch) continue;
    pending = 0;
    yield;
  }
  return { offsets, places: Uint16Array.from(places), shares: Float32Array.from(shares) };
}

/** Softmax of `values / temperature`, in place. */
export function sharpen(values: Float64Array, temperature: number): void {
  let top = -Infinity;
  for (const value of values) if (value > top) top = value;
  let total = 0;
  for (let place = 0; place < values.length; place++) {
    values[place] = Math.exp((values[place]! - top) / temperature);
    total += values[place]!;
  }
  for (let place = 0; place < values.length; place++) values[place] = values[place]! / total;
}
