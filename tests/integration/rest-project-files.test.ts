import { readdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type AzureProgram, azureProgram } from './support/azure-program.ts';
import { createWorkbench, type Workbench } from './support/cli.ts';
import { openStore } from './support/core.ts';
import { createRestBench, type RestBench } from './support/rest-server.ts';
import { makeTickets, toJsonl } from './support/tickets.ts';

const projects = '/language/authoring/analyze-text/projects';
const version = 'api-version=2023-04-01';
const names = ['one', 'three', 'two'];

let bench: RestBench;
let cli: Workbench;

beforeAll(async () => {
  bench = createRestBench();
  cli = createWorkbench();
  cli.write('tickets.jsonl', toJsonl(makeTickets(60)));
  for (const name of names) {
    await cli.json(['new', fileOf(name), '--kind', 'single', '--language', 'en']);
    await cli.json(['import', fileOf(name), 'tickets.jsonl']);
  }
  await cli.json(['train', fileOf('one'), '--model', 'm']);
  await cli.json(['deploy', fileOf('one'), '--name', 'live', '--model', 'm']);
});
afterEach(() => bench.stop());
afterAll(async () => {
  await bench.dispose();
  cli.dispose();
});

function fileOf(name: string): string {
  return path.join(bench.projects, `${name}.winnow`);
}

interface Listed {
  readonly value: readonly { readonly projectName: string }[];
}

async function listed(program: AzureProgram): Promise<Listed['value']> {
  const { status, json } = await program.ask('GET', `${projects}?${version}`);
  expect(status).toBe(200);
  return (json as Listed).value;
}

const openFiles = () => readdirSync(bench.projects).filter((name) => !name.endsWith('.winnow'));

/** Tries until the file is free; nothing depends on how often. */
async function whenFree(args: readonly string[]): Promise<unknown> {
  for (;;) {
    const { code, stdout } = await cli.run([...args, '--json']);
    const answer = JSON.parse(stdout) as { readonly error?: { readonly code: string } };
    if (code === 0) return answer;
    expect(answer.error?.code).toBe('project_in_use');
  }
}

describe('project files beside a server', () => {
  it('are read by a list without being opened, so that commands go on', async () => {
    const program = azureProgram(await bench.start(), bench.key);
    expect((await listed(program)).map(({ projectName }) => projectName)).toEqual(names);
    expect(openFiles()).toEqual([]);
    for (const name of names) await cli.json(['info', fileOf(name)]);
    await cli.json(['deploy', fileOf('one'), '--name', 'second', '--model', 'm']);
    const [one] = await listed(program);
    // What the closed file says is what the open project says.
    expect((await program.ask('GET', `${projects}/one?${version}`)).json).toEqual(one);
    expect(openFiles()).toEqual(expect.arrayContaining(['one.winnow-lock']));
    expect(openFiles().filter((name) => !name.startsWith('one.'))).toEqual([]);
    expect((await listed(program))[0]).toEqual(one);
  });

  it('are closed when no program works with them any more, and not before', async () => {
    const program = azureProgram(await bench.start({ more: ['--close-after', '0'] }), bench.key);
    const train = { modelLabel: 'second', trainingConfigVersion: '2022-05-01' };
    const address = await program.begin('POST', `${projects}/one/:train?${version}`, train);
    await whenFree(['info', fileOf('one')]);
    expect((await program.ended(address)).status).toBe('succeeded');
    await whenFree(['deploy', fileOf('one'), '--name', 'live', '--model', 'second']);
    const { json } = await program.ask('GET', `${projects}/one/deployments/live?${version}`);
    expect(json).toMatchObject({ modelId: 'second' });
  });

  it('that another program has open are left out of lists and refused, until it closes them', async () => {
    const program = azureProgram(await bench.start(), bench.key);
    const store = await openStore(fileOf('two'));
    try {
      expect((await listed(program)).map(({ projectName }) => projectName)).toEqual(['one', 'three']);
      expect(await program.ask('GET', `${projects}/two?${version}`)).toMatchObject({
        status: 409,
        json: { error: { code: 'Conflict', message: expect.stringMatching(/open in another/) } },
      });
      expect(await program.ask('PATCH', `${projects}/two?${version}`, fields('two'))).toMatchObject({
        status: 409,
      });
    } finally {
      await store.close();
    }
    expect((await program.ask('GET', `${projects}/two?${version}`)).status).toBe(200);
  });

  it('are found by the name inside, whatever the file is called', async () => {
    const program = azureProgram(await bench.start(), bench.key);
    renameSync(fileOf('three'), fileOf('moved'));
    expect((await program.ask('GET', `${projects}/three?${version}`)).json).toMatchObject({
      projectName: 'three',
    });
    expect((await program.ask('PATCH', `${projects}/three?${version}`, fields('three'))).status).toBe(200);
    expect((await listed(program)).map(({ projectName }) => projectName).sort()).toEqual(names);
  });

  it('are opened once for many requests at the same time, also while they are being closed', async () => {
    const program = azureProgram(await bench.start({ more: ['--close-after', '0'] }), bench.key);
    for (let round = 0; round < 20; round++) {
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          program.ask('GET', `${projects}/${names[index % 3]}?${version}`),
        ),
      );
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    }
  });
});

const fields = (projectName: string) => ({
  ...{ projectName, projectKind: 'CustomSingleLabelClassification', language: 'en' },
  storageInputContainerName: 'texts',
});
