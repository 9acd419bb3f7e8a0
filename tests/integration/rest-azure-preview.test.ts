import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AzureProgram, azureProgram } from './support/azure-program.ts';
import { createWorkbench, type Workbench } from './support/cli.ts';
import { createRestBench, type RestBench } from './support/rest-server.ts';
import { makeTickets, toJsonl } from './support/tickets.ts';

const train = '/language/text/authoring/v1.0-preview.2/projects/tickets/train';
const isoTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);

let bench: RestBench;
let cli: Workbench;
let program: AzureProgram;

beforeAll(async () => {
  bench = createRestBench();
  cli = createWorkbench();
  const file = path.join(bench.projects, 'tickets.winnow');
  cli.write('tickets.jsonl', toJsonl(makeTickets(60)));
  await cli.json(['new', file, '--kind', 'single']);
  await cli.json(['import', file, 'tickets.jsonl']);
  program = azureProgram(await bench.start(), bench.key);
});
afterAll(async () => {
  await bench.dispose();
  cli.dispose();
});

describe('the preview of 2021', () => {
  it('trains a model and tells of it in the words of its documentation', async () => {
    const location = await program.begin('POST', train, { tasks: [{ trainingModelName: 'MyModel' }] });
    const jobId = new URL(location).pathname.split('/').at(-1);
    expect(new URL(location).pathname).toBe(`${train}/jobs/${jobId}`);
    const times = { lastUpdatedDateTime: isoTime };
    expect(await program.ended(location)).toEqual({
      tasks: [
        {
          trainingModelName: 'MyModel',
          evaluationStatus: { status: 'succeeded', ...times, error: null },
          status: 'succeeded',
          ...times,
          error: null,
        },
      ],
      ...{ inProgress: 0, completed: 1, failed: 0, total: 1 },
      jobId,
      ...{ createdDateTime: isoTime, ...times, expirationDateTime: isoTime },
      status: 'succeeded',
      errors: [],
    });
  });

  it('refuses in the shape of Azure', async () => {
    expect(await program.ask('POST', train, { tasks: [] })).toMatchObject({
      status: 400,
      json: { error: { code: 'InvalidRequest', target: 'tasks' } },
    });
    expect(
      await program.ask('POST', train.replace('tickets', 'nobody'), { tasks: [{ trainingModelName: 'm' }] }),
    ).toMatchObject({
      status: 404,
      json: { error: { code: 'ProjectNotFound' } },
    });
    expect(await program.ask('GET', `${train}/jobs/7`)).toMatchObject({
      status: 404,
      json: { error: { code: 'NotFound' } },
    });
  });
});
