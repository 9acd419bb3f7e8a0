import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createWorkbench, type Workbench } from './support/cli.ts';

// Every command is a process of its own, maybe on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

let bench: Workbench;

beforeEach(() => {
  bench = createWorkbench();
});

afterEach(() => bench.dispose());

function writeAzure(documents = ['a.txt', 'b.txt']): void {
  mkdirSync(bench.path('texts'));
  bench.write('texts/a.txt', 'first text');
  bench.write('texts/b.txt', 'second text');
  const project = {
    projectFileVersion: '2022-05-01',
    metadata: {
      projectKind: 'customMultiLabelClassification',
      projectName: 'films',
      multilingual: true,
      description: 'About films',
      language: 'en-us',
    },
    assets: {
      projectKind: 'CustomMultiLabelClassification',
      classes: [{ category: 'Action' }, { category: 'Drama' }],
      documents: documents.map((location) => ({ location, classes: [{ category: 'Drama' }] })),
    },
  };
  bench.write('project.json', JSON.stringify(project));
}

test('a project is created from Azure’s, told equal, and written for Azure again', async () => {
  writeAzure();
  const args = [
    'import',
    'films.winnow',
    'project.json',
    '--format',
    'azure',
    '--texts',
    'texts',
    '--create',
  ];
  const report = await bench.json(args);
  expect(report).toMatchObject({ imported: 2, classes: ['Action', 'Drama'], equality: { equal: true } });
  expect(await bench.json(['info', 'films.winnow'])).toMatchObject({
    name: 'films',
    kind: 'multi',
    language: 'en-us',
    multilingual: true,
    description: 'About films',
    datasets: { train: 2 },
  });
  const written = await bench.json(['export', 'films.winnow', '--format', 'azure', '--output', 'out.json']);
  expect(written).toMatchObject({ documents: 2, texts: bench.path('out-texts'), equality: { equal: true } });
  expect(readdirSync(bench.path('out-texts'))).toEqual(['a.txt', 'b.txt']);
  expect(readFileSync(bench.path('out-texts/a.txt'), 'utf8')).toBe('first text');
  const again = await bench.run(['export', 'films.winnow', '--format', 'azure', '--output', 'out.json']);
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('out-texts') });
});

test('differences are told in words', async () => {
  writeAzure(['a.txt', 'gone.txt']);
  await bench.json(['new', 'films', '--kind', 'multi']);
  const { stdout } = await bench.run([
    'import',
    'films',
    'project.json',
    '--format',
    'azure',
    '--texts',
    'texts',
  ]);
  expect(stdout).toContain('Not equal to the source (2 documents, 2 classes, 2 labels):');
  expect(stdout).toMatch(/class Drama +2 +1/);
  expect(stdout).toContain('1 missing: The folder of texts has no such file. (gone.txt)');
  expect(stdout).toContain('1 extra: ');
});

test('--create leaves nothing behind when nothing can be read, and wants a file that names its project', async () => {
  writeAzure(['gone.txt']);
  const args = ['import', 'films', 'project.json', '--format', 'azure', '--create'];
  expect(await bench.run(args)).toMatchObject({ code: 1, stderr: expect.stringContaining('gone.txt') });
  expect(existsSync(bench.path('films.winnow'))).toBe(false);
  bench.write('rows.csv', 'text,label\na,A\n');
  expect(await bench.run(['import', 'films', 'rows.csv', '--create'])).toMatchObject({ code: 2 });
  expect(existsSync(bench.path('films.winnow'))).toBe(false);
});

test('Comprehend through standard output; lines, clones and whole copies', async () => {
  bench.write('train.csv', 'A|B,"one, two"\nA,three\n');
  await bench.json(['import', 'c', 'train.csv', '--format', 'comprehend', '--create']);
  expect(await bench.json(['info', 'c'])).toMatchObject({ kind: 'multi', documents: 2 });
  const written = await bench.run(['export', 'c', '--format', 'comprehend', '--output', '-']);
  expect(written.stdout).toBe('A|B,"one, two"\r\nA,three\r\n');
  bench.write('more.txt', 'first\u2028line\r\nsecond\rthird\n\n');
  expect(await bench.json(['import', 'c', 'more.txt', '--format', 'lines'])).toMatchObject({
    imported: 3,
    equality: null,
  });
  expect(await bench.json(['clone', 'c', 'd', '--name', 'The copy'])).toMatchObject({
    path: bench.path('d.winnow'),
    name: 'The copy',
  });
  expect(await bench.json(['export', 'd', '--format', 'project', '--output', 'e'])).toMatchObject({
    output: bench.path('e.winnow'),
  });
  expect(await bench.json(['info', 'e'])).toMatchObject({ name: 'The copy', documents: 5 });
  expect(await bench.run(['clone', 'c', 'd'])).toMatchObject({ code: 1 });
});
