import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SuggestionRun } from '../../src-main/domain/suggestion.ts';
import { createWorkbench, type Workbench } from './support/cli.ts';
import { makeTickets, toJsonl } from './support/tickets.ts';

interface ErrorDocument {
  readonly error: { readonly code: string; readonly message: string };
}

let bench: Workbench;
beforeAll(async () => {
  bench = createWorkbench();
  await bench.json(['new', 'tickets.winnow', '--kind', 'single']);
  bench.write('tickets.jsonl', toJsonl(makeTickets(150)));
  await bench.json(['import', 'tickets.winnow', 'tickets.jsonl']);
  await bench.json(['train', 'tickets.winnow', '--model', 'first', '--family', 'linear', '--seed', '5']);
  await bench.json(['deploy', 'tickets.winnow', '--name', 'live', '--model', 'first']);
}, 120_000);
afterAll(() => bench.dispose());

const unlabelled = (count: number, prefix: string) =>
  makeTickets(count).map(({ id, text }) => ({ id, text: `${prefix} ${text}` }));

test('files are imported and asked about, then what else has no label', async () => {
  bench.write('new.jsonl', `${toJsonl(unlabelled(30, 'New'))}{broken\n`);
  const suggest = ['classify', 'tickets.winnow', '--model', 'first', '--suggest'];
  const run = await bench.json<SuggestionRun>([...suggest, '--input', 'new.jsonl']);
  expect(run).toMatchObject({
    ...{ documents: 30, suggested: 30, none: 0, unsure: null, before: 0, skippedTest: 0 },
    import: { imported: 30, rejectedCount: 1, newClasses: [] },
    seconds: expect.any(Number),
  });
  expect(run.classCounts.reduce((sum, { documents }) => sum + documents, 0)).toBe(30);

  bench.write('more.jsonl', toJsonl(unlabelled(10, 'More')));
  await bench.json(['import', 'tickets.winnow', 'more.jsonl']);
  const { stdout } = await bench.run(suggest);
  expect(stdout).toContain('Asked “first” about 10 unlabelled documents');
  expect(stdout).toContain('30 documents had a suggestion of it already.');
  expect(stdout).not.toContain('Imported');

  const deployed = ['classify', 'tickets.winnow', '--deployment', 'live', '--suggest'];
  expect(await bench.json([...deployed])).toMatchObject({ documents: 40, unsure: 0, import: null });
  const again = await bench.run([...deployed, '--input', '-'], { input: toJsonl(unlabelled(12, 'New')) });
  expect(again.stdout).toContain(
    'Imported 0 documents.\n12 rows skipped: the text is in the project already.',
  );
  expect(await bench.json(['info', 'tickets.winnow'])).toMatchObject({ suggested: 40, unlabelled: 40 });
});

test.each<[readonly string[], string]>([
  [['tickets.winnow', '--suggest'], 'Name either a model (--model) or a deployment'],
  [['tickets.winnow', '--model', 'first', '--suggest', '--output', 'x.jsonl'], 'leave out --output.'],
  [
    ['tickets.winnow', '--model', 'first', '--suggest', '--output-format', 'csv'],
    'leave out --output-format.',
  ],
  [['tickets.winnow', '--model', 'first', '--suggest', '--restart'], 'leave out --restart.'],
  [['--model-file', 'm.winnow-model', '--suggest'], '--suggest needs a project'],
  [['tickets.winnow', '--model', 'first'], "required option '--input <path>' not specified"],
])('%j is refused and says why', async (args, why) => {
  const { code, stderr } = await bench.run(['classify', ...args]);
  expect(code).toBe(2);
  expect(stderr).toContain(why);
});

test('a model that there is not is named', async () => {
  const args = ['classify', 'tickets.winnow', '--model', 'other', '--suggest'];
  const { error } = await bench.json<ErrorDocument>(args, 1);
  expect(error.code).toBe('model_not_found');
  expect(error.message).toContain('other');
});
