import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadClassifier } from '../../src-main/engine/index.ts';
import { encodeModelFile, readModelFile } from '../../src-main/formats/model-file.ts';
import { openReadOnly } from '../../src-main/store/read-only.ts';
import { createWorkbench, type Workbench } from './support/cli.ts';
import { makeTickets, ticketClasses, toJsonl } from './support/tickets.ts';

interface ErrorDocument {
  readonly error: { readonly code: string; readonly message: string };
}

interface TextAnswer {
  readonly model: string;
  readonly deployment: string | null;
  readonly labels: readonly string[];
  readonly unsure: boolean | null;
  readonly scores: Readonly<Record<string, number>>;
}

const tickets = makeTickets(150);
let bench: Workbench;
const input = 'new.jsonl';

beforeAll(async () => {
  bench = createWorkbench();
  bench.write(input, toJsonl(tickets.map(({ id, text }) => ({ id, text: `${text}, again` }))));
  for (const kind of ['single', 'multi']) {
    const rows = tickets.map(({ label, ...rest }) =>
      kind === 'single' ? { ...rest, label } : { ...rest, labels: [label] },
    );
    bench.write(`${kind}.jsonl`, toJsonl(rows));
    await bench.json(['new', `${kind}.winnow`, '--kind', kind]);
    await bench.json(['import', `${kind}.winnow`, `${kind}.jsonl`]);
    await bench.json(['train', `${kind}.winnow`, '--model', 'first', '--family', 'linear']);
    await bench.json(['export', `${kind}.winnow`, '--format', 'model', '--model', 'first', '--output', kind]);
  }
}, 300_000);
afterAll(() => bench.dispose());

const read = (name: string): string => readFileSync(bench.path(name), 'utf8');
const byFile = (model: string, ...more: readonly string[]): readonly string[] => [
  ...['classify', '--model-file', model, ...more],
];

describe('a model that has left its project', { timeout: 120_000 }, () => {
  it.each(['single', 'multi'] as const)('scores as in the project, bit for bit: %s', async (kind) => {
    const { manifest, artefact } = await readModelFile(bench.path(`${kind}.winnow-model`));
    expect(manifest).toMatchObject({
      ...{ name: 'first', kind, family: 'linear', language: 'en', encoder: null, deployment: null },
      ...{ receipt: { family: 'linear', documents: { train: 120 } }, artefact: { bytes: artefact.length } },
    });
    expect([...manifest.classes].sort()).toEqual([...ticketClasses].sort());
    const project = openReadOnly(bench.path(`${kind}.winnow`));
    const stored = project.modelArtefact(1);
    project.close();
    expect(Buffer.from(artefact).equals(stored)).toBe(true);
    const { thresholds } = await loadClassifier(stored);
    expect(manifest.thresholds).toEqual(thresholds === undefined ? null : [...thresholds]);

    const files = ['--input', input, '--output'];
    await bench.json(['classify', `${kind}.winnow`, '--model', 'first', ...files, 'a.jsonl']);
    const result = await bench.json(byFile(`${kind}.winnow-model`, ...files, 'b.jsonl'));
    expect(result).toMatchObject({ documents: tickets.length, rejectedCount: 0 });
    expect(read('b.jsonl')).toBe(read('a.jsonl'));
  });

  it('answers for one text, given or on standard input', async () => {
    const { text } = tickets[0]!;
    const given = await bench.json<TextAnswer>(byFile('single.winnow-model', '--text', text));
    expect(given).toMatchObject({ model: 'first', deployment: null, labels: ['billing'], unsure: null });
    const explained = await bench.json<TextAnswer>([
      ...['explain', 'single.winnow', '--model', 'first', '--text', text],
    ]);
    expect(given.scores).toEqual(explained.scores);
    const piped = await bench.run(byFile('single.winnow-model', '--text', '-', '--json'), {
      input: `${text}\n`,
    });
    expect(JSON.parse(piped.stdout)).toEqual(given);
    const shown = await bench.run(byFile('single.winnow-model', '--text', text));
    expect(shown.stdout).toMatch(/^Predicted: billing\n/);
  });

  it('takes the rule of a deployment along', async () => {
    await bench.json(['deploy', 'single.winnow', '--name', 'live', '--model', 'first', '--accept', '0.999']);
    const made = await bench.json([
      ...[
        'export',
        'single.winnow',
        '--format',
        'model',
        '--deployment',
        'live',
        '--output',
        'live.winnow-model',
      ],
    ]);
    expect(made).toMatchObject({
      model: 'first',
      deployment: 'live',
      output: bench.path('live.winnow-model'),
    });
    const files = ['--input', input, '--output'];
    await bench.json(['classify', 'single.winnow', '--deployment', 'live', ...files, 'c.jsonl']);
    const result = await bench.json(byFile('live.winnow-model', ...files, 'd.jsonl'));
    expect(result).toMatchObject({ unsure: expect.any(Number) });
    expect(read('d.jsonl')).toBe(read('c.jsonl'));
    expect(read('d.jsonl')).toContain('"unsure":');
    const answer = await bench.json<TextAnswer>(byFile('live.winnow-model', '--text', 'zzz'));
    expect(answer).toMatchObject({ deployment: 'live', unsure: true });
  });

  it('leaves as ONNX with its vocabulary', async () => {
    const made = await bench.json([
      ...['export', 'single.winnow', '--format', 'onnx', '--model', 'first', '--output', 'first'],
    ]);
    expect(made).toMatchObject({
      ...{ output: bench.path('first.onnx'), vocabulary: bench.path('first.vocabulary.json') },
      bytes: readFileSync(bench.path('first.onnx')).length,
    });
    expect(JSON.parse(read('first.vocabulary.json'))).toMatchObject({
      format: 'winnow-vocabulary',
      kind: 'single',
    });
    const { error } = await bench.json<ErrorDocument>(
      ['export', 'single.winnow', '--format', 'onnx', '--deployment', 'live', '--output', 'x'],
      1,
    );
    expect(error.code).toBe('bad_request');
  });

  it('says what is wrong with a file, and writes nothing', async () => {
    const whole = readFileSync(bench.path('single.winnow-model'));
    const { manifest, artefact } = await readModelFile(bench.path('single.winnow-model'));
    const { artefact: _, format: __, version: ___, ...fields } = manifest;
    const renamed = { ...fields, classes: [...manifest.classes].reverse() };
    const hollow = Buffer.concat(encodeModelFile(fields, Buffer.from(artefact.subarray(0, 1000))));
    const needing = { ...fields, encoder: { name: 'my-encoder', fingerprint: 'f' } };
    const cases: readonly (readonly [string, Uint8Array, string])[] = [
      ['short', whole.subarray(0, whole.length - 1), 'model_file_invalid'],
      ['foreign', Buffer.from('text'), 'model_file_invalid'],
      ['renamed', Buffer.concat(encodeModelFile(renamed, artefact)), 'model_file_invalid'],
      ['hollow', hollow, 'model_file_invalid'],
      ['needing', Buffer.concat(encodeModelFile(needing, artefact)), 'encoder_missing'],
    ];
    for (const [name, bytes, code] of cases) {
      writeFileSync(bench.path(name), bytes);
      const files = ['--input', input, '--output', 'nothing.jsonl'];
      for (const more of [files, ['--text', 'x']]) {
        const { error } = await bench.json<ErrorDocument>(byFile(name, ...more), 1);
        expect(error.code, name).toBe(code);
        expect(error.message).not.toContain(path.dirname(bench.folder));
      }
    }
    expect(() => read('nothing.jsonl')).toThrow();
  });

  it.each([
    [['classify', '--text', 'x'], /Name a project, or a model file/],
    [['classify', 'p.winnow', '--model-file', 'm', '--text', 'x'], /needs no project/],
    [['classify', '--model-file', 'm', '--text', 'x', '--input', 'i'], /either --text/],
    [['classify', '--model-file', 'm', '--input', 'i'], /'--output <path>'/],
    [['classify', 'p.winnow', '--model', 'm', '--text', 'x'], /winnow explain/],
    [['export', 'single.winnow', '--format', 'model', '--output', 'x'], /Name the model/],
    [['export', 'single.winnow', '--format', 'onnx', '--model', 'first', '--output', '-'], /standard output/],
  ])('%j is wrong usage', async (args, message) => {
    const { error } = await bench.json<ErrorDocument>(args, 2);
    expect(error.message).toMatch(message);
  });
});
