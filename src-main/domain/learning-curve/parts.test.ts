import { describe, expect, it } from 'vitest';
import { finished } from '../work.ts';
import { nestedOrder, partSizes } from './parts.ts';

describe('sizes of parts', () => {
  it.each([
    [10_000, 5],
    [10_000, 1000],
    [300, 77],
    [40, 2],
    [1_000_000, 20],
  ])('rise in like steps up to all %i documents of %i classes', (documents, classes) => {
    const sizes = partSizes(documents, classes);
    expect(sizes).toHaveLength(6);
    expect(sizes.at(-1)).toBe(documents);
    const ratios = sizes.slice(1).map((size, step) => size / sizes[step]!);
    expect(Math.max(...ratios)).toBeLessThan(2.1);
    expect(Math.min(...ratios)).toBeGreaterThan(1.2);
  });

  it('begin with some documents a class, where there are enough', () => {
    expect(partSizes(10_000, 77)[0]).toBe(313);
    expect(partSizes(2000, 77)[0]).toBe(231);
    expect(partSizes(400, 77)[0]).toBe(100);
  });
});

const orderOf = (labels: readonly (readonly number[])[], seed: number): Int32Array =>
  finished(nestedOrder(labels, 3, seed));

describe('the nested order', () => {
  const labels = Array.from({ length: 1000 }, (_, index) =>
    index % 10 < 6 ? [0] : index % 10 < 9 ? [1] : [0, 2],
  );

  it('is seeded and has every document once', () => {
    const order = orderOf(labels, 5);
    expect([...order].toSorted((a, b) => a - b)).toEqual(labels.map((_, index) => index));
    expect(orderOf(labels, 5)).toEqual(order);
    expect(orderOf(labels, 6)).not.toEqual(order);
  });

  it.each([10, 50, 200, 500])('has all classes in their shares among the first %i', (size) => {
    const part = [...orderOf(labels, 7).subarray(0, size)].map((document) => labels[document]!);
    // Of several classes the rarest counts.
    const shares = [0.6, 0.3, 0.1].map((share) => share * size);
    const counts = [0, 1, 2].map((k) => part.filter((classes) => classes.at(-1) === k).length);
    for (const [k, count] of counts.entries()) expect(Math.abs(count - shares[k]!)).toBeLessThanOrEqual(1.5);
  });

  it('takes documents without a class as a class of their own', () => {
    const some = labels.map((classes, index) => (index % 4 === 0 ? [] : classes));
    const part = orderOf(some, 1).subarray(0, 100);
    expect(part.filter((document) => some[document]!.length === 0)).toHaveLength(25);
  });
});
