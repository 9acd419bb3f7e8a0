import { expect, test } from 'vitest';
import type { HashedRecord } from '../ports/store.ts';
import { createReport } from './import-report.ts';
import { createChunkWriter } from './imports.ts';

function record(line: number, text = 'text'): HashedRecord {
  return {
    source: 'file.csv',
    line,
    externalId: null,
    text,
    labels: null,
    dataset: null,
    language: null,
    fields: null,
    textHash: line,
  };
}

test('every record is written once and in order, whatever the sizes of batches and chunks', async () => {
  const written: number[][] = [];
  const writer = createChunkWriter((records) => {
    written.push(records.map((entry) => entry.line));
  });
  let line = 0;
  for (const size of [1, 499, 500, 3, 1000, 0]) {
    await writer.add(Array.from({ length: size }, () => record(++line)));
  }
  await writer.flush();
  await writer.flush();
  expect(written.flat()).toEqual(Array.from({ length: 2003 }, (_, index) => index + 1));
  expect(written.every((chunk) => chunk.length > 0)).toBe(true);
  expect(written[0]).toHaveLength(200);
});

test('a chunk of long texts is written early', async () => {
  const sizes: number[] = [];
  const writer = createChunkWriter((records) => {
    sizes.push(records.length);
  });
  await writer.add([record(1, 'x'.repeat(1_500_000)), record(2, 'x'.repeat(600_000)), record(3)]);
  expect(sizes).toEqual([2]);
});

test('the report adds chunks up and keeps the first thousand rejected rows', () => {
  const report = createReport(['tickets.csv']);
  const counts = { imported: 5, duplicates: 2, skipped: 1, conflicts: 1, leaks: 0, empty: 1 };
  report.addChunk({ ...counts, newClasses: ['a'] });
  report.addChunk({ ...counts, newClasses: ['b', 'a'] });
  const rows = Array.from({ length: 700 }, (_, line) => ({ source: 's', line, reason: 'r' }));
  report.addRejected(rows);
  report.addRejected(rows);
  const result = report.finish({ warnings: ['w'], rejectedCount: 1400, tally: null }, 2);
  expect(result).toMatchObject({ imported: 10, duplicates: 4, skipped: 2, conflicts: 2, leaks: 0, empty: 2 });
  expect(result.newClasses).toEqual(['a', 'b']);
  expect(result.rejectedCount).toBe(1400);
  expect(result.rejected).toHaveLength(1000);
});
