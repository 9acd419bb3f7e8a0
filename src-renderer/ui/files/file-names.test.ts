import { expect, test } from 'vitest';
import { besideFile, inFolder, safeFileName, withEnding } from './file-names.ts';

test('names of files lose what some system refuses, and are never empty', () => {
  expect(safeFileName(' Tickets: "2026" / north ', 'model')).toBe('Tickets 2026 north');
  expect(safeFileName('Größe 3_a-b.c', 'model')).toBe('Größe 3_a-b.c');
  expect(safeFileName('???', 'model')).toBe('model');
});

test('paths keep their folder and their kind of separator', () => {
  expect(besideFile('/data/a.winnow', 'b$&.json')).toBe('/data/b$&.json');
  expect(besideFile('C:\\data\\a.winnow', 'b.json')).toBe('C:\\data\\b.json');
  expect(withEnding('/data/a.winnow', '-azure.json')).toBe('/data/a-azure.json');
  expect(withEnding('/data/a', '.csv')).toBe('/data/a.csv');
  expect(inFolder('/data', 'a.winnow')).toBe('/data/a.winnow');
  expect(inFolder('C:\\data', 'a.winnow')).toBe('C:\\data\\a.winnow');
});
