import { describe, expect, it } from 'vitest';
import { type Place, pageOf, timeFilter } from './paging.ts';

const placeOf = (place: Place): Place => place;
const items: readonly Place[] = [
  [3, 'c'],
  [1, 'a'],
  [3, 'b'],
  [2, 'd'],
];
const newestFirst: readonly Place[] = [
  [3, 'c'],
  [3, 'b'],
  [2, 'd'],
  [1, 'a'],
];

/** All pages of a list that may change after each. */
function walk(list: readonly Place[], oldestFirst: boolean, change = (rest: readonly Place[]) => rest) {
  const seen: Place[] = [];
  let left = list;
  for (let NextToken: string | undefined, first = true; first || NextToken !== undefined; first = false) {
    const { page, next } = pageOf(left, placeOf, { MaxResults: 1, NextToken }, oldestFirst);
    seen.push(...page);
    left = change(left);
    NextToken = next.NextToken;
  }
  return seen;
}

describe('pageOf', () => {
  it('gives a list whole, newest or oldest first', () => {
    expect(pageOf(items, placeOf, {})).toEqual({ page: newestFirst, next: {} });
    expect(walk(items, false)).toEqual(newestFirst);
    expect(walk(items, true)).toEqual(newestFirst.toReversed());
  });

  it('repeats and leaves out nothing when items come and go', () => {
    expect(walk(items, false, (left) => [[9, 'new'], ...left])).toEqual(newestFirst);
    const deleted = new Set<Place>();
    const deleting = (left: readonly Place[]): readonly Place[] => {
      const gone = newestFirst.find((one) => left.includes(one));
      if (gone !== undefined) deleted.add(gone);
      return left.filter((one) => !deleted.has(one));
    };
    expect(walk(newestFirst, false, deleting)).toEqual(newestFirst);
  });

  it('has no token after the last page, and none for no items', () => {
    expect(pageOf(items, placeOf, { MaxResults: 4 }).next).toEqual({});
    expect(pageOf([], placeOf, {})).toEqual({ page: [], next: {} });
  });

  it.each(['x', 'e30', 'W10', 'WyJhIiwxXQ', 'WzEsImEiLDJd', 'bnVsbA'])(
    'refuses the token %s',
    (NextToken) => {
      expect(() => pageOf(items, placeOf, { NextToken })).toThrow(
        'NextToken is not one that this service gave.',
      );
    },
  );
});

describe('timeFilter', () => {
  it.each([
    [undefined, undefined, [1, 2, 3], false],
    [3, undefined, [1, 2], true],
    [undefined, 1, [2, 3], false],
    [3, 1, [2], false],
  ])('before %s, after %s', (before, after, passing, oldestFirst) => {
    const filter = timeFilter(before, after);
    expect([1, 2, 3].filter(filter.passes)).toEqual(passing);
    expect(filter.oldestFirst).toBe(oldestFirst);
  });
});
