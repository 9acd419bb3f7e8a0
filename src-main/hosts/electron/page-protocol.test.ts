import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { isOwnPage, servePages } from './page-protocol.ts';

type Handler = (request: { readonly method: string; readonly url: string }) => Promise<Response>;

const registered = vi.hoisted(() => ({ handler: null as Handler | null }));
vi.mock('electron', () => ({
  protocol: {
    handle(_scheme: string, handler: Handler) {
      registered.handler = handler;
    },
  },
}));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'winnow-pages-'));
  mkdirSync(path.join(folder, 'pages', 'assets'), { recursive: true });
  writeFileSync(path.join(folder, 'pages', 'index.html'), '<title>Winnow</title>');
  writeFileSync(path.join(folder, 'pages', 'assets', 'main.js'), 'run()');
  writeFileSync(path.join(folder, 'secret.js'), 'secret');
  mkdirSync(path.join(folder, 'pages-of-others'));
  writeFileSync(path.join(folder, 'pages-of-others', 'a.js'), 'secret');
  servePages(path.join(folder, 'pages'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const get = (url: string, method = 'GET'): Promise<Response> => registered.handler!({ method, url });

test('serves a file with its type', async () => {
  const answer = await get('winnow://app/assets/main.js?v=1');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(await answer.text()).toBe('run()');
});

test.each(['winnow://app/', 'winnow://app/p/1/label?x=2', 'winnow://app/settings'])(
  'serves the page at every place of the application: %s',
  async (url) => {
    const answer = await get(url);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await answer.text()).toBe('<title>Winnow</title>');
  },
);

test.each([
  'winnow://app/assets/absent.js',
  'winnow://app/..%2fsecret.js',
  'winnow://app/%2e%2e/secret.js',
  'winnow://app/assets/..%2f..%2fsecret.js',
  'winnow://app/..%2fpages-of-others/a.js',
  'winnow://app/%00.js',
  'winnow://app/%E0%A4%A.js',
  'winnow://other/index.html',
  'https://app/index.html',
])('finds nothing at %s', async (url) => {
  const answer = await get(url);
  expect(answer.status).toBe(404);
  expect(await answer.text()).not.toContain('secret');
});

test('answers no other method', async () => {
  expect((await get('winnow://app/', 'POST')).status).toBe(404);
});

test('sends a strict policy with every answer', async () => {
  for (const url of ['winnow://app/', 'winnow://app/assets/main.js', 'winnow://app/absent.js']) {
    const policy = (await get(url)).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  }
});

test.each([
  ['winnow://app/p/1/label', true],
  ['winnow://app.evil/', false],
  ['winnow://evil@app/', true],
  ['https://app/', false],
  ['file:///app/', false],
  ['', false],
])('knows its own pages: %s', (url, expected) => {
  expect(isOwnPage(url)).toBe(expected);
});
