import { expect, test } from 'vitest';
import { createRandom } from '../random.ts';
import { bandingFor, createSketcher, equalBytes, expectedEqualBytes, sketchLength } from './sketch.ts';

const sketcher = createSketcher();

function sketchOf(hashes: Uint32Array): Uint8Array {
  const sketch = new Uint8Array(sketchLength);
  sketcher(hashes, sketch, 0);
  return sketch;
}

function equal(first: Uint8Array, second: Uint8Array): number {
  return equalBytes(new Int32Array(Uint8Array.from([...first, ...second]).buffer), 0, 1);
}

test('does not depend on order or repetition', () => {
  const random = createRandom(1);
  for (const size of [1, 2, 30, 127, 1000]) {
    const hashes = Uint32Array.from({ length: size }, () => random.uint32());
    const again = Uint32Array.from([...hashes.toReversed(), ...hashes, ...hashes]);
    expect(sketchOf(again)).toEqual(sketchOf(hashes));
  }
});

test('counts equal bytes', () => {
  const random = createRandom(2);
  for (let round = 0; round < 300; round++) {
    const first = Uint8Array.from({ length: sketchLength }, () => random.below(3) * 127);
    const second = Uint8Array.from({ length: sketchLength }, () => random.below(3) * 127);
    expect(equal(first, second)).toBe(first.filter((byte, index) => byte === second[index]).length);
  }
  expect(equal(new Uint8Array(sketchLength), new Uint8Array(sketchLength))).toBe(sketchLength);
});

test.each([10, 50, 400, 3000])('estimates the similarity of sets of %i without bias', (size) => {
  const random = createRandom(size);
  const tries = 400;
  for (const shared of [0.2, 0.5, 0.9]) {
    const common = Math.round(size * shared);
    const similarity = common / (2 * size - common);
    let sum = 0;
    for (let round = 0; round < tries; round++) {
      const own = (): number[] => Array.from({ length: size - common }, () => random.uint32());
      const both = Array.from({ length: common }, () => random.uint32());
      sum += equal(
        sketchOf(Uint32Array.from([...both, ...own()])),
        sketchOf(Uint32Array.from([...own(), ...both])),
      );
    }
    const oneError = expectedEqualBytes(similarity, 1) - expectedEqualBytes(similarity, 0);
    const off = Math.abs(sum / tries - expectedEqualBytes(similarity, 0));
    expect(off).toBeLessThan((4 * oneError) / Math.sqrt(tries));
  }
});

test('takes a million hashes of few different values', () => {
  const hashes = new Uint32Array(1_000_000).fill(12_345);
  hashes[999_999] = 99_999;
  expect(sketchOf(hashes)).toEqual(sketchOf(Uint32Array.of(99_999, 12_345)));
});

test('bands let sets of the wanted similarity meet, and dissimilar ones rarely', () => {
  const meet = (similarity: number, wanted: number): number => {
    const { bands, rows } = bandingFor(wanted);
    expect(bands * rows).toBeLessThanOrEqual(sketchLength);
    return 1 - (1 - similarity ** rows) ** bands;
  };
  for (const wanted of [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1]) {
    expect(meet(wanted, wanted)).toBeGreaterThanOrEqual(0.99);
    expect(meet(wanted / 4, wanted)).toBeLessThan(0.15);
  }
  expect(bandingFor(0.8)).toEqual({ bands: 21, rows: 6 });
});
