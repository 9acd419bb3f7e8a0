import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Core, Project } from '../../src-main/core/core.ts';
import { defaultSplit } from '../../src-main/domain/splits.ts';
import { createWorkbench } from './support/cli.ts';
import {
  type CoreBench,
  createCoreBench,
  createProject,
  importRows,
  type Row,
  settledCounts,
  ticketRows,
} from './support/core.ts';

let bench: CoreBench;
let core: Core;

beforeEach(() => {
  bench = createCoreBench();
  core = bench.start();
});
afterEach(async () => {
  await bench.dispose();
});

const seed = 9;
const placed = (index: number): string => ['test', 'validation', 'train', 'train', 'train'][index % 5]!;

const rowsOf: Readonly<Record<'single' | 'multi', readonly Row[]>> = {
  single: ticketRows(200, placed),
  multi: ticketRows(200, placed).map(({ label, ...row }, index) => ({
    ...row,
    labels: index % 7 === 0 ? [] : index % 3 === 0 ? [label!, 'urgent'] : [label!],
  })),
};

/** The same documents, but nothing that a test document says is as it was. */
function withOtherTestTexts(rows: readonly Row[]): readonly Row[] {
  return rows.map((row, index) =>
    row.dataset === 'test'
      ? { ...row, text: `Ganz andere Wörter ${index} ${'refund parcel login '.repeat(index)}` }
      : row,
  );
}

async function imported(rows: readonly Row[], kind: 'single' | 'multi', name: string): Promise<Project> {
  const project = await createProject(bench, core, kind, name);
  expect(await importRows(bench, project, rows)).toMatchObject({ state: 'done', result: { imported: 200 } });
  return project;
}

async function train(project: Project, name: string): Promise<void> {
  const { jobId } = await project.training.start({
    modelName: 'm',
    family: 'linear',
    options: {},
    encoder: null,
    seed,
    split: 'assigned',
    percentages: defaultSplit,
    overwrite: true,
  });
  expect(await project.jobs.finished(jobId), name).toMatchObject({ state: 'done', error: null });
}

/** The bytes of the only model, as they lie in the file. */
function artefact(name: string): Buffer {
  const db = new Database(bench.path(`${name}.winnow`), { readonly: true });
  try {
    const parts = db
      .prepare<[], Buffer>(
        `SELECT data FROM model_part JOIN model ON model.id = model_id
         WHERE state = 'published' AND name = 'm' ORDER BY part`,
      )
      .pluck()
      .all();
    const bytes = Buffer.concat(parts);
    expect(bytes.length).toBeGreaterThan(1000);
    return bytes;
  } finally {
    db.close();
  }
}

describe.each(['single', 'multi'] as const)('a model of a %s-label project', (kind) => {
  const rows = rowsOf[kind];

  test('is the same byte for byte whatever the test documents say', async () => {
    const first = await imported(rows, kind, 'first');
    await train(first, 'first');
    const bytes = artefact('first');

    const second = await imported(withOtherTestTexts(rows), kind, 'second');
    await train(second, 'second');
    expect(artefact('second').equals(bytes)).toBe(true);

    // The figures do depend on them: the test documents were read by the evaluation.
    const metrics = async (project: Project) =>
      (await project.evaluations.get(project.models.list()[0]!.id, 'test'))!.metrics;
    expect(await metrics(second)).not.toEqual(await metrics(first));

    // The same project, its documents taken out and brought in again.
    await first.history.undo();
    expect((await settledCounts(first)).documents).toBe(0);
    expect(await importRows(bench, first, withOtherTestTexts(rows))).toMatchObject({ state: 'done' });
    await train(first, 'first');
    expect(artefact('first').equals(bytes)).toBe(true);
  });

  test('does depend on what the training documents say', async () => {
    const first = await imported(rows, kind, 'first');
    await train(first, 'first');
    const other = rows.map((row, index) => (index === 2 ? { ...row, text: `${row.text} indeed` } : row));
    const second = await imported(other, kind, 'second');
    await train(second, 'second');
    expect(artefact('second').equals(artefact('first'))).toBe(false);
  });

  test('is the same byte for byte when another process trains it again', async () => {
    const project = await imported(rows, kind, 'first');
    await train(project, 'first');
    await core.close();
    const bytes = artefact('first');
    const cli = createWorkbench();
    try {
      const file = bench.path('first.winnow');
      await cli.json(['train', file, '--model', 'm', '--overwrite', '--seed', String(seed)]);
      expect(artefact('first').equals(bytes)).toBe(true);
    } finally {
      cli.dispose();
    }
  });
});
