import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Project } from '../../src-main/core/core.ts';
import type { BatchRequest } from '../../src-main/core/learning.ts';
import type { FromWorker } from '../../src-main/core/ports/worker.ts';
import type { BatchClassification } from '../../src-main/domain/model.ts';
import { createRandom } from '../../src-main/domain/random.ts';
import { createTaskContext } from '../../src-main/jobs/worker/task-context.ts';
import { runClassify } from '../../src-main/jobs/worker/tasks/classify.ts';
import { classified, contents, requestFor, trainedProject, writeInputs } from './support/batch.ts';
import { type CoreBench, createCoreBench } from './support/core.ts';

const wantedKills = 20;
const documents = 12_000;

let bench: CoreBench;
let project: Project;
let input: string;
beforeAll(async () => {
  bench = createCoreBench();
  project = await trainedProject(bench);
  input = writeInputs(bench, 'in', documents);
}, 120_000);
afterAll(() => bench.dispose());

/** Starts the batch and kills its process this long after it has begun to work; null when it had ended by then. */
async function killedAfter(milliseconds: number, request: BatchRequest): Promise<BatchClassification | null> {
  const { jobId } = project.classification.startBatch(request);
  const worker = [...bench.workers].at(-1)!;
  let timer: NodeJS.Timeout | undefined;
  worker.onMessage((message) => {
    if ((message as FromWorker).type === 'progress') timer ??= setTimeout(worker.kill, milliseconds);
  });
  const job = await project.jobs.finished(jobId);
  clearTimeout(timer);
  if (job.state === 'done') return job.result as BatchClassification;
  expect(job.error?.code).toBe('worker_failed');
  return null;
}

const formats = ['jsonl', 'xlsx', 'csv', 'comprehend'] as const;

test('a batch that is killed again and again gives the same bytes as one that is not', {
  timeout: 900_000,
}, async () => {
  const random = createRandom(5);
  const place = (name: string, format: BatchRequest['outputFormat']): BatchRequest => {
    mkdirSync(bench.path(name), { recursive: true });
    const routeFolder = bench.path(`${name}/routes`);
    const errorsPath = bench.path(`${name}/errors.csv`);
    return requestFor(bench, project, input, {
      ...{ name: `${name}/results`, outputFormat: format, routeFolder, errorsPath },
    });
  };
  let kills = 0;
  let resumed = 0;
  for (let run = 0; kills < wantedKills; run++) {
    const format = formats[run % formats.length]!;
    const whole = place(`whole-${run}`, format);
    const start = performance.now();
    const expected = await classified(project, whole);
    const duration = performance.now() - start;
    const request = place(`killed-${run}`, format);
    let result: BatchClassification | null = null;
    while (result === null) {
      result = await killedAfter(random.fraction() * duration, request);
      if (result === null) kills++;
      // Killed after the result was told: whoever begins again gets it once more, and nothing stays behind.
      else if (hasParts(bench.path(`killed-${run}`))) result = await classified(project, request);
    }
    if ((result.resumed ?? 0) > 0) resumed++;
    expect(contents(bench.path(`killed-${run}`))).toEqual(contents(bench.path(`whole-${run}`)));
    expect(facts(result)).toEqual(facts(expected));
    expect(result.documents).toBe(documents - rejectedRows + documents / 4 + 12);
    expect(result.rejectedCount).toBe(rejectedRows + 1);
    expect(readdirSync(bench.path(`killed-${run}`)).sort()).toEqual(['errors.csv', 'results', 'routes']);
  }
  // How far a process comes before it is killed is the machine's affair.
  expect(resumed).toBeGreaterThan(0);
});

describe('a run whose process ended after its files had their names, and before it told its result', () => {
  async function ended(name: string): Promise<BatchRequest> {
    const small = writeInputs(bench, `in-${name}`, 400);
    mkdirSync(bench.path(name));
    const places = { name: `${name}/results`, routeFolder: bench.path(`${name}/routes`) };
    const request = requestFor(bench, project, small, places);
    const { id: modelId, receipt } = project.models.list()[0]!;
    const { train, validation } = receipt.documents;
    const source = {
      ...({ kind: 'project', projectPath: bench.path('single.winnow'), modelId } as const),
      trained: { train, validation },
    };
    const task = { ...request, kind: 'classify', source, rule: null, resume: true } as const;
    // What is to be done after the result was sent is left undone.
    const { context } = createTaskContext({ send: () => {} });
    await runClassify({ ...task, routeFolder: places.routeFolder, errorsPath: null }, context);
    expect(hasParts(bench.path(name))).toBe(true);
    return request;
  }

  test('is not told as unfinished; the same run again gives its result', async () => {
    const request = await ended('told');
    const before = contents(bench.path('told/routes'));
    expect(await project.classification.unfinishedBatch(request)).toBeNull();
    // Or before it had tidied up to the end: the checkpoint goes last.
    rmSync(`${request.outputPath}.inputs.part`);
    const again = await classified(project, request);
    expect(again.resumed).toBe(again.documents);
    expect(contents(bench.path('told/routes'))).toEqual(before);
    expect(hasParts(bench.path('told'))).toBe(false);
  });

  test('does not stand in the way of another, nor hides that its results are gone', async () => {
    const { routeFolder: _, ...request } = await ended('other');
    const csv = { ...request, outputFormat: 'csv' } as const;
    expect(await classified(project, csv)).toMatchObject({ resumed: null });
    expect(hasParts(bench.path('other'))).toBe(false);

    const gone = await ended('gone');
    rmSync(bench.path('gone/results'));
    rmSync(bench.path('gone/routes'), { recursive: true });
    expect(await classified(project, gone)).toMatchObject({ resumed: null });
    expect(readdirSync(bench.path('gone')).sort()).toEqual(['results', 'routes']);
  });
});

const hasParts = (folder: string): boolean => readdirSync(folder).some((name) => name.endsWith('.part'));

const rejectedRows = Math.floor((documents - 1 - 5) / 997) + 1;

/** All that does not tell where the results are or how long they took. */
function facts({ seconds, resumed, outputPath, errorsPath, routes, ...rest }: BatchClassification): unknown {
  return { ...rest, routes: routes?.map(({ name, documents: count }) => [name, count]) };
}
