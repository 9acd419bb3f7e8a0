import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ImportReport } from '../../src-main/domain/import.ts';
import { openReadOnly } from '../../src-main/store/read-only.ts';
import { createWorkbench, type Workbench } from './support/cli.ts';
import { toJsonl } from './support/tickets.ts';

interface ErrorDocument {
  readonly error: { readonly code: string; readonly message: string };
}
type Report = Pick<ImportReport, 'imported' | 'rejected' | 'warnings'> & {
  readonly classes: readonly string[];
};

let bench: Workbench;
const kept = [
  { id: 'k1', text: 'Keep this document', label: 'a' },
  { id: 'k2', text: 'And this one, with an ü', label: 'b' },
  { id: 'k3', text: 'And this without a label' },
];

beforeAll(async () => {
  bench = createWorkbench();
  bench.write('kept.jsonl', toJsonl(kept));
  for (const kind of ['single', 'multi']) {
    await bench.json(['new', `${kind}.winnow`, '--kind', kind]);
    await bench.json(['import', `${kind}.winnow`, 'kept.jsonl']);
  }
});
afterAll(() => bench.dispose());

/** A project of its own with three documents. */
function project(kind: 'single' | 'multi' = 'single'): string {
  copyFileSync(bench.path(`${kind}.winnow`), bench.path('project.winnow'));
  return 'project.winnow';
}

/** The documents of the project, read without the command line; the first three must be as they were. */
function added(): readonly {
  readonly id: string;
  readonly text: string;
  readonly labels: readonly string[];
}[] {
  const file = openReadOnly(bench.path('project.winnow'));
  try {
    const names = new Map(file.classes().map((one) => [one.id, one.name]));
    const rows = [...file.streamDocuments()].flat().map(({ externalId, text, labels }) => ({
      id: externalId,
      text,
      labels: (labels ?? []).map((id) => names.get(id)!),
    }));
    expect(rows.slice(0, kept.length)).toEqual(
      kept.map(({ id, text, label }) => ({ id, text, labels: label === undefined ? [] : [label] })),
    );
    return rows.slice(kept.length);
  } finally {
    file.close();
  }
}

const longLine = (): string => 'x'.repeat(50_000_000);
const noise = Uint8Array.from({ length: 5000 }, (_, index) => (index * 7919 + (index >> 3)) % 256);

describe('a file that cannot be imported', () => {
  test.each<[string, string, () => string | Uint8Array, readonly string[], string, RegExp]>([
    ['empty', 'empty.csv', () => '', [], 'nothing_to_import', /empty/],
    ['with a header only', 'header.csv', () => 'text,label\n', [], 'nothing_to_import', /header\.csv/],
    ['binary, called CSV', 'binary.csv', () => noise, [], 'file_unsupported', /binary file/],
    ['binary, called JSONL', 'binary.jsonl', () => noise, [], 'file_unsupported', /binary file/],
    ['binary, called text', 'binary.txt', () => noise, [], 'file_unsupported', /binary file/],
    ['without a text column', 'columns.csv', () => 'id,label\n1,a\n2,b\n', [], 'file_malformed', /id, label/],
    [
      'without the column asked for',
      'asked.csv',
      () => 'message,label\nhello,a\n',
      ['--text-field', 'body'],
      'bad_request',
      /"body".*message, label/,
    ],
    [
      'without the field asked for',
      'asked.jsonl',
      () => toJsonl([{ message: 'hello', label: 'a' }]),
      ['--label-field', 'topic'],
      'bad_request',
      /"topic".*message, label/,
    ],
  ])('%s (%s) ends with its name and the reason', async (_, name, content, flags, code, reason) => {
    const file = project();
    bench.write(name, content());
    const { error } = await bench.json<ErrorDocument>(['import', file, name, ...flags], 1);
    expect(error.code).toBe(code);
    expect(error.message).toContain(name);
    expect(error.message).toMatch(reason);
    expect(added()).toEqual([]);
    rmSync(bench.path(name));
  });
});

describe('a file with bad rows', () => {
  const importAs = async (
    name: string,
    content: string | Uint8Array,
    kind: 'single' | 'multi' = 'single',
  ) => {
    const file = project(kind);
    bench.write(name, content);
    const report = await bench.json<Report>(['import', file, name]);
    return { report, documents: added() };
  };

  test.each([
    ['line.csv', /longer than/],
    ['line.jsonl', /longer than/],
    ['line.txt', /50000000 bytes/],
  ])('nothing but one line of 50 MB is reported: %s', async (name, reason) => {
    const { report, documents } = await importAs(name, longLine());
    expect(report).toMatchObject({ imported: 0, rejected: [{ source: name, line: 1 }] });
    expect(report.rejected[0]!.reason).toMatch(reason);
    expect(documents).toEqual([]);
  });

  test('one line of 50 MB among good ones costs that line', async () => {
    const lines = [JSON.stringify({ text: longLine() }), JSON.stringify({ text: 'good', label: 'a' })];
    const { report, documents } = await importAs('long.jsonl', `${lines.join('\n')}\n`);
    expect(report.rejected).toEqual([
      { source: 'long.jsonl', line: 1, reason: expect.stringContaining('longer than') },
    ]);
    expect(documents).toEqual([{ id: '2', text: 'good', labels: ['a'] }]);
  });

  test('broken quotes cost their rows and no others', async () => {
    const rows = [
      'text,label',
      '"good one",a',
      '"broken" quotes,a',
      '"never closed,b',
      'next,a',
      'last,b',
      '',
    ];
    const { report, documents } = await importAs('quotes.csv', rows.join('\n'));
    expect(report.rejected).toEqual([
      { source: 'quotes.csv', line: 3, reason: expect.stringContaining('closing quote') },
      { source: 'quotes.csv', line: 4, reason: expect.stringContaining('never closed') },
    ]);
    expect(documents.map(({ text }) => text)).toEqual(['good one', 'next', 'last']);
  });

  test('mixed encodings are said', async () => {
    const good = Buffer.from('text,label\nGrüße aus Köln,a\n'.repeat(1));
    const other = Buffer.from('schöne Grüße,b\n', 'latin1');
    const mixed = await importAs('mixed.csv', Buffer.concat([good, other]));
    expect(mixed.report.warnings).toEqual([expect.stringContaining('mixed.csv: some letters are UTF-8')]);
    expect(mixed.documents).toHaveLength(2);
    const mostly = await importAs(
      'mostly.csv',
      Buffer.concat([good, Buffer.from('Grüße,a\n'.repeat(20)), other]),
    );
    expect(mostly.report.warnings).toEqual([expect.stringMatching(/mostly\.csv: 1 row has .* line 23/)]);
    expect(mostly.documents.map(({ text }) => text)).toContain('Grüße aus Köln');
  });

  test('a class name with the delimiter is one class where lists or quotes say so', async () => {
    const rows = [
      { id: 'd1', text: 'one', labels: ['a|b'] },
      { id: 'd2', text: 'two', labels: ['c,d', 'a'] },
    ];
    const { documents } = await importAs('names.jsonl', toJsonl(rows), 'multi');
    expect(documents).toEqual([rows[0], { id: 'd2', text: 'two', labels: ['a', 'c,d'] }]);
    const single = await importAs('names.csv', 'id,text,label\nd1,one,a|b\nd2,two,"c,d"\n');
    expect(single.documents).toEqual([rows[0], { id: 'd2', text: 'two', labels: ['c,d'] }]);
  });

  test('ids that occur twice are kept as they are, here and in the project', async () => {
    const rows = [
      { id: 'k1', text: 'One more of that id', label: 'a' },
      { id: 'k1', text: 'And yet another', label: 'b' },
    ];
    const { documents } = await importAs('ids.jsonl', toJsonl(rows));
    expect(documents).toEqual(rows.map(({ id, text, label }) => ({ id, text, labels: [label] })));
  });
});

describe('a project file', () => {
  const refused = async (args: readonly string[], code: string): Promise<string> => {
    const before = readFileSync(bench.path('project.winnow'));
    const { error } = await bench.json<ErrorDocument>(args, 1);
    expect(error.code).toBe(code);
    expect(error.message).toContain('project.winnow');
    expect(readFileSync(bench.path('project.winnow')).equals(before)).toBe(true);
    return error.message;
  };
  const patch = (offset: number, bytes: Uint8Array): void => {
    const content = readFileSync(bench.path('project.winnow'));
    content.set(bytes, offset);
    writeFileSync(bench.path('project.winnow'), content);
  };

  test.each<[string, string | Uint8Array]>([
    ['empty', ''],
    ['a letter', 'Dear Sir or Madam, '.repeat(100)],
    ['noise', noise],
  ])('that is %s is no project', async (_, content) => {
    bench.write('project.winnow', content);
    await refused(['import', 'project.winnow', 'kept.jsonl'], 'not_a_project');
  });

  test('of another program over SQLite is no project', async () => {
    rmSync(bench.path('project.winnow'), { force: true });
    const db = new Database(bench.path('project.winnow'));
    db.exec('CREATE TABLE document (id, text)');
    db.close();
    await refused(['info', 'project.winnow'], 'not_a_project');
  });

  test('that was cut short, or whose tables are damaged, is refused and left as it was', async () => {
    const size = readFileSync(bench.path(project())).length;
    truncateSync(bench.path('project.winnow'), size - 4096);
    expect(await refused(['info', 'project.winnow'], 'project_damaged')).toContain('backup');
    project();
    patch(100, noise.subarray(0, 300));
    await refused(['import', 'project.winnow', 'kept.jsonl'], 'project_damaged');
  });

  test('whose documents are damaged says so when they are read, and writes no half export', async () => {
    const size = readFileSync(bench.path(project())).length;
    // Behind the page of the schema's own table.
    patch(8192, noise.subarray(0, 4096).slice());
    for (let offset = 8192; offset < size; offset += 4096) patch(offset, noise.subarray(0, 4096));
    writeFileSync(bench.path('out.jsonl'), 'older\n');
    const { error } = await bench.json<ErrorDocument>(
      ['export', 'project.winnow', '--format', 'jsonl', '--output', 'out.jsonl'],
      1,
    );
    expect(error.code).toBe('project_damaged');
    expect(error.message).toContain('project.winnow');
    expect(readFileSync(bench.path('out.jsonl'), 'utf8')).toBe('older\n');
  });

  test('from a newer version is refused and left as it was', async () => {
    project();
    patch(60, Uint8Array.of(0, 0, 1, 0));
    expect(await refused(['import', 'project.winnow', 'kept.jsonl'], 'project_newer')).toMatch(
      /newer version/,
    );
  });

  test('that may only be read is read, and not written', async (context) => {
    project();
    chmodSync(bench.path('project.winnow'), 0o444);
    // The superuser may write everything: somebody else has to try.
    const user = process.getuid?.() === 0 ? 65_534 : undefined;
    mkdirSync(bench.path('elsewhere'));
    chmodSync(bench.path('elsewhere'), 0o777);
    chmodSync(bench.folder, 0o755);
    const environment = { WINNOW_USER_DATA: bench.path('elsewhere') };
    const run = (...args: readonly string[]) =>
      bench.run(args, { environment, ...(user === undefined ? {} : { user }) });
    if ((await run('--version')).code !== 0) context.skip('another user cannot run the program here');
    const before = readFileSync(bench.path('project.winnow'));
    const info = await run('info', 'project.winnow', '--json');
    expect(JSON.parse(info.stdout)).toMatchObject({ documents: 3 });
    const { code, stdout } = await run('import', 'project.winnow', 'kept.jsonl', '--json');
    expect(code).toBe(1);
    const { error } = JSON.parse(stdout) as ErrorDocument;
    expect(error).toMatchObject({
      code: 'project_read_only',
      message: expect.stringContaining('project.winnow'),
    });
    expect(readFileSync(bench.path('project.winnow')).equals(before)).toBe(true);
  });
});
