import { existsSync, readdirSync, readFileSync } from 'node:fs';
import readWorkbook from 'read-excel-file/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
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
}, 120_000);
afterAll(() => bench.dispose());

const classify = (...args: readonly string[]): readonly string[] => [
  ...['classify', 'tickets.winnow', '--model', 'first', ...args],
];

test('a workbook, a file for each class and a list of errors are written', async () => {
  bench.write('new.jsonl', `${toJsonl(makeTickets(30).map(({ id, text }) => ({ id, text })))}{broken\n`);
  const summary = await bench.json<{ classes: readonly { name: string; documents: number }[] }>([
    ...classify('--input', 'new.jsonl', '--output', 'out.xlsx', '--output-format', 'xlsx'),
    ...['--route', 'by class', '--errors', 'unread.csv'],
  ]);
  expect(summary).toMatchObject({
    ...{ documents: 30, rejectedCount: 1, errorsPath: bench.path('unread.csv'), resumed: null },
    characters: expect.any(Number),
    drift: null,
  });
  expect((await readWorkbook(readFileSync(bench.path('out.xlsx'))))[0]!.data).toHaveLength(31);
  const given = summary.classes.filter(({ documents }) => documents > 0).map(({ name }) => `${name}.xlsx`);
  expect(readdirSync(bench.path('by class')).sort()).toEqual(given.sort());
  expect(readFileSync(bench.path('unread.csv'), 'utf8')).toMatch(/^source,line,reason\r\nnew\.jsonl,31,/);
});

test('a run that was interrupted goes on, and begins anew with --restart', async () => {
  const tickets = makeTickets(60_000).map(({ id, text }) => ({ id, text }));
  bench.write('many.jsonl', toJsonl(tickets));
  const args = classify('--input', 'many.jsonl', '--output', 'many.out', '--output-format', 'comprehend');
  const interrupt = () =>
    bench.run(args, {
      onStart: (child) => {
        let said = '';
        child.stderr?.on('data', (text: string) => {
          said += text;
          if (/Classifying, \d+%/.test(said)) child.kill('SIGINT');
        });
      },
    });
  const stopped = await interrupt();
  expect(stopped.code).not.toBe(0);
  expect(stopped.stderr).toContain('start the same again to go on');
  expect(existsSync(bench.path('many.out'))).toBe(false);

  const whole = await bench.run([...args.slice(0, -3), 'whole.out', '--output-format', 'comprehend']);
  expect(whole.code).toBe(0);
  const resumed = await bench.run(args);
  expect(resumed.stderr).toMatch(/Going on after [\d,]+ documents\./);
  expect(resumed.stdout).toMatch(/[\d,]+ documents of them had been done by an earlier run\./);
  expect(resumed.stdout).toContain('unseen words');
  const results = readFileSync(bench.path('many.out'));
  expect(results.equals(readFileSync(bench.path('whole.out')))).toBe(true);

  await interrupt();
  bench.write('many.jsonl', toJsonl(tickets.slice(1)));
  const { error } = await bench.json<ErrorDocument>(args, 1);
  expect(error.code).toBe('input_changed');
  expect(error.message).toContain('many.jsonl');
  expect(readFileSync(bench.path('many.out')).equals(results)).toBe(true);
  expect(await bench.json([...args, '--restart'])).toMatchObject({ documents: 59_999, resumed: null });
});
