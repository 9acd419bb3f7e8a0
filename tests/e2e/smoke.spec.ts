import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from '@playwright/test';
import { findNode } from '../../tools/lib/node.mjs';
import { inRoot } from '../../tools/lib/paths.mjs';

let folder = '';
let server: ChildProcess | undefined;
let url = '';

test.beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'winnow-smoke-'));
  const child = spawn(findNode(), [inRoot('out', 'main', 'server.cjs')], {
    env: { ...process.env, WINNOW_USER_DATA: folder, WINNOW_PROJECTS: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  server = child;
  for await (const line of createInterface({ input: child.stdout })) {
    const message = JSON.parse(line) as { readonly event: string; readonly url: string };
    if (message.event !== 'listening') continue;
    url = message.url;
    break;
  }
});

test.afterAll(async () => {
  if (server?.exitCode === null) {
    const ended = new Promise((resolve) => server?.once('exit', resolve));
    server.kill('SIGTERM');
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

test('the built application opens in the browser without an error', async ({ page }) => {
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('requestfailed', (request) => problems.push(`${request.url()} failed`));
  await page.goto(url);
  await expect(page).toHaveTitle(/Winnow/);
  await expect(page.getByRole('button', { name: /new project/i }).first()).toBeVisible();
  expect(problems).toEqual([]);
});
