import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inspectSource } from '../preview.ts';
import { readAll, type TestFolder, testFolder } from '../test-support/files.ts';

/** As Microsoft's page on the format of 2022-05-01 has it, with the spelling of the kind to choose. */
function singleProject(kind = 'CustomSingleLabelClassification'): Record<string, unknown> {
  return {
    projectFileVersion: '2022-05-01',
    stringIndexType: 'Utf16CodeUnit',
    metadata: {
      projectKind: kind,
      storageInputContainerName: 'mycontainer',
      settings: {},
      projectName: 'myproject',
      multilingual: false,
      description: 'Project-description',
      language: 'en-us',
    },
    assets: {
      projectKind: kind,
      classes: [{ category: 'Class2' }, { category: 'Class1' }, { category: 'Unused' }],
      documents: [
        { location: 'doc1.txt', language: 'en-us', dataset: 'Train', class: { category: 'Class2' } },
        { location: 'doc2.txt', language: 'de', dataset: 'Test', class: { category: 'Class1' } },
        { location: 'doc3.txt', language: 'en-us', class: { category: 'Class1' } },
        { location: 'doc4.txt', language: 'en-us', dataset: 'Train' },
      ],
    },
  };
}

/** The multi-label sample has no `settings`. */
function multiProject(): Record<string, unknown> {
  return {
    projectFileVersion: '2022-05-01',
    stringIndexType: 'Utf16CodeUnit',
    metadata: {
      projectKind: 'customMultiLabelClassification',
      storageInputContainerName: 'mycontainer',
      projectName: 'films',
      multilingual: true,
      description: '',
      language: 'en-us',
    },
    assets: {
      projectKind: 'CustomMultiLabelClassification',
      classes: [{ category: 'Action' }, { category: 'Drama' }],
      documents: [
        {
          location: 'doc1.txt',
          language: 'en-us',
          dataset: 'Train',
          classes: [{ category: 'Action' }, { category: 'Drama' }],
        },
        { location: 'doc2.txt', dataset: 'Test', classes: [{ category: 'Drama' }] },
        { location: 'doc3.txt', dataset: 'Test', classes: [] },
      ],
    },
  };
}

function write(folder: TestFolder, project: unknown, texts = 4): string {
  for (let number = 1; number <= texts; number += 1)
    folder.write(`doc${number}.txt`, `Text ${number}, schön`);
  return folder.write('project.json', JSON.stringify(project));
}

describe('the project file of 2022-05-01', () => {
  test.each(['CustomSingleLabelClassification', 'customSingleLabelClassification'])('%s', async (kind) => {
    using folder = testFolder();
    const read = await readAll(write(folder, singleProject(kind)));
    expect(read.rejected).toEqual([]);
    expect(
      read.records.map(({ externalId, labels, dataset, language }) => [
        externalId,
        labels,
        dataset,
        language,
      ]),
    ).toEqual([
      ['doc1.txt', ['Class2'], 'train', 'en-us'],
      ['doc2.txt', ['Class1'], 'test', 'de'],
      ['doc3.txt', ['Class1'], 'train', 'en-us'],
      ['doc4.txt', null, 'train', 'en-us'],
    ]);
    expect(read.records[0]!.text).toBe('Text 1, schön');
    expect(read.classes).toEqual(['Class2', 'Class1', 'Unused']);
    expect(read.tally!.counts).toEqual({
      documents: 4,
      labelled: 3,
      labels: 3,
      datasets: { train: 3, validation: 0, test: 1, none: 0 },
      classes: [
        { name: 'Class2', documents: 1 },
        { name: 'Class1', documents: 2 },
        { name: 'Unused', documents: 0 },
      ],
    });
    expect(read.tally!.notes).toEqual([]);
  });

  test('with several labels', async () => {
    using folder = testFolder();
    const read = await readAll(write(folder, multiProject(), 3), {}, 'multi');
    expect(read.records.map(({ labels, dataset, language }) => [labels, dataset, language])).toEqual([
      [['Action', 'Drama'], 'train', 'en-us'],
      [['Drama'], 'test', null],
      [null, 'test', null],
    ]);
  });

  test('says what project would fit', async () => {
    using folder = testFolder();
    const path = write(folder, multiProject(), 3);
    const { project, format } = await inspectSource([path], {}, { kind: 'multi' });
    expect(format).toBe('azure');
    expect(project).toEqual({
      kind: 'multi',
      name: 'films',
      language: 'en-us',
      multilingual: true,
      description: '',
      classes: ['Action', 'Drama'],
      documents: 3,
      attributes: [],
    });
  });

  test('texts from another folder; missing and extra ones are told', async () => {
    using folder = testFolder();
    const path = folder.write('project.json', JSON.stringify(singleProject()));
    for (const name of ['doc1.txt', 'doc2.txt', 'more.txt', 'picture.png'])
      folder.write(`texts/${name}`, name);
    const read = await readAll(path, { format: 'azure', textsFolder: join(folder.path, 'texts') });
    expect(read.records.map(({ externalId }) => externalId)).toEqual(['doc1.txt', 'doc2.txt']);
    expect(read.rejected.map(({ source, line }) => [source, line])).toEqual([
      ['doc3.txt', 0],
      ['doc4.txt', 0],
    ]);
    expect(read.warnings).toEqual([expect.stringContaining('more.txt')]);
    expect(read.tally!.notes).toEqual([
      { kind: 'missing', reason: expect.any(String), count: 2, examples: ['doc3.txt', 'doc4.txt'] },
      { kind: 'extra', reason: expect.any(String), count: 1, examples: ['more.txt'] },
    ]);
  });
});

test('the tags file of 2021: two classifiers make it multi-label, no dataset is no place', async () => {
  using folder = testFolder();
  const tags = {
    classifiers: [{ name: 'Class1' }, { name: 'Class2' }],
    documents: [
      {
        location: 'doc1.txt',
        language: 'en-us',
        classifiers: [{ classifierName: 'Class2' }, { classifierName: 'Class1' }],
      },
      { location: 'doc2.txt', language: 'en-us', classifiers: [{ classifierName: 'Class1' }] },
    ],
  };
  const path = write(folder, tags, 2);
  const { project } = await inspectSource([path], { format: 'azure' }, { kind: 'multi' });
  expect(project).toMatchObject({ kind: 'multi', name: null, classes: ['Class1', 'Class2'], documents: 2 });
  const read = await readAll(path, {}, 'multi');
  expect(read.records.map(({ labels, dataset }) => [labels, dataset])).toEqual([
    [['Class2', 'Class1'], null],
    [['Class1'], null],
  ]);
  const single = { ...tags, documents: tags.documents.slice(1) };
  const other = folder.write('single.json', JSON.stringify(single));
  expect((await inspectSource([other], {}, { kind: 'single' })).project).toMatchObject({ kind: 'single' });
});

describe('hostile projects', () => {
  test('no location leads out of the folder of texts', async () => {
    using folder = testFolder();
    const outside = folder.write('outside/secret.txt', 'secret');
    folder.write('texts/inside.txt', 'inside');
    mkdirSync(join(folder.path, 'texts', 'folder.txt'));
    symlinkSync(outside, join(folder.path, 'texts', 'link.txt'));
    symlinkSync(join(folder.path, 'outside'), join(folder.path, 'texts', 'linked'));
    symlinkSync(join(folder.path, 'texts', 'inside.txt'), join(folder.path, 'texts', 'alias.txt'));
    const locations = [
      '../outside/secret.txt',
      'a/../../outside/secret.txt',
      outside,
      `file://${outside}`,
      '..\\outside\\secret.txt',
      'C:\\secret.txt',
      'C:secret.txt',
      'link.txt',
      'linked/secret.txt',
      'folder.txt',
      'inside.txt\0.png',
      '.',
      'x'.repeat(5000),
    ];
    const documents = [...locations, 'inside.txt', 'alias.txt'].map((location) => ({ location }));
    const path = folder.write(
      'project.json',
      JSON.stringify({ assets: { projectKind: 'CustomSingleLabelClassification', classes: [], documents } }),
    );
    const read = await readAll(path, { format: 'azure', textsFolder: join(folder.path, 'texts') });
    expect(read.records.map(({ text }) => text)).toEqual(['inside', 'inside']);
    expect(read.rejected).toHaveLength(locations.length);
    expect(JSON.stringify(read.rejected.map(({ reason }) => reason))).not.toContain(folder.path);
  });

  test.each([
    ['multilingual as a text', (project) => Object.assign(project.metadata, { multilingual: 'false' })],
    ['no list of documents', (project) => Object.assign(project.assets, { documents: {} })],
    ['a class without a name', (project) => Object.assign(project.assets, { classes: [{ name: 'A' }] })],
    [
      'kinds that contradict',
      (project) => Object.assign(project.assets, { projectKind: 'CustomMultiLabelClassification' }),
    ],
  ] as [string, (project: { metadata: object; assets: object }) => void][])('%s', async (_name, spoil) => {
    using folder = testFolder();
    const project = singleProject() as { metadata: object; assets: object };
    spoil(project);
    const path = write(folder, project);
    await expect(readAll(path, { format: 'azure' })).rejects.toMatchObject({ code: 'file_malformed' });
  });

  test('a project of another kind', async () => {
    using folder = testFolder();
    const path = write(folder, singleProject('CustomEntityRecognition'));
    await expect(readAll(path, { format: 'azure' })).rejects.toMatchObject({ code: 'file_unsupported' });
  });

  test.each(['', 'null', '[]', '{"assets":', '{}', '{"assets":null}', '"text"'])(
    '%j instead of a project',
    async (json) => {
      using folder = testFolder();
      const path = folder.write('project.json', json === '' ? '   ' : json);
      await expect(readAll(path, { format: 'azure' })).rejects.toMatchObject({ code: 'file_malformed' });
    },
  );

  test('entries of wrong types are rejected one by one', async () => {
    using folder = testFolder();
    folder.write('doc1.txt', 'text');
    const documents = [
      null,
      7,
      {},
      { location: 5 },
      { location: 'doc1.txt', class: 'A' },
      { location: 'doc1.txt', dataset: 'Practice' },
      { location: 'doc1.txt', class: { category: 'A' } },
      { location: 'doc1.txt', class: { category: 'A' } },
    ];
    const path = folder.write('project.json', JSON.stringify({ assets: { classes: [], documents } }));
    const read = await readAll(path, { format: 'azure' });
    expect(read.rejected).toHaveLength(7);
    expect(read.records).toHaveLength(1);
    expect(read.tally!.counts.documents).toBe(8);
  });

  test('a text that is no text', async () => {
    using folder = testFolder();
    folder.write('doc1.txt', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1, 2, 3));
    const project = { assets: { documents: [{ location: 'doc1.txt' }] } };
    const read = await readAll(folder.write('project.json', JSON.stringify(project)), { format: 'azure' });
    expect(read.rejected).toEqual([
      { source: 'doc1.txt', line: 0, reason: expect.stringContaining('picture') },
    ]);
  });
});
