import path from 'node:path';
import { expect, test } from 'vitest';
import { projectFileOf } from './project-file.ts';

test.each([
  [['electron', '.', 'tickets.winnow'], path.resolve('/home/a', 'tickets.winnow')],
  [['winnow', '/data/TICKETS.WINNOW'], path.resolve('/data/TICKETS.WINNOW')],
  [['winnow', '--no-sandbox', '--user=x.winnow', 'b.winnow'], path.resolve('/home/a', 'b.winnow')],
  [['winnow', '--file=x.winnow'], undefined],
  [['winnow', '.'], undefined],
  [['winnow', 'notes.txt'], undefined],
])('%j', (argv, expected) => {
  expect(projectFileOf(argv, '/home/a')).toBe(expected);
});
