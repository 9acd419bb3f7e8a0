import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { automaticReadOptions } from '../../src-main/domain/source.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

const root = path.resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'winnow-server-'));
const temporary = path.join(folder, 'tmp');
let server: ChildProcess;
let url: URL;
let cookie: string;

beforeAll(async () => {
  mkdirSync(temporary);
  server = spawn(process.execPath, ['--no-warnings', path.join(root, 'src-main/hosts/server/main.ts')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      TMPDIR: temporary,
      WINNOW_USER_DATA: path.join(folder, 'user-data'),
      WINNOW_PROJECTS: path.join(folder, 'projects'),
      WINNOW_TOKEN: 'test-token',
      WINNOW_UPLOAD_LIMIT: '100000',
    },
  });
  const lines = createInterface({ input: server.stdout! });
  const first = await new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    server.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)));
  });
  url = new URL((JSON.parse(first) as { readonly url: string }).url);
  const opening = await send('GET', '/?token=test-token');
  cookie = String(opening.headers['set-cookie']).split(';')[0]!;
});

afterAll(async () => {
  await end();
  rmSync(folder, { recursive: true, force: true });
});

/** The server's exit code, once it has ended; asks it to. */
async function end(): Promise<number | null> {
  if (server.exitCode === null) {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    await ended;
  }
  return server.exitCode;
}

/** Unlike fetch, it sends any path and any header as they are. */
function send(
  method: string,
  target: string,
  headers: Readonly<Record<string, string>> = {},
  body?: string | Uint8Array,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port: url.port, method, path: target, headers, agent: false },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (piece: string) => {
          text += piece;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        );
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

const inSession = (headers: Readonly<Record<string, string>> = {}) => ({ cookie, ...headers });
const rpc = (procedure: string) => `/trpc/${procedure}`;

describe('opening', () => {
  it('trades the token for a session cookie and goes to the page', async () => {
    const answer = await send('GET', '/?token=test-token');
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe('/');
    expect(String(answer.headers['set-cookie'])).toMatch(/; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain('test-token');
  });

  it.each([
    '/',
    '/?token=wrong',
    '/?token=',
    '/assets/x.js',
    rpc('application.settings'),
    '/download?path=x',
  ])('gives nothing at %s without a session', async (target) => {
    const answer = await send('GET', target);
    expect(answer.status).toBe(403);
    expect(answer.headers['content-type']).toContain('text/plain');
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('takes no upload without a session', async () => {
    expect((await send('POST', '/upload?name=x.txt', {}, 'x')).status).toBe(403);
  });

  it('answers procedures within a session', async () => {
    const answer = await send('GET', rpc('application.capabilities'), inSession());
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({
      result: {
        data: { host: 'server', nativeDialogs: false, projectFolder: path.join(folder, 'projects') },
      },
    });
  });
});

describe('foreign pages', () => {
  it.each([
    ['another host', { host: 'winnow.example' }],
    ['a rebound name', { host: 'attacker.example:80' }],
    ['another port', { host: '127.0.0.1:1' }],
    ['another origin', { origin: 'http://attacker.example' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['another port of this computer', { origin: 'http://127.0.0.1:1' }],
  ])('are refused: %s', async (_name, headers) => {
    for (const [method, target] of [
      ['GET', '/'],
      ['GET', '/?token=test-token'],
      ['GET', rpc('application.settings')],
      ['POST', '/upload?name=x.txt'],
      ['OPTIONS', rpc('projects.create')],
    ] as const) {
      const answer = await send(method, target, inSession(headers));
      expect(answer.status, `${method} ${target}`).toBe(403);
      expect(answer.body).toMatch(/^Winnow answers only to/);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it('are refused at the WebSocket too, with and without a session', async () => {
    const own = `http://${url.host}`;
    const attempts = [
      { headers: {}, origin: own, path: '/trpc', accepted: false },
      { headers: { cookie }, origin: 'http://attacker.example', path: '/trpc', accepted: false },
      { headers: { cookie, host: 'attacker.example' }, origin: own, path: '/trpc', accepted: false },
      { headers: { cookie }, origin: own, path: '/other', accepted: false },
      { headers: { cookie }, origin: own, path: '/trpc', accepted: true },
    ];
    for (const { headers, origin, path: target, accepted } of attempts) {
      const socket = new WebSocket(`ws://${url.host}${target}`, { headers, origin });
      const opened = await new Promise<boolean>((resolve) => {
        socket.once('open', () => resolve(true));
        socket.once('unexpected-response', (_request, response) => {
          expect(response.statusCode).toBe(403);
          resolve(false);
        });
        socket.once('error', () => resolve(false));
      });
      socket.terminate();
      expect(opened, JSON.stringify({ headers, origin, target })).toBe(accepted);
    }
  });
});

describe('headers', () => {
  it('forbid everything but the own files, on every answer', async () => {
    for (const answer of [
      await send('GET', '/', inSession()),
      await send('GET', rpc('application.settings'), inSession()),
      await send('GET', '/'),
      await send('GET', '/nothing.js', inSession()),
    ]) {
      const policy = String(answer.headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'");
      expect(policy).toContain(`ws://127.0.0.1:${url.port}`);
      expect(policy).toContain("frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
      expect(policy).not.toMatch(/unsafe-eval|\*|https?:/);
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
      expect(answer.headers['referrer-policy']).toBe('no-referrer');
    }
  });
});

describe('files', () => {
  it.each([
    '/../../package.json',
    '/..%2f..%2fpackage.json',
    '/%2e%2e/%2e%2e/package.json',
    '/assets/..\\..\\..\\package.json',
    '//etc/passwd',
    '/.stamp',
    '/../main/server.cjs',
  ])('outside the page cannot be had: %s', async (target) => {
    const answer = await send('GET', target, inSession());
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body).not.toContain('"winnow"');
    expect(answer.body).not.toContain('root:');
  });

  it('that no job wrote cannot be downloaded', async () => {
    for (const file of ['/etc/passwd', path.join(root, 'package.json'), '../package.json']) {
      const answer = await send('GET', `/download?path=${encodeURIComponent(file)}`, inSession());
      expect(answer.status).toBe(404);
    }
  });
});

describe('uploads', () => {
  const upload = async (query: string, body: string | Uint8Array) => {
    const answer = await send('POST', `/upload?${query}`, inSession({ 'content-type': 'text/csv' }), body);
    return { status: answer.status, ...(JSON.parse(answer.body) as { path: string; folder: string }) };
  };

  it('keep content, name and sub-folders', async () => {
    const content = Uint8Array.from({ length: 50_000 }, (_, index) => index % 256);
    const first = await upload(`drop=d1&name=${encodeURIComponent('mails/spam/eins zwei.txt')}`, content);
    const second = await upload('drop=d1&name=mails/ham/1.txt', 'ham');
    expect(path.relative(first.folder, first.path)).toBe(path.join('mails', 'spam', 'eins zwei.txt'));
    expect(second.folder).toBe(first.folder);
    expect(readFileSync(first.path).equals(content)).toBe(true);
    expect(readFileSync(second.path, 'utf8')).toBe('ham');
  });

  it('never leave their folder', async () => {
    for (const name of ['../../../escape.txt', '..\\..\\escape.txt', '/tmp/escape.txt', 'a/../../b.txt']) {
      const { path: file, folder: drop } = await upload(`name=${encodeURIComponent(name)}`, 'x');
      expect(path.relative(drop, file)).not.toMatch(/^\.\.|^\//);
      expect(file.startsWith(temporary)).toBe(true);
    }
    expect((await send('POST', '/upload?name=x&drop=../x', inSession(), 'x')).status).toBe(400);
    expect((await send('POST', '/upload', inSession(), 'x')).status).toBe(400);
  });

  it('that are too large are refused and leave nothing behind', async () => {
    const before = allFiles(temporary).length;
    const answer = await send('POST', '/upload?name=large.txt', inSession(), 'x'.repeat(200_000));
    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.body)).toMatchObject({ error: { code: 'file_too_large' } });
    expect(allFiles(temporary)).toHaveLength(before);
  });
});

const allFiles = (start: string): readonly string[] =>
  readdirSync(start, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));

describe('a job in the server', () => {
  const call = async (procedure: string, input: unknown) => {
    const answer = await send(
      'POST',
      rpc(procedure),
      inSession({ 'content-type': 'application/json', origin: `http://${url.host}` }),
      JSON.stringify(input),
    );
    expect(answer.status, answer.body).toBe(200);
    return (JSON.parse(answer.body) as { result: { data: Record<string, unknown> } }).result.data;
  };

  it('imports an upload, and what it exports can be downloaded', async () => {
    const project = await call('projects.create', {
      ...{ path: path.join(folder, 'p.winnow'), name: 'p', kind: 'single', language: 'en' },
      ...{ multilingual: false, description: '' },
    });
    const projectId = project.id as string;
    const uploaded = await send('POST', '/upload?name=rows.csv', inSession(), 'text,label\nhello,a\nbye,b\n');
    const { path: source } = JSON.parse(uploaded.body) as { path: string };
    await call('imports.start', {
      ...{ projectId, paths: [source], options: automaticReadOptions, duplicates: 'keep' },
    });
    await jobEnd(projectId);
    const target = path.join(folder, 'export ü.jsonl');
    await call('exports.start', { projectId, format: 'jsonl', path: target, selection: null });
    await jobEnd(projectId);
    const download = await send('GET', `/download?path=${encodeURIComponent(target)}`, inSession());
    expect(download.status).toBe(200);
    expect(download.headers['content-disposition']).toBe(
      "attachment; filename*=UTF-8''export%20%C3%BC.jsonl",
    );
    expect(download.body.split('\n')).toHaveLength(3);
    const other = await send(
      'GET',
      `/download?path=${encodeURIComponent(path.join(folder, 'p.winnow'))}`,
      inSession(),
    );
    expect(other.status).toBe(404);
  });

  /** Asks until no job runs; each question waits for its answer. */
  const jobEnd = async (projectId: string): Promise<void> => {
    for (;;) {
      const answer = await send(
        'GET',
        `${rpc('jobs.list')}?input=${encodeURIComponent(JSON.stringify({ projectId }))}`,
        inSession(),
      );
      const jobs = (JSON.parse(answer.body) as { result: { data: readonly { state: string }[] } }).result
        .data;
      if (jobs.every(({ state }) => state === 'done')) return;
      expect(jobs.map(({ state }) => state)).not.toContain('failed');
    }
  };
});

/** Numbers of the sockets that a process has open. */
function socketInodes(pid: number): ReadonlySet<string> {
  const folder = `/proc/${pid}/fd`;
  const targets = readdirSync(folder).map((name) => {
    try {
      return readlinkSync(path.join(folder, name));
    } catch {
      return '';
    }
  });
  return new Set(
    targets.map((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1]).filter((inode) => inode !== undefined),
  );
}

describe('the socket', () => {
  it.skipIf(process.platform !== 'linux')('is the only one of the process, and of loopback only', () => {
    const port = Number(url.port).toString(16).toUpperCase().padStart(4, '0');
    const own = socketInodes(server.pid!);
    const sockets = ['tcp', 'tcp6', 'udp', 'udp6', 'raw', 'raw6']
      .map((protocol) => `/proc/net/${protocol}`)
      .filter((file) => existsSync(file))
      .flatMap((file) => readFileSync(file, 'utf8').trim().split('\n').slice(1))
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => own.has(fields[9]!));
    const listening = sockets.filter((fields) => fields[3] === '0A').map((fields) => fields[1]);
    expect(listening).toEqual([`0100007F:${port}`]);
    for (const [, local, remote, state] of sockets) {
      expect(local).toBe(`0100007F:${port}`);
      if (state !== '0A') expect(remote).toMatch(/^0100007F:/);
    }
  });

  it('survives rubbish', async () => {
    await new Promise<void>((resolve, reject) => {
      const socket = connect(Number(url.port), '127.0.0.1', () => socket.end('\u0000\u0001 rubbish\r\n\r\n'));
      socket.on('close', () => resolve());
      socket.on('error', reject);
      socket.resume();
    });
    expect((await send('GET', rpc('application.capabilities'), inSession())).status).toBe(200);
  });
});

describe('the end', () => {
  it('deletes uploads and closes projects', async () => {
    expect(await end()).toBe(0);
    expect(allFiles(temporary)).toEqual([]);
    expect(readdirSync(folder).filter((name) => /-(wal|shm)$/.test(name))).toEqual([]);
  });
});
