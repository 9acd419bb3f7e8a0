import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeQuestions } from '../support/questions.ts';
import { createWorkbench, type Workbench } from './support/cli.ts';
import { makeTickets, ticketClasses, toJsonl } from './support/tickets.ts';

interface ErrorDocument {
  readonly error: { readonly code: string; readonly message: string };
}

let bench: Workbench;
beforeAll(() => {
  bench = createWorkbench();
});
afterAll(() => bench.dispose());

const newProject = (name: string, kind: 'single' | 'multi' = 'single') =>
  bench.json(['new', name, '--kind', kind]);

describe('the program', () => {
  it('prints its version and its help', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      readonly version: string;
    };
    expect(await bench.run(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n` });
    const help = await bench.run(['--help']);
    expect(help.code).toBe(0);
    expect(help.stdout).toContain('Examples:');
    for (const command of [
      'new',
      'import',
      'split',
      'train',
      'evaluate',
      'classify',
      'explain',
      'export',
      'info',
      'history',
      'classes',
      'serve',
    ]) {
      expect(help.stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    }
  });

  it.each([
    [[]],
    [['unknown']],
    [['new', 'x.winnow']],
    [['new', 'x.winnow', '--kind', 'triple']],
    [['new', 'x.winnow', '--kind', 'single', '--colour', 'red']],
    [['import', 'x.winnow']],
    [['split', 'x.winnow', '--train', '80', '--validation', '30', '--test', '10']],
    [['split', 'x.winnow', '--seed', '-1']],
    [['train', 'x.winnow']],
    [['train', 'x.winnow', '--model', 'm', '--family', 'oracle']],
    [['train', 'x.winnow', '--model', 'm', '--option', 'depth=3']],
    [['train', 'x.winnow', '--model', 'm', '--option', 'cost=cheap']],
    [['explain', 'x.winnow', '--model', 'm']],
    [['classify', 'x.winnow', '--input', 'y', '--output', 'z']],
    [['classify', 'x.winnow', '--model', 'm', '--deployment', 'd', '--input', 'y', '--output', 'z']],
    [['history', 'x.winnow', '--document', 'first']],
    [['classes']],
    [['classes', 'merge', 'x.winnow', '--into', 'a']],
    [['classes', 'convert', 'x.winnow', '--kind', 'triple']],
    [['new', 'x.winnow', '--kind', 'single', '--language', 'klingon_1']],
    [['classify', 'x.winnow', '--model', 'm', '--input', 'y', '--output', '-', '--json']],
    [['export', 'x.winnow', '--format', 'csv', '--output', '-', '--json']],
  ])('ends with 2 for %j', async (args) => {
    const { code, stderr } = await bench.run(args);
    expect(code).toBe(2);
    expect(stderr).not.toBe('');
    expect(existsSync(bench.path('x.winnow'))).toBe(false);
  });
});

describe('new', () => {
  it('creates a project in the folder of the caller', async () => {
    const created = await bench.json(['new', 'first.winnow', '--kind', 'multi', '--language', 'de']);
    expect(created).toMatchObject({
      path: bench.path('first.winnow'),
      name: 'first',
      kind: 'multi',
      language: 'de',
    });
    expect(await bench.json(['info', 'first.winnow'])).toMatchObject({
      kind: 'multi',
      language: 'de',
      documents: 0,
    });
  });

  it('adds the ending, and finds the project without it', async () => {
    expect(await newProject('short')).toMatchObject({ path: bench.path('short.winnow'), name: 'short' });
    expect(await bench.json(['info', 'short'])).toMatchObject({ path: bench.path('short.winnow') });
  });

  it('refuses an existing file and says so twice: for people and for programs', async () => {
    await newProject('twice.winnow');
    const before = readFileSync(bench.path('twice.winnow'));
    const again = await bench.run(['new', 'twice.winnow', '--kind', 'single', '--json']);
    expect(again.code).toBe(1);
    const { error } = JSON.parse(again.stdout) as ErrorDocument;
    expect(error.code).toBe('already_exists');
    expect(again.stderr).toContain(error.message);
    expect(readFileSync(bench.path('twice.winnow')).equals(before)).toBe(true);
  });
});

describe('import', () => {
  it('counts duplicates, conflicts, leaks, blank texts and rejected rows, and keeps them by default', async () => {
    await newProject('counts.winnow');
    const rows = [
      { text: 'one', label: 'a', dataset: 'train' },
      { text: 'one', label: 'a', split: 'train' },
      { text: 'zwei', label: 'a', split: 'training' },
      { text: 'zwei', label: 'b', split: 'training' },
      { text: 'drei', label: 'a', split: 'training' },
      { text: 'drei', label: 'a', split: 'test' },
      { text: '   ', label: 'a', split: 'dev' },
      { text: 'two', labels: ['a', 'b'] },
      { text: 'three', labels: [] },
      { text: 'four', label: null },
    ];
    bench.write('counts.jsonl', `${toJsonl(rows)}{"text": broken\n`);
    const report = await bench.json(['import', 'counts.winnow', 'counts.jsonl', '--dataset', 'validation']);
    expect(report).toMatchObject({
      imported: 9,
      duplicates: 1,
      skipped: 0,
      conflicts: 1,
      leaks: 1,
      empty: 1,
    });
    expect(report.classes).toEqual(['a', 'b']);
    expect(report.rejected).toEqual([
      { source: 'counts.jsonl', line: 8, reason: expect.any(String) },
      { source: 'counts.jsonl', line: 11, reason: expect.any(String) },
    ]);
    const info = await bench.json(['info', 'counts.winnow']);
    // A row's own dataset wins over the flag; "three" and "four" are unlabelled.
    expect(info).toMatchObject({
      documents: 9,
      labelled: 7,
      datasets: { train: 5, validation: 3, test: 1, none: 0 },
      classes: [
        { name: 'a', train: 4, validation: 1, test: 1 },
        { name: 'b', train: 1, validation: 0, test: 0 },
      ],
    });
  });

  it('skips exact duplicates when told to, and nothing else', async () => {
    await newProject('skip.winnow');
    const rows = [
      { text: 'one', label: 'a' },
      { text: 'one', label: 'a' },
      { text: 'two', label: 'a' },
      { text: 'two', label: 'b' },
      { text: 'three', label: 'a' },
      { text: 'three', label: 'a', dataset: 'test' },
    ];
    bench.write('skip.jsonl', toJsonl(rows));
    const report = await bench.json(['import', 'skip.winnow', 'skip.jsonl', '--duplicates', 'skip']);
    expect(report).toMatchObject({ imported: 5, duplicates: 1, skipped: 1, conflicts: 1, leaks: 1 });
    expect(await bench.json(['info', 'skip.winnow'])).toMatchObject({ documents: 5 });
  });

  it('reads CSV by named columns and delimiters', async () => {
    await newProject('columns.winnow', 'multi');
    bench.write('columns.csv', 'message;topics;note\n"Hello; you";a+b;x\nBye;;y\n');
    await bench.json([
      ...['import', 'columns.winnow', 'columns.csv', '--text-field', 'message', '--label-field', 'topics'],
      ...['--delimiter', ';', '--label-delimiter', '+'],
    ]);
    expect(await bench.json(['info', 'columns.winnow'])).toMatchObject({
      documents: 2,
      labelled: 1,
      classes: [{ name: 'a' }, { name: 'b' }],
    });
    await bench.run(['export', 'columns.winnow', '--format', 'jsonl', '--output', 'columns.jsonl']);
    const [first] = readFileSync(bench.path('columns.jsonl'), 'utf8').split('\n');
    expect(JSON.parse(first!)).toMatchObject({ text: 'Hello; you', labels: ['a', 'b'], note: 'x' });
  });

  it('takes "none of the classes" as a judgement in a multi-label project', async () => {
    await newProject('none.winnow', 'multi');
    bench.write(
      'none.jsonl',
      toJsonl([{ text: 'x', labels: [] }, { text: 'y' }, { text: 'z', labels: null }]),
    );
    await bench.json(['import', 'none.winnow', 'none.jsonl']);
    expect(await bench.json(['info', 'none.winnow'])).toMatchObject({
      documents: 3,
      labelled: 1,
      unlabelled: 2,
    });
  });

  it('ends with 0 where every row is rejected, and says why', async () => {
    await newProject('rejected.winnow');
    bench.write('rejected.jsonl', '{"text": \n[1, 2\n');
    expect(await bench.json(['import', 'rejected.winnow', 'rejected.jsonl'])).toMatchObject({
      imported: 0,
      rejected: [
        { source: 'rejected.jsonl', line: 1 },
        { source: 'rejected.jsonl', line: 2 },
      ],
    });
  });

  it.each([
    ['missing.csv', undefined, 'file_not_found'],
    ['empty.csv', '', 'nothing_to_import'],
    ['empty.jsonl', '', 'nothing_to_import'],
    ['image.csv', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13, 0, 1, 2, 3]), 'file_unsupported'],
  ])('ends with 1 for %s', async (name, content, code) => {
    const project = `bad-${name}.winnow`;
    await newProject(project);
    if (content !== undefined) bench.write(name, content);
    const { error } = await bench.json<ErrorDocument>(['import', project, name], 1);
    expect(error.code).toBe(code);
    expect(error.message).toContain(name);
    expect(await bench.json(['info', project])).toMatchObject({ documents: 0 });
  });

  it('keeps a project as it was when Ctrl+C comes', async () => {
    await newProject('cancel.winnow');
    const line = `${JSON.stringify({ text: `words and words ${'x'.repeat(80)}`, label: 'a' })}\n`;
    bench.write('large.jsonl', line.repeat(300_000));
    const result = await bench.run(['import', 'cancel.winnow', 'large.jsonl'], {
      onStart: (child) => child.stderr?.once('data', () => child.kill('SIGINT')),
    });
    expect(result).toMatchObject({ code: 1, stdout: '' });
    expect(result.stderr).toMatch(/cancel/i);
    expect(await bench.json(['info', 'cancel.winnow'])).toMatchObject({
      documents: 0,
      excluded: 0,
      suggested: 0,
      classes: [],
      interrupted: [],
    });
  });

  it('refuses a file that is no project', async () => {
    bench.write('letter.winnow', 'Dear Sir or Madam, '.repeat(100));
    const { error } = await bench.json<ErrorDocument>(['info', 'letter.winnow'], 1);
    expect(error.code).toBe('not_a_project');
    const absent = await bench.json<ErrorDocument>(['info', 'absent.winnow'], 1);
    expect(absent.error.code).toBe('file_not_found');
    expect(existsSync(bench.path('absent.winnow'))).toBe(false);
  });
});

describe('split', () => {
  it('draws only documents without a place, the same ones for the same seed', async () => {
    const exports: string[] = [];
    for (const name of ['split-a', 'split-b']) {
      await newProject(`${name}.winnow`);
      bench.write(
        'split.jsonl',
        // No two are alike: near duplicates would stay together.
        toJsonl(
          makeQuestions(1, 120).map((text, index) => ({
            text,
            label: ticketClasses[index % ticketClasses.length],
            ...(index < 30 ? { dataset: 'test' } : {}),
          })),
        ),
      );
      await bench.json(['import', `${name}.winnow`, 'split.jsonl']);
      expect(
        await bench.json([
          'split',
          `${name}.winnow`,
          '--train',
          '70',
          '--validation',
          '30',
          '--test',
          '0',
          '--seed',
          '7',
        ]),
      ).toMatchObject({
        train: 63,
        validation: 27,
        test: 0,
      });
      await bench.json(['export', `${name}.winnow`, '--format', 'csv', '--output', `${name}.csv`]);
      exports.push(readFileSync(bench.path(`${name}.csv`), 'utf8'));
    }
    expect(exports[1]).toBe(exports[0]);
    expect(await bench.json(['info', 'split-a.winnow'])).toMatchObject({
      datasets: { train: 63, validation: 27, test: 30 },
    });
    expect(await bench.json(['split', 'split-a.winnow', '--all'])).toMatchObject({ seed: 42 });
    expect(await bench.json(['info', 'split-a.winnow'])).toMatchObject({
      datasets: { train: 96, validation: 12, test: 12 },
    });
  });
});

describe('info', () => {
  it('has every field of its contract', async () => {
    await newProject('info.winnow');
    bench.write('info.jsonl', toJsonl(makeTickets(12).map((row) => ({ ...row, dataset: 'train' }))));
    await bench.json(['import', 'info.winnow', 'info.jsonl']);
    const info = await bench.json(['info', 'info.winnow']);
    expect(info).toMatchObject({
      kind: 'single',
      documents: 12,
      labelled: 12,
      classes: ticketClasses.map((name) => ({ name, train: 4, validation: 0, test: 0 })),
      models: [],
    });
    expect(info.fingerprint).toMatch(/^[0-9a-f]{8}-[0-9a-f]{8}$/);
    const text = await bench.run(['info', 'info.winnow']);
    expect(text.stdout).toContain('12 documents, 12 labelled');
  });
});

describe('export', () => {
  it('writes what the import reads back as the same documents', async () => {
    await newProject('from.winnow', 'multi');
    const rows = [
      { id: 'a1', text: 'plain', labels: ['x'], dataset: 'train', source: 'mail' },
      { id: 'a2', text: 'SUM(A1)\n"quoted", with lines', labels: ['x', 'y|z'], dataset: 'test' },
      { id: 'a3', text: 'judged', labels: [] },
      { id: 'a4', text: 'open' },
    ];
    bench.write('from.jsonl', toJsonl(rows));
    await bench.json(['import', 'from.winnow', 'from.jsonl']);
    for (const format of ['jsonl', 'csv']) {
      await bench.json(['export', 'from.winnow', '--format', format, '--output', `to.${format}`]);
      await newProject(`to-${format}.winnow`, 'multi');
      await bench.json(['import', `to-${format}.winnow`, `to.${format}`]);
      const back = await bench.run(['export', `to-${format}.winnow`, '--format', 'jsonl', '--output', '-']);
      const documents = back.stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as object);
      expect(documents).toMatchObject(rows.map((row) => ({ labels: null, ...row })));
      expect(documents[0]).toMatchObject({ source: 'mail' });
    }
  });

  it('leaves an older file alone when the folder cannot be written', async () => {
    await newProject('nowhere.winnow');
    const { error } = await bench.json<ErrorDocument>(
      ['export', 'nowhere.winnow', '--format', 'csv', '--output', 'no/such/folder.csv'],
      1,
    );
    expect(error.message).toContain('folder.csv');
  });
});

describe('a project in use', () => {
  it('is refused by name while a server has it open', async () => {
    await newProject('busy.winnow');
    let done: () => void = () => {};
    const listening = new Promise<void>((resolve) => {
      done = resolve;
    });
    let stop: () => void = () => {};
    const server = bench.run(['serve', 'busy.winnow'], {
      onStart: (child) => {
        stop = () => child.kill('SIGTERM');
        child.stdout?.once('data', done);
      },
    });
    await Promise.race([listening, server]);
    const { error } = await bench.json<ErrorDocument>(['info', 'busy.winnow'], 1);
    expect(error.code).toBe('project_in_use');
    // The second server tells its failure as every other command does.
    const second = await bench.json<ErrorDocument>(['serve', 'busy.winnow'], 1);
    expect(second.error.code).toBe('project_in_use');
    stop();
    const { code, stdout } = await server;
    expect(JSON.parse(stdout)).toMatchObject({
      event: 'listening',
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/\?token=/),
    });
    expect(code).toBe(0);
    expect(await bench.json(['info', 'busy.winnow'])).toMatchObject({ documents: 0 });
  });
});
