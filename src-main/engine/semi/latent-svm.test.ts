import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { guessAll, sharpen } from './guesses.ts';
import { decideLatent, fitLatent } from './latent-svm.ts';

function finish<Result>(work: Generator<void, Result, void>): Result {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

const dimensions = 5;
const count = 60;
const random = createRandom(3);
const labels = Int32Array.from({ length: count }, (_, row) => row % 3);
const vectors = new Float32Array(count * dimensions);
for (let row = 0; row < count; row++) {
  const own = Float64Array.from(
    { length: dimensions },
    (_, k) => (random.below(1000) / 1000 - 0.5) * 1.6 + (k === labels[row] ? 1 : 0),
  );
  const length = Math.hypot(...own);
  vectors.set(
    own.map((value) => value / length),
    row * dimensions,
  );
}
const data = { vectors, dimensions };
const rows = Int32Array.from({ length: count }, (_, row) => row);

/** ½|w|² + Σ max(0, 1 - y·(w·x))², the objective that is minimised for a class, the intercept part of w. */
function objective(weights: Float64Array, classIndex: number): number {
  let sum = 0;
  for (const weight of weights) sum += 0.5 * weight * weight;
  for (const row of rows) {
    let value = weights[dimensions]!;
    for (let k = 0; k < dimensions; k++) value += weights[k]! * vectors[row * dimensions + k]!;
    sum += Math.max(0, 1 - (labels[row] === classIndex ? 1 : -1) * value) ** 2;
  }
  return sum;
}

describe('fitLatent', () => {
  it('finds weights that no small change improves by much', () => {
    const { weights } = finish(fitLatent(data, rows, labels, [0, 1, 2], 1));
    for (const classIndex of [0, 1, 2]) {
      const own = weights.slice(classIndex * (dimensions + 1), (classIndex + 1) * (dimensions + 1));
      const found = objective(own, classIndex);
      expect(found).toBeLessThan(objective(new Float64Array(dimensions + 1), classIndex) / 2);
      for (let k = 0; k <= dimensions; k++) {
        for (const change of [-0.1, 0.1]) {
          const changed = own.slice();
          changed[k] = changed[k]! + change;
          expect(objective(changed, classIndex)).toBeGreaterThan(found - 0.02 * found);
        }
      }
    }
  });

  it('tells most rows right and repeats itself bit by bit', () => {
    const model = finish(fitLatent(data, rows, labels, [0, 1, 2], 1));
    const values = new Float64Array(3);
    const right = rows.filter((row) => {
      decideLatent(model, data, row, values);
      return values.indexOf(Math.max(...values)) === labels[row];
    });
    expect(right.length).toBeGreaterThan(count * 0.8);
    expect(finish(fitLatent(data, rows, labels, [0, 1, 2], 1)).weights).toEqual(model.weights);
  });
});

describe('guesses', () => {
  it('are a sharpened softmax', () => {
    const values = Float64Array.of(0.3, 0.2, -1);
    sharpen(values, 0.1);
    expect(values[0]! / values[1]!).toBeCloseTo(Math.E, 10);
    expect(values[0]! + values[1]! + values[2]!).toBeCloseTo(1, 12);
  });

  it('leave unlikely classes out and keep nearly all of every row', () => {
    const model = finish(fitLatent(data, rows, labels, [0, 1, 2], 1));
    const { offsets, places, shares } = finish(guessAll(model, data));
    expect(offsets.length).toBe(count + 1);
    expect(places.length).toBe(shares.length);
    expect(shares.every((share) => share >= 0.01)).toBe(true);
    for (const row of rows) {
      let sum = 0;
      for (let entry = offsets[row]!; entry < offsets[row + 1]!; entry++) sum += shares[entry]!;
      expect(sum).toBeGreaterThan(0.97);
    }
  });
});
