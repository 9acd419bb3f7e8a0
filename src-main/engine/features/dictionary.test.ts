import { describe, expect, it } from 'vitest';
import { emptyHash, extendHash, NgramDictionary } from './dictionary.ts';

const unitsOf = (text: string): Uint16Array => Uint16Array.from(text, (character) => character.charCodeAt(0));
const hashOf = (units: Uint16Array): number => units.reduce(extendHash, emptyHash);

function add(dictionary: NgramDictionary, text: string, hash = hashOf(unitsOf(text))): number {
  return dictionary.findOrAdd(unitsOf(text), 0, text.length, hash);
}

function find(dictionary: NgramDictionary, text: string): number {
  return dictionary.find(unitsOf(text), 0, text.length, hashOf(unitsOf(text)));
}

describe('NgramDictionary', () => {
  it('numbers keys in order of arrival and finds them again after growing', () => {
    const dictionary = new NgramDictionary();
    const keys = Array.from({ length: 20_000 }, (_, number) => `key ${number}`);
    expect(keys.map((key) => add(dictionary, key))).toEqual(keys.map((_, number) => number));
    expect(keys.map((key) => find(dictionary, key))).toEqual(keys.map((_, number) => number));
    expect(find(dictionary, 'key')).toBe(-1);
    expect(dictionary.key(0)).toBe('key 0');
    expect(dictionary.key(19_999)).toBe('key 19999');
  });

  it('tells keys with the same hash apart', () => {
    const dictionary = new NgramDictionary();
    expect([add(dictionary, 'a', 1), add(dictionary, 'b', 1), add(dictionary, 'a', 1)]).toEqual([0, 1, 0]);
  });

  it('keeps only what a map names, in the same order', () => {
    const dictionary = new NgramDictionary();
    for (const key of ['a', 'b', 'c']) add(dictionary, key);
    const kept = dictionary.filtered(Int32Array.of(0, -1, 1));
    expect([kept.size, find(kept, 'a'), find(kept, 'b'), find(kept, 'c')]).toEqual([2, 0, -1, 1]);
  });

  it('comes back from its parts', () => {
    const dictionary = new NgramDictionary();
    for (const key of ['ab', 'é', '日本', 'a b']) add(dictionary, key);
    const { units, lengths } = dictionary.parts();
    const copy = NgramDictionary.fromParts(units, lengths);
    expect(Array.from({ length: copy.size }, (_, id) => copy.key(id))).toEqual(['ab', 'é', '日本', 'a b']);
    expect(find(copy, '日本')).toBe(2);
  });
});
