import { describe, expect, it } from 'vitest';
import { NgramTable, ngramKinds } from './ngram-table.ts';

const { pair, characters } = ngramKinds;
const unitsOf = (text: string): Uint16Array => Uint16Array.from(text.split(''), (unit) => unit.charCodeAt(0));
const addWord = (table: NgramTable, word: string): number => table.word(unitsOf(word), 0, word.length, true);
const findWord = (table: NgramTable, word: string): number =>
  table.word(unitsOf(word), 0, word.length, false);

describe('NgramTable', () => {
  it('numbers words, pairs and characters in order of arrival and finds them again after growing', () => {
    const table = new NgramTable();
    const words = Array.from({ length: 20_000 }, (_, number) => `word${number}`);
    expect(words.map((word) => addWord(table, word))).toEqual(words.map((_, number) => number));
    const pairs = words.map((_, number) => table.findOrAdd(number, (number * 7) % 20_000, pair));
    expect(pairs).toEqual(words.map((_, number) => 20_000 + number));
    const runs = words.map((_, number) => table.findOrAdd(~(97 + number), 98, characters));
    expect(runs).toEqual(words.map((_, number) => 40_000 + number));
    expect(words.map((word) => findWord(table, word))).toEqual(words.map((_, number) => number));
    expect(words.map((_, number) => table.find(number, (number * 7) % 20_000))).toEqual(pairs);
    expect(words.map((_, number) => table.find(~(97 + number), 98))).toEqual(runs);
    expect([findWord(table, 'word'), table.find(1, 1), table.find(~98, 97)]).toEqual([-1, -1, -1]);
    expect([table.count(ngramKinds.word), table.count(pair), table.count(characters)]).toEqual([
      20_000, 20_000, 20_000,
    ]);
  });

  it('tells words of the same hash apart', () => {
    // A known collision of 32-bit FNV-1a.
    const twins = ['costarring', 'liquid'];
    const hashes = twins.map((word) =>
      unitsOf(word).reduce((hash, unit) => Math.imul(hash ^ unit, 0x01000193), 0x811c9dc5 | 0),
    );
    expect(hashes[0]).toBe(hashes[1]);
    const table = new NgramTable();
    expect([...twins, ...twins].map((word) => addWord(table, word))).toEqual([0, 1, 0, 1]);
  });

  it('spells every n-gram', () => {
    const table = new NgramTable();
    const first = addWord(table, 'größe');
    const second = addWord(table, '日');
    const joined = table.findOrAdd(first, second, pair);
    const two = table.findOrAdd(~0x20, 0x1f600, characters);
    const three = table.findOrAdd(two, 0x65e5, characters);
    expect([first, second, joined, two, three].map((id) => table.text(id))).toEqual([
      'größe',
      '日',
      'größe 日',
      ' 😀',
      ' 😀日',
    ]);
  });
});
