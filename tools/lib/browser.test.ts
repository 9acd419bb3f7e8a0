import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findBrowser } from './browser.mjs';

let folder = '';
let program = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'winnow-browser-'));
  program = path.join(folder, 'chromium');
  writeFileSync(program, '#!/bin/sh\n');
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

test('WINNOW_BROWSER names the browser, and nothing else is taken when it cannot be run', () => {
  vi.stubEnv('WINNOW_BROWSER', program);
  expect(findBrowser()).toBeUndefined();
  chmodSync(program, 0o755);
  expect(findBrowser()).toBe(program);
});

test.runIf(process.platform === 'linux')('a browser is found on the search path', () => {
  chmodSync(program, 0o755);
  vi.stubEnv('WINNOW_BROWSER', '');
  vi.stubEnv('PATH', folder);
  expect(findBrowser()).toBe(program);
});
