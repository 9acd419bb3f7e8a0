import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { ClassifyDocumentCommand, ComprehendClient } from '@aws-sdk/client-comprehend';
import autocannon from 'autocannon';
import { findNode } from '../../lib/node.mjs';
import { inRoot } from '../../lib/paths.mjs';
import { createDocuments } from '../documents.ts';
import { createProject, insertRaw, rawRow } from '../raw-project.ts';
import { type Figure, milliseconds, type Section } from '../report.ts';
import { command } from './command.ts';
import type { ServeOptions } from './serve.ts';

const trainingDocuments = 20_000;
const textLength = 80;
const connections = 32;
const warmSeconds = 5;
const measuredSeconds = 20;
const windowPause = 50;
const windowLimit = 100;
const key = 'a-key-of-the-benchmark';

interface Addresses {
  /** Of the window, with its token. */
  readonly url: string;
  readonly api: string;
}

/** One-document ClassifyDocument over many connections, and what the window notices of it. */
export async function benchRest({ log }: ServeOptions): Promise<Section> {
  const folder = mkdtempSync(path.join(tmpdir(), 'winnow-bench-'));
  let server: ChildProcess | undefined;
  try {
    log(`Training on ${trainingDocuments.toLocaleString('en')} short texts ...`);
    await makeProject(path.join(folder, 'projects'));
    writeFileSync(path.join(folder, 'key'), `${key}\n`, { mode: 0o600 });
    server = startServer(folder);
    const { url, api } = await addressesOf(server);
    const request = await signedRequest(api);
    // The first request opens the project, in which the window's calls are made then.
    await load(api, request, 1, warmSeconds);
    const window = await openWindow(url);
    const alone = await callsOfWindow(window, measuredSeconds / 4);
    log(`${connections} connections for ${measuredSeconds} s ...`);
    const single = await load(api, request, 1, warmSeconds);
    const [many, calls] = await Promise.all([
      load(api, request, connections, measuredSeconds),
      callsOfWindow(window, measuredSeconds),
    ]);
    return {
      title: `serve: ClassifyDocument of one text of ${textLength} characters, 20 classes, linear`,
      figures: [
        ...figuresOf('1 connection', single),
        ...figuresOf(`${connections} connections`, many),
        windowFigure('calls of the window meanwhile', calls),
        { name: 'calls of the window, nothing else to do', value: spread(alone) },
      ],
    };
  } finally {
    server?.kill();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function makeProject(folder: string): Promise<void> {
  mkdirSync(folder);
  const project = path.join(folder, 'bench.winnow');
  const documents = createDocuments(42, textLength);
  await createProject(project);
  insertRaw(
    project,
    Array.from({ length: trainingDocuments }, () => rawRow(documents.next())),
  );
  await command(['train', project, '--model', 'm', '--family', 'linear', '--json']);
  await command(['deploy', project, '--name', 'live', '--model', 'm', '--json']);
}

function startServer(folder: string): ChildProcess {
  const args = ['--api', '--key-file', path.join(folder, 'key'), '--allow', folder];
  return spawn(
    findNode(),
    [inRoot('out', 'main', 'server.cjs'), ...args, '--projects', path.join(folder, 'projects')],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, WINNOW_USER_DATA: path.join(folder, 'user-data') },
    },
  );
}

async function addressesOf(server: ChildProcess): Promise<Addresses> {
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: server.stdout! }).once('line', resolve);
    server.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)));
  });
  return JSON.parse(line) as Addresses;
}

interface Signed {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** As Amazon's own client signs it; the signature holds for a quarter of an hour. */
async function signedRequest(endpoint: string): Promise<Signed> {
  let signed: Signed | undefined;
  const client = new ComprehendClient({
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'winnow', secretAccessKey: key },
    maxAttempts: 1,
    requestHandler: {
      handle: async (request: { readonly headers: Record<string, string>; readonly body: Uint8Array }) => {
        signed = { headers: request.headers, body: Buffer.from(request.body) };
        throw new Error('Only signed, not sent.');
      },
    },
  });
  const endpointArn = 'arn:aws:comprehend:eu-central-1:000000000000:document-classifier-endpoint/live';
  const text = createDocuments(43, textLength).next().text;
  await client.send(new ClassifyDocumentCommand({ EndpointArn: endpointArn, Text: text })).catch(() => {});
  if (signed === undefined) throw new Error('The client signed no request.');
  return signed;
}

async function load(api: string, { headers, body }: Signed, count: number, time: number) {
  // The load generator writes these two itself.
  const { host: _host, 'content-length': _length, ...rest } = headers;
  const result = await autocannon({
    url: api,
    method: 'POST',
    headers: rest,
    body,
    connections: count,
    duration: time,
  });
  const refused = result.non2xx + result.errors + result.timeouts;
  if (refused > 0) throw new Error(`${refused} requests were not answered as they should be.`);
  return result;
}

function figuresOf(name: string, { requests, latency }: autocannon.Result): readonly Figure[] {
  return [
    { name: `${name}: requests a second`, value: `${Math.round(requests.average).toLocaleString('en')} /s` },
    {
      name: `${name}: latency p50 and p99`,
      value: `${milliseconds(latency.p50)} and ${milliseconds(latency.p99)}`,
    },
  ];
}

interface WindowCalls {
  readonly address: string;
  readonly cookie: string;
}

/** Enters as a browser does: the address with the token gives the cookie of the session. */
async function openWindow(url: string): Promise<WindowCalls> {
  const answer = await fetch(url, { redirect: 'manual' });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0];
  if (cookie === undefined) throw new Error('The server gave no session.');
  const { origin } = new URL(url);
  const list = await fetch(`${origin}/trpc/projects.list`, { headers: { cookie } });
  const { result } = (await list.json()) as { result: { data: readonly { readonly id: string }[] } };
  const input = JSON.stringify({ projectId: result.data[0]?.id ?? '', documentId: 1 });
  return { address: `${origin}/trpc/documents.get?input=${encodeURIComponent(input)}`, cookie };
}

/** Fetches a document again and again, as somebody does who labels quickly. */
async function callsOfWindow({ address, cookie }: WindowCalls, time: number): Promise<readonly number[]> {
  const times: number[] = [];
  const end = performance.now() + time * 1000;
  while (performance.now() < end) {
    const start = performance.now();
    const answer = await fetch(address, { headers: { cookie } });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`The window's call was answered with ${answer.status}.`);
    times.push(performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, windowPause));
  }
  return times.sort((a, b) => a - b);
}

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

function spread(times: readonly number[]): string {
  return `p50 ${milliseconds(percentile(times, 0.5))}, p99 ${milliseconds(percentile(times, 0.99))}, longest ${milliseconds(times.at(-1) ?? 0)}`;
}

function windowFigure(name: string, times: readonly number[]): Figure {
  return {
    name,
    value: spread(times),
    target: `p99 < ${windowLimit} ms`,
    passed: percentile(times, 0.99) < windowLimit,
  };
}
