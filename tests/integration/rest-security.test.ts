import { readdirSync, statSync } from 'node:fs';
import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRestBench, type RestBench } from './support/rest-server.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const projects = '/language/authoring/analyze-text/projects?api-version=2022-05-01';
const connections = 1000;

let bench: RestBench;
let port: number;
let slow: Promise<string>;
/** Everything that was ever answered, to be searched for what no answer may hold. */
const answers: string[] = [];

beforeAll(async () => {
  bench = createRestBench();
  port = Number(new URL(await bench.start()).port);
  slow = slowBody();
});
afterAll(() => bench.dispose());

/** Unlike fetch, it sends any path and any header as they are. */
function send(
  method: string,
  target: string,
  headers: Readonly<Record<string, string>> = {},
  body?: string,
  agent: Agent | false = false,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port, method, path: target, headers, agent },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (piece: string) => {
          text += piece;
        });
        response.on('end', () => {
          answers.push(text);
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
        });
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

const withKey = (headers: Readonly<Record<string, string>> = {}) => ({
  'ocp-apim-subscription-key': bench.key,
  'content-type': 'application/json',
  ...headers,
});

/** Sends these bytes and resolves with what came back when the connection is over. */
function raw(request: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
    });
    // To be cut off is an answer, too.
    socket.on('error', () => undefined).on('close', () => resolve(text));
    socket.write(request);
  });
}

/** Sends the head and the first byte of a body, then nothing; resolves with what came back when it is over. */
function slowBody(): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
    });
    socket.on('close', () => resolve(text)).on('error', reject);
    socket.write(
      `POST /language/analyze-text/jobs?api-version=2022-05-01 HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n` +
        `Ocp-Apim-Subscription-Key: ${bench.key}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
    );
  });
}

const codeOf = ({ body }: Answer): unknown => (JSON.parse(body) as { error: { code: string } }).error.code;

describe('who may ask', () => {
  it.each([
    ['no key', {}],
    ['an empty key', { 'ocp-apim-subscription-key': '' }],
    ['a wrong key', { 'ocp-apim-subscription-key': 'a-key-for-tests-0123456780' }],
    ['a longer key', { 'ocp-apim-subscription-key': 'a-key-for-tests-01234567890' }],
    ['a key of another kind', { authorization: 'Bearer a-key-for-tests-0123456789' }],
  ])('%s is refused in the shape of Azure, for every address', async (_name, headers) => {
    for (const [method, target] of [
      ['GET', projects],
      ['POST', '/language/analyze-text/jobs?api-version=2022-05-01'],
      ['DELETE', '/language/authoring/analyze-text/projects/x?api-version=2022-05-01'],
      ['GET', '/language/anything/else'],
    ] as const) {
      const answer = await send(method, target, headers);
      expect(answer.status, `${method} ${target}`).toBe(401);
      expect(codeOf(answer)).toBe('401');
    }
  });

  it.each([
    ['another host', { host: 'winnow.example' }],
    ['a rebound name', { host: 'attacker.example:80' }],
    ['another port', { host: '127.0.0.1:1' }],
    ['a name that begins like ours', { host: '127.0.0.1.attacker.example' }],
    ['another origin', { origin: 'http://attacker.example' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['another port of this computer', { origin: 'http://127.0.0.1:1' }],
  ])('%s is refused, even with the key', async (_name, headers) => {
    for (const [method, target] of [
      ['GET', projects],
      ['POST', '/language/analyze-text/jobs?api-version=2022-05-01'],
      ['OPTIONS', projects],
      ['GET', '/api'],
      ['GET', '/api/openapi.json'],
      ['POST', '/'],
    ] as const) {
      const answer = await send(method, target, withKey(headers));
      expect(answer.status, `${method} ${target}`).toBe(403);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it('the page of examples is for everybody here, and holds neither key nor script', async () => {
    const page = await send('GET', '/api');
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-\S+'; frame-/,
    );
    expect(page.body).toContain(`http://127.0.0.1:${port}/language`);
    for (const { body } of [page, await send('GET', '/api/openapi.json')]) {
      expect(body).not.toContain(bench.key);
      expect(body).not.toContain('<script');
    }
  });

  it('the key opens nothing of the window', async () => {
    for (const target of [
      '/',
      '/trpc/application.settings',
      '/download?path=x',
      '/language/../trpc/rest.state',
    ]) {
      const { status, body } = await send('GET', target, withKey());
      expect([403, 404], target).toContain(status);
      expect(body).not.toContain(bench.key);
    }
  });
});

describe('bodies', () => {
  const jobs = '/language/analyze-text/jobs?api-version=2022-05-01';

  it.each([
    ['{', 400],
    ['{"a":1', 400],
    ['\0', 400],
    ['[]', 400],
    ['null', 400],
    ['"text"', 400],
    ['{"__proto__":{"polluted":true}}', 400],
    ['{"constructor":{"prototype":{"polluted":true}}}', 400],
    [`${'['.repeat(100_000)}`, 400],
  ])('%j is refused', async (body, status) => {
    const answer = await send('POST', jobs, withKey(), body);
    expect(answer.status).toBe(status);
    expect(codeOf(answer)).toBe('InvalidRequest');
  });

  it('of another type or none are refused', async () => {
    expect((await send('POST', jobs, withKey({ 'content-type': 'text/xml' }), '<a/>')).status).toBe(415);
    expect((await send('POST', jobs, withKey())).status).toBe(400);
  });

  it('larger than allowed are refused without being read', async () => {
    const socket = connect(port, '127.0.0.1');
    const status = await new Promise<string>((resolve, reject) => {
      socket.setEncoding('utf8').once('data', (piece: string) => resolve(piece.split('\r\n')[0]!));
      socket.on('error', reject);
      socket.write(
        `POST ${jobs} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOcp-Apim-Subscription-Key: ${bench.key}\r\n` +
          'Content-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n{',
      );
    });
    socket.destroy();
    expect(status).toBe('HTTP/1.1 413 Payload Too Large');
  });

  it('are not begun to be read without the key', async () => {
    expect((await send('POST', jobs, { 'content-type': 'application/json' }, '{')).status).toBe(401);
  });
});

describe('requests that no client makes', () => {
  const head = (line: string, ...headers: readonly string[]) =>
    [line, ...headers, `Ocp-Apim-Subscription-Key: ${bench.key}`, 'Connection: close', '', ''].join('\r\n');
  const host = () => `Host: 127.0.0.1:${port}`;

  it.each<readonly [string, () => string]>([
    [
      'another address in the first line',
      () => head(`GET http://attacker.example${projects} HTTP/1.1`, host()),
    ],
    ['two slashes for a host', () => head(`GET //attacker.example${projects} HTTP/1.1`, host())],
    ['two hosts, the second ours', () => head(`GET ${projects} HTTP/1.1`, 'Host: attacker.example', host())],
    ['no host', () => head(`GET ${projects} HTTP/1.0`)],
    [
      'a body of two lengths',
      () =>
        `${head(`POST ${projects} HTTP/1.1`, host(), 'Content-Length: 4', 'Transfer-Encoding: chunked')}0\r\n\r\n`,
    ],
    [
      'two lengths',
      () => `${head(`POST ${projects} HTTP/1.1`, host(), 'Content-Length: 4', 'Content-Length: 5')}{}{}{`,
    ],
    ['a coding nobody knows', () => head(`POST ${projects} HTTP/1.1`, host(), 'Transfer-Encoding: xchunked')],
    ['a folded header', () => head(`GET ${projects} HTTP/1.1`, host(), 'X-A: 1', ' GET / HTTP/1.1')],
    ['a header without a name', () => head(`GET ${projects} HTTP/1.1`, host(), ': 1')],
    ['a tunnel', () => head(`CONNECT 127.0.0.1:${port} HTTP/1.1`, host())],
    ['an echo', () => head(`TRACE ${projects} HTTP/1.1`, host())],
    ['headers without end', () => head(`GET ${projects} HTTP/1.1`, host(), `X-A: ${'a'.repeat(100_000)}`)],
    ['no HTTP', () => '\x16\x03\x01\x02\x00\r\n\r\n'],
  ])('%s', async (_name, request) => {
    const answer = await raw(request());
    answers.push(answer);
    expect(answer).toMatch(/^(HTTP\/1\.1 4\d\d |$)/);
    expect(answer).not.toContain('attacker');
    expect((await send('GET', projects, withKey())).status).toBe(200);
  });

  it('a preflight of another site learns nothing', async () => {
    const asked = { origin: 'http://attacker.example', 'access-control-request-method': 'POST' };
    const answer = await send('OPTIONS', projects, asked);
    expect(answer.status).toBe(403);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('many at once, and after all of it', () => {
  it(`answers ${connections} connections at the same time`, async () => {
    const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });
    const all = await Promise.all(
      Array.from({ length: connections }, () => send('GET', projects, withKey(), undefined, agent)),
    );
    expect(all.filter(({ status }) => status !== 200)).toEqual([]);
  });

  it('a body that does not come is given up', async () => {
    const answer = await slow;
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain('"code":"Timeout"');
  });

  it('no answer held a path of this computer or a stack, nothing was made, and it still answers', async () => {
    for (const answer of answers) {
      expect(answer).not.toContain(bench.folder);
      expect(answer).not.toMatch(/node_modules|\bat .*:\d+:\d+|src-main/);
    }
    expect(readdirSync(bench.projects)).toEqual([]);
    expect(readdirSync(bench.bucket)).toEqual([]);
    expect(statSync(path.join(bench.folder, 'key')).mode & 0o077).toBe(0);
    expect(await send('GET', projects, withKey())).toMatchObject({ status: 200, body: '{"value":[]}' });
  });
});
