import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Core, Project } from '../../src-main/core/core.ts';
import { selectTrainingDocuments } from '../../src-main/jobs/worker/training-documents.ts';
import { openReadOnly, type ReadOnlyProject } from '../../src-main/store/read-only.ts';
import { type CoreBench, createCoreBench, createProject, importRows, ticketRows } from './support/core.ts';

let bench: CoreBench;
let core: Core;
let project: Project;
let reader: ReadOnlyProject;

beforeAll(async () => {
  bench = createCoreBench();
  core = bench.start();
  project = await createProject(bench, core);
  // 1200 documents are more than one page of the store.
  await importRows(
    bench,
    project,
    ticketRows(1200, (index) => (index % 4 === 3 ? 'test' : 'train')),
  );
  reader = openReadOnly(bench.path('test.winnow'));
});
afterAll(async () => {
  reader.close();
  await bench.dispose();
});

const select = (memoryLimit: number, classIds = project.classes.list().map(({ id }) => id)) =>
  selectTrainingDocuments(reader, {
    kind: 'single',
    datasets: ['train'],
    classIds,
    memoryLimit,
    checkCancelled: () => {},
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
  });

describe('the documents of a training', () => {
  test('are those of the dataset, and the same from memory as from the file', async () => {
    const [fromMemory, fromFile] = [await select(1e9), await select(0)];
    const documents = [...fromMemory.iterate()];
    expect(documents).toHaveLength(900);
    expect(fromMemory.size).toBe(900);
    expect([...fromFile.iterate()]).toEqual(documents);
    expect(documents[0]).toMatchObject({ text: expect.stringContaining('Ticket 0:'), classes: [0] });
    expect(documents.some(({ text }) => text.includes('Ticket 3:'))).toBe(false);
  });

  test('of other classes are left out', async () => {
    const [, second] = project.classes.list();
    const selected = await select(0, [second!.id]);
    expect(selected.size).toBe(300);
    expect([...selected.iterate()].every(({ classes }) => classes.length === 1 && classes[0] === 0)).toBe(
      true,
    );
  });

  test('stay the same in every pass, whatever people do meanwhile', async () => {
    for (const memoryLimit of [1e9, 0]) {
      const selected = await select(memoryLimit);
      const before = [...selected.iterate()];
      const [first, second, third] = before.map(({ id }) => id);
      project.documents.setLabels(first!, null, 'label');
      project.documents.setLabels(second!, [project.classes.list()[2]!.id], 'label');
      project.documents.setDataset(third!, 'test', 'label');
      expect([...selected.iterate()]).toEqual(before);
      for (let step = 0; step < 3; step++) await project.history.undo();
    }
  });

  test('that are deleted meanwhile end a training that reads them again', async () => {
    await importRows(bench, project, [{ text: 'soon gone', label: 'billing', dataset: 'train' }]);
    const selected = await select(0);
    expect(selected.size).toBe(901);
    await project.history.undo();
    expect(() => [...selected.iterate()]).toThrow(/deleted during the training/);
  });
});
