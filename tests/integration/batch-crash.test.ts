import { mkdirSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Project } from '../../src-main/core/core.ts';
import type { BatchRequest } from '../../src-main/core/learning.ts';
import type { FromWorker } from '../../src-main/core/ports/worker.ts';
import type { BatchClassification } from '../../src-main/domain/model.ts';
import { createRandom } from '../../src-main/domain/random.ts';
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

const rejectedRows = Math.floor((documents - 1 - 5) / 997) + 1;

/** All that does not tell where the results are or how long they took. */
function facts({ seconds, resumed, outputPath, errorsPath, routes, ...rest }: BatchClassification): unknown {
  return { ...rest, routes: routes?.map(({ name, documents: count }) => [name, count]) };
}
