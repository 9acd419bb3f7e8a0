import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examplesFor } from '../../src-main/api/rest/help/examples.ts';
import { tarFiles } from './support/archive.ts';
import { pythonWithBoto3 } from './support/boto3.ts';
import { createWorkbench } from './support/cli.ts';
import { createRestBench } from './support/rest-server.ts';

const root = path.resolve(import.meta.dirname, '../..');
const page = readFileSync(path.join(root, 'docs/moving-from-comprehend.md'), 'utf8');
const bench = createRestBench();
const workbench = createWorkbench();
const bucket = path.join(bench.bucket, 'my-bucket');
const python = pythonWithBoto3();
let api: string;

/** What stands in the page, with the address and the key of this test. */
function blocks(language: string): readonly string[] {
  return [...page.matchAll(/^```(\w*)\n(.*?)^```$/gms)]
    .filter(([, name]) => name === language)
    .map(([, , code]) =>
      code!
        .replaceAll('http://127.0.0.1:8085', api)
        .replaceAll('/home/me/winnow/key', path.join(bench.folder, 'key')),
    );
}

async function run(program: string, args: readonly string[], environment: Record<string, string> = {}) {
  const env = { ...process.env, AWS_SESSION_TOKEN: undefined, WINNOW_KEY: bench.key, ...environment };
  return (await promisify(execFile)(program, [...args], { cwd: root, env })).stdout;
}
const runScript = (code: string, environment?: Record<string, string>) =>
  run(process.execPath, ['--input-type=module', '--eval', code], environment);

beforeAll(async () => {
  mkdirSync(path.join(bucket, 'inbox'), { recursive: true });
  const [sample] = page.match(/^SPAM,"Paulo.*\nNOT_SPAM,.*\n/m)!;
  const more = Array.from(
    { length: 30 },
    (_, k) => `SPAM,"Claim prize ${k} now, winner!"\nNOT_SPAM,"The report of week ${k} is on the drive."\n`,
  );
  writeFileSync(path.join(bucket, 'train.csv'), sample + more.join(''));
  writeFileSync(path.join(bucket, 'inbox/file1.txt'), 'Claim your prize now\nThe report is on the drive\n');
  const file = path.join(bench.projects, 'tickets.winnow');
  await workbench.json([
    ...['import', file, path.join(bucket, 'train.csv'), '--format', 'comprehend', '--create'],
  ]);
  await workbench.json(['train', file, '--model', 'first']);
  await workbench.json(['deploy', file, '--name', 'production', '--model', 'first']);
  api = await bench.start();
});
afterAll(async () => {
  await bench.dispose();
  workbench.dispose();
});

const example = (start: string): string =>
  examplesFor(api).find(({ title }) => title.startsWith(start))!.code;

describe('what the pages show works as it stands there', () => {
  it('JavaScript of the page of examples', async () => {
    expect(await runScript(example('JavaScript: the client of Amazon'))).toMatch(/Name: '(NOT_)?SPAM'/);
  });

  it('JavaScript of the page about moving, by itself and from the environment', async () => {
    const [code] = blocks('js');
    const list = `import { ListEndpointsCommand } from '@aws-sdk/client-comprehend';
      const { EndpointPropertiesList } = await client.send(new ListEndpointsCommand({}));
      console.log(EndpointPropertiesList.map(({ EndpointArn }) => EndpointArn).join());`;
    const arn = 'arn:aws:comprehend:us-east-1:000000000000:document-classifier-endpoint/production\n';
    expect(await runScript(`${code}${list}`)).toBe(arn);
    const plain =
      "import { ComprehendClient } from '@aws-sdk/client-comprehend'; const client = new ComprehendClient();";
    expect(await runScript(`${plain}${list}`, environment())).toBe(arn);
  });

  describe.skipIf(python === undefined)(
    'Python (skipped unless WINNOW_TEST_PYTHON names one with boto3)',
    () => {
      it('of the page of examples', async () => {
        expect(await run(python!, ['-c', example('Python: the client of Amazon')])).toMatch(/'(NOT_)?SPAM'/);
      });

      it('of the page about moving, from its first line to its last', async () => {
        const told = await run(python!, ['-c', blocks('python').join('\n')]);
        expect(told).toMatch(/^TRAINED \{'NumberOfLabels': 2/m);
        expect(told).toMatch(/^\[\{'Name': 'SPAM'/m);
        const [, output] = /^COMPLETED s3:\/\/my-bucket\/(results\/000000000000-CLN-\S+\.tar\.gz)$/m.exec(
          told,
        )!;
        const files = tarFiles(gunzipSync(readFileSync(path.join(bucket, output!))));
        const shown = JSON.parse(/^\{"File": "file1.txt".*$/m.exec(page)![0]) as object;
        const lines = files['predictions.jsonl']!.trimEnd().split('\n');
        expect(lines).toHaveLength(2);
        const written = JSON.parse(lines[0]!) as { readonly Classes: readonly { readonly Name: string }[] };
        expect(Object.keys(written)).toEqual(Object.keys(shown));
        expect(written.Classes.map(({ Name }) => Name)).toEqual(['SPAM', 'NOT_SPAM']);
        expect(readdirSync(bench.projects)).toContain('spam.winnow');
      });

      it('from the environment', async () => {
        const code = 'import boto3; print(len(boto3.client("comprehend").list_endpoints()))';
        expect(await run(python!, ['-c', code], environment())).toMatch(/^\d/);
      });
    },
  );
});

/** The variables that the page sets. */
function environment(): Record<string, string> {
  const [block] = blocks('').filter((code) => code.startsWith('export '));
  const pairs = [...block!.matchAll(/([A-Z_]+)=(\S+(?: ~\/winnow\/key\))?)/g)];
  expect(pairs).toHaveLength(5);
  return Object.fromEntries(
    pairs.map(([, name, value]) => [name!, value!.startsWith('$(') ? bench.key : value!]),
  );
}
