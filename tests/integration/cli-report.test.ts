import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkbench, type Workbench } from './support/cli.ts';
import { makeTickets, toJsonl } from './support/tickets.ts';

let bench: Workbench;

beforeAll(async () => {
  bench = createWorkbench();
  await bench.json(['new', 'tickets.winnow', '--kind', 'single']);
  bench.write('tickets.jsonl', toJsonl(makeTickets(120)));
  await bench.json(['import', 'tickets.winnow', 'tickets.jsonl']);
  await bench.json(['train', 'tickets.winnow', '--model', 'first', '--family', 'linear']);
});
afterAll(() => bench.dispose());

const report = (...args: readonly string[]) => ['report', 'tickets.winnow', '--model', 'first', ...args];
const read = (name: string): string => readFileSync(bench.path(name), 'utf8');

describe('report', () => {
  it('writes a page, and by the ending of the file the numbers', async () => {
    expect(await bench.json(report('--output', 'report.html'))).toEqual({
      ...{ model: 'first', dataset: 'test', format: 'html', output: bench.path('report.html') },
    });
    expect(read('report.html')).toMatch(/^<!doctype html>.*<\/html>\n$/s);
    expect(await bench.json(report('--output', 'report.json'))).toMatchObject({ format: 'json' });
    const { figures, winnow } = JSON.parse(read('report.json'));
    const evaluation = await bench.json(['evaluate', 'tickets.winnow', '--model', 'first']);
    expect(figures.macroF1).toBe(evaluation.macroF1);
    expect(winnow).toMatch(/^\d+\.\d+\.\d+/);
  });

  it('writes to standard output and tells people where a file is', async () => {
    const piped = await bench.run(report('--output', '-', '--format', 'comprehend'));
    expect(JSON.parse(piped.stdout)).toMatchObject({ type: 'multi_class' });
    expect(piped.stderr).toContain('Report on "first" written.');
    const told = await bench.run(report('--output', 'classes.csv'));
    expect(told.stdout.trim()).toBe(`Report on "first" written to ${bench.path('classes.csv')}.`);
    expect(read('classes.csv').split('\r\n')).toHaveLength(3 + 2);
  });

  it('names what is wrong and leaves files as they were', async () => {
    const codeOf = async (args: readonly string[], exit = 1): Promise<string> =>
      (await bench.json<{ readonly error: { readonly code: string } }>(args, exit)).error.code;
    expect(await codeOf(report('--output', 'tickets.winnow'))).toBe('already_exists');
    expect(await bench.json(['info', 'tickets.winnow'])).toMatchObject({ documents: 120 });
    writeFileSync(bench.path('older.html'), 'older');
    const other = ['report', 'tickets.winnow', '--model', 'other', '--output', 'older.html'];
    expect(await codeOf(other)).toBe('model_not_found');
    expect(
      await codeOf(report('--output', 'older.html', '--dataset', 'validation', '--format', 'pdf'), 2),
    ).toBe('bad_request');
    expect(await codeOf(report('--output', '-'), 2)).toBe('bad_request');
    expect(read('older.html')).toBe('older');
  });
});
