import { expect, test } from 'vitest';
import { routeFileNames } from './route-names.ts';

test('names become file names that every system takes', () => {
  const names = ['Billing', 'a/b\\c', '../up', 'CON', 'com1.old', ' x. ', '', '?', '.hidden', 'naïve'];
  expect(routeFileNames(names, '.csv')).toEqual([
    'Billing.csv',
    'a_b_c.csv',
    '__up.csv',
    '_CON.csv',
    '_com1.old.csv',
    'x.csv',
    '_.csv',
    '_ (2).csv',
    '_hidden.csv',
    'naïve.csv',
  ]);
});

test('names that one file system or another takes for the same differ', () => {
  const files = routeFileNames(['a', 'A', 'a (2)', 'ﬁ', 'fi', 'e\u0301', '\u00e9', 'a'], '.jsonl');
  expect(files.slice(0, 3)).toEqual(['a.jsonl', 'A (2).jsonl', 'a (2) (2).jsonl']);
  expect(new Set(files.map((file) => file.normalize('NFKC').toLowerCase())).size).toBe(files.length);
});

test('long names are cut between characters, and stay apart', () => {
  const files = routeFileNames(['😀'.repeat(200), '😀'.repeat(201)], '.jsonl');
  expect(files[0]).toBe(`${'😀'.repeat(50)}.jsonl`);
  expect(files[1]).toBe(`${'😀'.repeat(50)} (2).jsonl`);
});
