import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Core } from '../../src-main/core/core.ts';
import { createRandom } from '../../src-main/domain/random.ts';
import { startCore } from '../../tools/crash/core.ts';
import { follow } from '../../tools/crash/expectation.ts';
import { inspect } from '../../tools/crash/inspect.ts';
import type { Entry } from '../../tools/crash/journal.ts';
import { type Bench, newBench, runCrashes } from '../../tools/crash/run.ts';

test('a program that is killed while it works loses nothing that it acknowledged', {
  timeout: 900_000,
}, async () => {
  const report = await runCrashes({ times: 10, seed: 5 });
  process.stdout.write(`${JSON.stringify(report)}\n`);
  expect(report.problems).toEqual([]);
  expect(report.kills).toBe(10);
  expect(report.acknowledged.labels).toBeGreaterThan(0);
  expect(report.filesChecked).toBeGreaterThan(0);
  // How far a session comes before it is killed is the machine's affair.
  expect(report.moments.import + report.moments.training).toBeGreaterThan(0);
});

describe('the search for losses', () => {
  let folder: string;
  let core: Core;
  let bench: Bench;
  beforeAll(async () => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'winnow-losses-')));
    vi.stubEnv('WINNOW_USER_DATA', path.join(folder, 'user-data'));
    core = startCore();
    bench = await newBench(core, folder, 0, createRandom(1));
  });
  afterAll(async () => {
    await core.close();
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  /** What is found after a victim wrote this journal without doing any of it. */
  const problemsAfter = async (...entries: readonly Entry[]): Promise<readonly string[]> => {
    follow(bench.expected, bench.plan, [{ type: 'opened', interrupted: [] }, ...entries]);
    await inspect(core, bench.plan, bench.expected);
    return bench.expected.problems.splice(0);
  };
  const change = (sql: string, ...values: readonly unknown[]): void => {
    const db = new Database(bench.plan.project);
    try {
      db.prepare(sql).run(...values);
    } finally {
      db.close();
    }
  };

  test('has nothing to say about a sound project', async () => {
    expect(await problemsAfter()).toEqual([]);
  });

  test('finds a label that was acknowledged and is not there', async () => {
    const id = bench.plan.personIds[0]!;
    const labels = [bench.plan.classIds[3]!];
    expect(await problemsAfter({ type: 'label', id, labels })).toEqual([
      expect.stringContaining(`The document ${id} has`),
    ]);
    expect(await problemsAfter({ type: 'label-begin', id, labels })).toEqual([]);
  });

  test('finds a model, and the end of a job, that are gone', async () => {
    const problems = await problemsAfter(
      { type: 'job', kind: 'train', id: 77, title: 'Train “m”', what: 'm' },
      { type: 'job-end', id: 77, state: 'done', code: null },
      { type: 'job', kind: 'train', id: 78, title: 'Train “n”', what: 'n' },
    );
    expect(problems).toEqual([
      expect.stringContaining('"Train “n”" is not listed'),
      expect.stringContaining('"m" is gone'),
    ]);
    bench.expected.models.clear();
  });

  test('finds half an import, and labels that nobody gave', async () => {
    const last = bench.plan.bulkIds.at(-1)!;
    change(`UPDATE document SET external_id = 'other.jsonl:1' WHERE id = ?`, last);
    const problems = await problemsAfter();
    expect(problems).toContainEqual(expect.stringMatching(/first\.jsonl, 1999 of 2000/));
    expect(problems).toContainEqual(expect.stringContaining('"other.jsonl"'));
    change(`UPDATE document SET external_id = 'first.jsonl:1' WHERE id = ?`, last);
    change('UPDATE document SET labelled = 0 WHERE id = 1');
    expect(await problemsAfter()).toEqual([
      expect.stringContaining('bulk change'),
      expect.stringContaining('1 labels of documents that are called unlabelled'),
    ]);
  });
});
