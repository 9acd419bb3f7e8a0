import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Project } from '../../src-main/core/core.ts';
import { trainedProject } from './support/batch.ts';
import { type CoreBench, createCoreBench, openAgain, ticketRows } from './support/core.ts';
import { killWhenBusy } from './support/kill-when-busy.ts';
import { idsOf, requestOf, rowsOf, suggested, withoutLabels } from './support/suggestions.ts';

const documents = 16_000;
const kills = 3;

let bench: CoreBench;
beforeAll(() => {
  bench = createCoreBench();
});
afterAll(() => bench.dispose());

test('a program that is killed again and again while it suggests goes on with what is missing', {
  timeout: 300_000,
}, async () => {
  const texts = withoutLabels(ticketRows(1000 + documents).slice(1000));
  const path = bench.write('new.jsonl', texts.map((row) => `${JSON.stringify(row)}\n`).join(''));
  await (await trainedProject(bench)).close();
  let before = 0;
  let project: Project | undefined;
  for (let kill = 0; kill < kills; kill++) {
    await killWhenBusy(bench.path('single.winnow'), 'suggest', path);
    project = await openAgain(bench, bench.start(), 'single');
    expect(project.info().interrupted).toEqual(['Suggestions of “m”']);
    // The import was done before: it stays, and its documents come once.
    expect(await idsOf(project, { labelled: false })).toHaveLength(documents);
    const kept = await idsOf(project, { suggested: true });
    expect(kept.length).toBeGreaterThanOrEqual(before);
    before = kept.length;
    await project.close();
  }
  project = await openAgain(bench, bench.start(), 'single');
  const run = await suggested(project, requestOf(project, { path }));
  expect(run).toMatchObject({
    before,
    documents: documents - before,
    import: { imported: 0, skipped: documents },
  });
  // How far a process comes before it is killed is the machine's affair.
  expect(before).toBeGreaterThan(0);
  const rows = await rowsOf(project, { suggested: true });
  expect(rows).toHaveLength(documents);
  await project.documents.removeSuggestions({ ids: rows.map(({ id }) => id) });
  expect(await suggested(project)).toMatchObject({ documents });
  expect((await rowsOf(project, { suggested: true })).map(({ suggestion }) => suggestion)).toEqual(
    rows.map(({ suggestion }) => suggestion),
  );
  expect(bench.problems).toEqual([]);
});
