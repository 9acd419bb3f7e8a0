import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examplesFor } from '../../src-main/api/rest/help/examples.ts';
import { createWorkbench, type Workbench } from './support/cli.ts';
import { createRestBench, type RestBench } from './support/rest-server.ts';
import { makeTickets } from './support/tickets.ts';

const root = path.resolve(import.meta.dirname, '../..');
const tools = ['sh', 'curl', 'python3'].filter((tool) => spawnSync(tool, ['--version']).error === undefined);
const present = tools.length === 3;
if (!present) process.stdout.write('Skipped: sh, curl and python3 are not all there.\n');

/** Blocks of code of the page, by the order in which they stand. */
const blocks = [
  ...readFileSync(path.join(root, 'docs/moving-from-azure.md'), 'utf8').matchAll(/```\w*\n([\s\S]*?)```/g),
].map(([, code]) => code!);

let bench: RestBench;
let cli: Workbench;
let api: string;
let folder: string;

beforeAll(async () => {
  bench = createRestBench();
  cli = createWorkbench();
  folder = mkdtempSync(path.join(tmpdir(), 'winnow-walk-'));
  mkdirSync(path.join(folder, 'node_modules'));
  for (const scope of ['@azure', '@aws-sdk']) {
    symlinkSync(path.join(root, 'node_modules', scope), path.join(folder, 'node_modules', scope), 'junction');
  }
  // The file that the page shows, with documents and their texts.
  const texts = path.join(bench.bucket, 'mycontainer');
  mkdirSync(texts);
  const file = JSON.parse(blocks[0]!) as { assets: { classes: object[]; documents: object[] } };
  const [shape] = file.assets.documents;
  file.assets.classes = ['billing', 'login', 'shipping'].map((category) => ({ category }));
  file.assets.documents = makeTickets(60).map(({ id, text, label }, index) => {
    writeFileSync(path.join(texts, `${id}.txt`), text);
    const dataset = index % 4 === 0 ? 'Test' : 'Train';
    return { ...shape, location: `${id}.txt`, dataset, class: { category: label } };
  });
  writeFileSync(path.join(folder, 'myproject.json'), JSON.stringify(file));
  writeFileSync(path.join(folder, 'key.txt'), `${bench.key}\n`);
  api = await bench.start();
});
afterAll(async () => {
  await bench.dispose();
  cli.dispose();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a block of a page in the folder of the walk; resolves with what it printed. */
function run(command: string, name: string, code: string): Promise<string> {
  const at = code.replaceAll('http://127.0.0.1:7080', api);
  writeFileSync(path.join(folder, name), at);
  const child = spawn(command, [name], {
    cwd: folder,
    env: { ...process.env, KEY: bench.key, WINNOW_KEY: bench.key },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
      });
    }
    child.on('error', reject).on('close', (code_) => {
      if (code_ === 0) resolve(text);
      else reject(new Error(`${name} ended with ${code_}:\n${text}`));
    });
  });
}

const statuses = (output: string) =>
  output.split('\n').flatMap((line) => /"expirationDateTime":"[^"]+","status":"(\w+)"/.exec(line)?.[1] ?? []);

describe.skipIf(!present)('what the pages tell a reader to type', () => {
  it('moves a project, trains, deploys and classifies', async () => {
    const walk = await run('sh', 'walk.sh', blocks[3]!);
    expect(statuses(walk)).toEqual(['succeeded', 'succeeded', 'succeeded']);
    expect(walk).toContain('"customSingleLabelClassificationEvaluation"');
    expect(await run(process.execPath, 'classify.mjs', blocks[4]!)).toContain("category: 'billing'");
    // A second time, over the project that is there.
    const again = await run(
      'sh',
      'again.sh',
      blocks[3]!.replaceAll('"second"', '"third"').replace('models/second', 'models/third'),
    );
    expect(statuses(again)).toEqual(['succeeded', 'succeeded', 'succeeded']);
  });

  it('works as the commands of the page do, too', async () => {
    const commands = blocks[1]!.trimEnd().split('\n');
    expect(commands[0]).toMatch(/^winnow new /);
    for (const command of commands) {
      const words = command
        .replace('--texts mycontainer', `--texts ${path.join(bench.bucket, 'mycontainer')}`)
        .replace(' myproject.json', ` ${path.join(folder, 'myproject.json')}`)
        .split(' ');
      await cli.json(words.slice(1));
    }
  });

  it('asks as the examples of the page for programs do', async () => {
    const tickets = blocks[3]!
      .replaceAll('projects/myproject', 'projects/tickets')
      .split('job "$API/:train')[0]!;
    expect(statuses(await run('sh', 'tickets.sh', tickets))).toEqual(['succeeded']);
    const [curl, azure, python, aws] = examplesFor(api);
    const trained = await run('sh', 'curl.sh', curl!.code.replace('export WINNOW_KEY=...\n', ''));
    expect(statuses(trained)).toEqual(['succeeded', 'succeeded', 'succeeded']);
    expect(trained).toMatch(/"class":\[\{"category":"billing"/);
    expect(await run(process.execPath, 'azure.mjs', azure!.code)).toContain("category: 'billing'");
    expect(await run('python3', 'azure.py', python!.code)).toContain("'category': 'billing'");
    expect(await run(process.execPath, 'aws.mjs', aws!.code)).toContain("Name: 'billing'");
  });
});
