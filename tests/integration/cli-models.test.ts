import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkbench, type Workbench } from './support/cli.ts';
import { makeTickets, ticketClasses, toJsonl } from './support/tickets.ts';

interface ErrorDocument {
  readonly error: { readonly code: string; readonly message: string };
}

interface ResultRow {
  readonly id: string;
  readonly labels: readonly string[];
  readonly scores: Readonly<Record<string, number>>;
}

let bench: Workbench;
beforeAll(async () => {
  bench = createWorkbench();
  await bench.json(['new', 'tickets.winnow', '--kind', 'single']);
  bench.write('tickets.jsonl', toJsonl(makeTickets(150)));
  await bench.json(['import', 'tickets.winnow', 'tickets.jsonl']);
});
afterAll(() => bench.dispose());

const rowsOf = (jsonl: string): readonly ResultRow[] =>
  jsonl
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as ResultRow);

describe('train', () => {
  it('draws 80/10/10 when nothing is placed, trains, evaluates and reports', async () => {
    const trained = await bench.json(['train', 'tickets.winnow', '--model', 'first', '--seed', '5']);
    expect(trained).toMatchObject({
      model: 'first',
      family: 'linear',
      documents: { train: 120, validation: 15, test: 15 },
      seconds: expect.any(Number),
      evaluation: { documents: 15, accuracy: expect.any(Number) },
    });
  });

  it('refuses the name of an existing model, keeps it, and overwrites when told to', async () => {
    const { error } = await bench.json<ErrorDocument>(['train', 'tickets.winnow', '--model', 'first'], 1);
    expect(error.code).toBe('model_exists');
    await bench.json(['train', 'tickets.winnow', '--model', 'first', '--overwrite', '--seed', '5']);
    const info = await bench.json<{ models: readonly unknown[] }>(['info', 'tickets.winnow']);
    expect(info.models).toHaveLength(1);
    expect(info.models[0]).toMatchObject({ name: 'first', family: 'linear' });
  });

  it('hands the options of the family on and reports how it was trained', async () => {
    const trained = await bench.json([
      ...['train', 'tickets.winnow', '--model', 'weighted', '--family', 'linear'],
      ...['--option', 'classWeights=balanced', '--option', 'cost=2'],
    ]);
    expect(trained).toMatchObject({
      family: 'linear',
      options: { classWeights: 'balanced', cost: 2 },
      backend: expect.any(String),
      candidates: [],
      because: null,
    });
  });

  it('refuses an unknown family', async () => {
    const { error } = await bench.json<ErrorDocument>(
      ['train', 'tickets.winnow', '--model', 'second', '--family', 'oracle'],
      2,
    );
    expect(error.message).toContain('oracle');
  });

  it('trains fewer than ten documents without an evaluation', async () => {
    await bench.json(['new', 'few.winnow', '--kind', 'single']);
    bench.write('few.jsonl', toJsonl(makeTickets(9).map((row) => ({ ...row, dataset: 'train' }))));
    await bench.json(['import', 'few.winnow', 'few.jsonl']);
    const trained = await bench.json(['train', 'few.winnow', '--model', 'few']);
    expect(trained.seed).toBe(42);
    expect(trained.evaluation).toBeNull();
    expect(trained.evaluationNote).toMatch(/10/);
    const { error } = await bench.json<ErrorDocument>(['evaluate', 'few.winnow', '--model', 'few'], 1);
    expect(error.code).toBe('no_documents');
  });

  it('does not train without classes', async () => {
    await bench.json(['new', 'bare.winnow', '--kind', 'single']);
    bench.write('bare.jsonl', toJsonl([{ text: 'one' }, { text: 'two' }]));
    await bench.json(['import', 'bare.winnow', 'bare.jsonl']);
    const { error } = await bench.json<ErrorDocument>(['train', 'bare.winnow', '--model', 'm'], 1);
    expect(['too_few_documents', 'too_few_classes']).toContain(error.code);
  });
});

describe('evaluate', () => {
  it('has every figure of its contract', async () => {
    const evaluation = await bench.json(['evaluate', 'tickets.winnow', '--model', 'first']);
    for (const figure of [
      ...['accuracy', 'microF1', 'macroF1', 'weightedF1', 'microPrecision', 'microRecall'],
      ...['macroPrecision', 'macroRecall', 'hammingLoss', 'exactMatch'],
    ]) {
      expect(evaluation[figure], figure).toBeTypeOf('number');
    }
    expect(evaluation).toMatchObject({
      dataset: 'test',
      documents: 15,
      fingerprint: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{8}$/),
      classes: ticketClasses.map((name) => ({ name, support: 5 })),
      confusionMatrix: { rows: 'actual', columns: 'predicted', classes: ticketClasses },
    });
    const { counts } = evaluation.confusionMatrix as { readonly counts: readonly (readonly number[])[] };
    expect(counts.flat().reduce((sum, count) => sum + count)).toBe(15);
  });

  it('is measured again when the test set has changed, and only then', async () => {
    const before = await bench.json(['evaluate', 'tickets.winnow', '--model', 'first']);
    const same = await bench.json(['evaluate', 'tickets.winnow', '--model', 'first']);
    expect(same).toEqual(before);
    bench.write(
      'more.jsonl',
      toJsonl([{ text: 'My parcel is somewhere else', label: 'login', dataset: 'test' }]),
    );
    await bench.json(['import', 'tickets.winnow', 'more.jsonl']);
    const after = await bench.json(['evaluate', 'tickets.winnow', '--model', 'first']);
    expect(after.documents).toBe(16);
    expect(after.fingerprint).not.toBe(before.fingerprint);
  });

  it('measures the validation set too, and names an unknown model', async () => {
    const evaluation = await bench.json([
      ...['evaluate', 'tickets.winnow', '--model', 'first', '--dataset', 'validation'],
    ]);
    expect(evaluation).toMatchObject({ dataset: 'validation', documents: 15 });
    const { error } = await bench.json<ErrorDocument>(['evaluate', 'tickets.winnow', '--model', 'none'], 1);
    expect(error).toMatchObject({ code: 'model_not_found', message: expect.stringContaining('"first"') });
  });

  it('gives intervals and guidance, and says how far the test set can be trusted', async () => {
    const evaluation = await bench.json(['evaluate', 'tickets.winnow', '--model', 'first']);
    const { accuracy, intervals } = evaluation as {
      readonly accuracy: number;
      readonly intervals: Readonly<Record<string, { readonly low: number; readonly high: number }>>;
    };
    expect(intervals.accuracy!.low).toBeLessThan(accuracy);
    expect(intervals.accuracy!.high).toBeGreaterThanOrEqual(accuracy);
    expect(intervals.macroF1!.high - intervals.macroF1!.low).toBeGreaterThan(0);
    expect(evaluation).toMatchObject({
      bootstrap: { resamples: 1000, seed: expect.any(Number) },
      testSet: { policy: 'open', version: expect.any(Number), relabelledSinceResults: 0 },
      guidance: expect.arrayContaining([
        expect.objectContaining({ rule: 'small-test-set', limit: 0.05, value: expect.any(Number) }),
      ]),
    });
    const { stdout } = await bench.run(['evaluate', 'tickets.winnow', '--model', 'first']);
    expect(stdout).toMatch(/95 % interval \d+\.\d to \d+\.\d%/);
    expect(stdout).toContain('either way, more than 5.0 points');
  });

  it('compares two models on the same documents', async () => {
    const args = ['evaluate', 'tickets.winnow', '--model', 'first', '--compare', 'weighted'];
    const { comparison } = await bench.json<{ readonly comparison: Readonly<Record<string, unknown>> }>(args);
    expect(comparison).toMatchObject({
      a: 'first',
      b: 'weighted',
      documents: 16,
      verdict: {
        winner: null,
        test: 'mcnemar',
        text: expect.stringContaining('No difference that this test set'),
      },
      mcNemar: { onlyA: expect.any(Number), onlyB: expect.any(Number) },
      figures: expect.arrayContaining([
        expect.objectContaining({ figure: 'macroF1', interval: expect.anything() }),
      ]),
    });
    const { stdout } = await bench.run(args);
    expect(stdout).toContain('A "first" and B "weighted" on the same 16 test documents');
    const { error } = await bench.json<ErrorDocument>(
      ['evaluate', 'tickets.winnow', '--model', 'first', '--compare', 'first'],
      1,
    );
    expect(error).toMatchObject({
      code: 'bad_request',
      message: expect.stringContaining('two different models'),
    });
  });
});

describe('classify', () => {
  const input = toJsonl([
    { id: 'a', text: 'I was charged twice, please refund my card' },
    { text: 'The courier lost my parcel' },
    { id: 7, text: '' },
    { text: 'My password does not work', labels: ['x', 'y'] },
  ]);

  it('writes id, labels and scores of every document, blank ones included', async () => {
    bench.write('new.jsonl', input);
    const summary = await bench.json([
      ...['classify', 'tickets.winnow', '--model', 'first', '--input', 'new.jsonl', '--output', 'out.jsonl'],
    ]);
    expect(summary).toMatchObject({
      documents: 4,
      empty: 1,
      rejectedCount: 0,
      output: bench.path('out.jsonl'),
    });
    const rows = rowsOf(readFileSync(bench.path('out.jsonl'), 'utf8'));
    expect(rows.map(({ id }) => id)).toEqual(['a', '2', '7', '4']);
    expect(rows.map(({ labels }) => labels.length)).toEqual([1, 1, 1, 1]);
    expect(rows[0]!.labels).toEqual(['billing']);
    expect(rows[1]!.labels).toEqual(['shipping']);
    expect(rows[3]!.labels).toEqual(['login']);
    for (const { scores } of rows) {
      expect(Object.keys(scores)).toEqual(ticketClasses);
      expect(Object.values(scores).reduce((sum, score) => sum + score)).toBeCloseTo(1, 4);
    }
  });

  it('reads standard input and writes nothing but results to standard output', async () => {
    const result = await bench.run(
      ['classify', 'tickets.winnow', '--model', 'first', '--input', '-', '--output', '-'],
      { input },
    );
    expect(result.code).toBe(0);
    expect(rowsOf(result.stdout)).toEqual(rowsOf(readFileSync(bench.path('out.jsonl'), 'utf8')));
    expect(result.stderr).toContain('Classified 4 documents');
  });

  it('reads CSV and writes CSV that a spreadsheet does not run', async () => {
    bench.write('new.csv', 'id,message\n=1+1,my refund\nb,my parcel\n');
    await bench.json([
      ...['classify', 'tickets.winnow', '--model', 'first', '--input', 'new.csv', '--text-field', 'message'],
      ...['--output', 'out.csv', '--output-format', 'csv'],
    ]);
    const [header, first] = readFileSync(bench.path('out.csv'), 'utf8').split('\r\n');
    expect(header).toBe('id,labels,score: billing,score: login,score: shipping');
    expect(first).toMatch(/^'=1\+1,billing,0\.\d+,/);
  });

  it('keeps an older results file when the input cannot be read', async () => {
    bench.write('older.jsonl', 'older results\n');
    const { error } = await bench.json<ErrorDocument>(
      ['classify', 'tickets.winnow', '--model', 'first', '--input', 'absent.csv', '--output', 'older.jsonl'],
      1,
    );
    expect(error.code).toBe('file_not_found');
    expect(readFileSync(bench.path('older.jsonl'), 'utf8')).toBe('older results\n');
  });
});

describe('explain', () => {
  const text = 'I was charged twice, the parcel is here';
  interface Explanation {
    readonly predicted: readonly string[];
    readonly scores: Readonly<Record<string, number>>;
    readonly explained: readonly {
      readonly class: string;
      readonly words: readonly {
        readonly start: number;
        readonly end: number;
        readonly text: string;
        readonly weight: number;
      }[];
    }[];
  }
  const explain = (...args: readonly string[]) =>
    bench.json<Explanation>(['explain', 'tickets.winnow', '--model', 'first', '--text', text, ...args]);

  it('names the words of the text that speak for and against the predicted class', async () => {
    const explanation = await explain();
    expect(explanation).toMatchObject({ model: 'first', family: 'linear', text });
    expect(Object.keys(explanation.scores)).toEqual(ticketClasses);
    const [explained] = explanation.explained;
    expect(explanation.explained).toHaveLength(1);
    expect(explanation.predicted).toEqual([explained!.class]);
    for (const word of explained!.words) expect(text.slice(word.start, word.end)).toBe(word.text);
  });

  it('explains the classes asked for, by the words asked for', async () => {
    const { explained } = await explain('--class', 'billing', '--class', 'shipping', '--limit', '2');
    expect(explained.map((one) => one.class)).toEqual(['billing', 'shipping']);
    const strongest = explained.map(({ words }) => words.find(({ weight }) => weight > 0)?.text);
    expect(strongest[0]).toContain('charged');
    expect(strongest[1]).toContain('parcel');
    for (const { words } of explained) expect(words.length).toBeLessThanOrEqual(2);
  });

  it('reads the text from standard input and speaks to people', async () => {
    const args = ['explain', 'tickets.winnow', '--model', 'first', '--text', '-', '--class', 'billing'];
    const { code, stdout } = await bench.run(args, { input: `${text}\n` });
    expect(code).toBe(0);
    expect(stdout).toContain('Model "first" (Linear) predicts');
    expect(stdout).toMatch(/\+\d+\.\d{3} +".*charged/);
  });

  it('names an unknown class', async () => {
    const args = ['explain', 'tickets.winnow', '--model', 'first', '--text', text, '--class', 'none'];
    const { error } = await bench.json<ErrorDocument>(args, 1);
    expect(error).toMatchObject({ code: 'not_found', message: expect.stringContaining('"none"') });
  });
});

describe('a multi-label project', () => {
  it('trains, evaluates by class and classifies with any number of labels', async () => {
    await bench.json(['new', 'topics.winnow', '--kind', 'multi']);
    const tickets = makeTickets(150);
    const rows = tickets.map(({ id, text, label }, index) => {
      const other = tickets[(index + 1) % tickets.length]!;
      if (index % 10 === 0) return { id, text: `Nothing special, day ${index}`, labels: [] };
      return index % 2 === 0
        ? { id, text, labels: [label] }
        : { id, text: `${text}. ${other.text}`, labels: [label, other.label] };
    });
    bench.write('topics.jsonl', toJsonl(rows));
    await bench.json(['import', 'topics.winnow', 'topics.jsonl']);
    await bench.json(['train', 'topics.winnow', '--model', 'm']);
    const evaluation = await bench.json(['evaluate', 'topics.winnow', '--model', 'm']);
    expect(evaluation.confusionMatrix).toBeUndefined();
    expect(evaluation.accuracy).toBe(evaluation.exactMatch);
    const classes = evaluation.classes as readonly Readonly<Record<string, number>>[];
    expect(classes).toHaveLength(3);
    for (const { tp, fp, fn, tn } of classes) {
      expect(tp! + fp! + fn! + tn!).toBe(evaluation.documents);
    }
    const result = await bench.run(
      ['classify', 'topics.winnow', '--model', 'm', '--input', '-', '--output', '-'],
      {
        input: toJsonl([
          { text: 'My invoice is wrong, the charged too. My parcel is wrong, the delivery too' },
        ]),
      },
    );
    const [row] = rowsOf(result.stdout);
    expect(new Set(row!.labels)).toEqual(new Set(['billing', 'shipping']));
  });
});
