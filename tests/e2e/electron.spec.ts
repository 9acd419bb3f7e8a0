import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, expect, test } from '@playwright/test';
import { isRoot } from '../../tools/lib/browser.mjs';
import { findElectron } from '../../tools/lib/electron.mjs';
import { root } from '../../tools/lib/paths.mjs';

const program = findElectron();
const hasDisplay =
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

test.skip(
  program === undefined,
  'The Electron runtime is not installed here; install-electron downloads it.',
);
test.skip(!hasDisplay, 'There is no display for the Electron window.');

test('the real Electron opens the window, runs a worker and leaves one file', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'winnow-real-electron-'));
  const projects = path.join(folder, 'projects');
  mkdirSync(projects);
  const application = await _electron.launch({
    executablePath: program!,
    args: [...(isRoot() ? ['--no-sandbox'] : []), root],
    env: {
      ...(process.env as Record<string, string>),
      WINNOW_USER_DATA: path.join(folder, 'user-data'),
      WINNOW_PROJECTS: projects,
    },
  });
  const errors: string[] = [];
  const page = await application.firstWindow();
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));

  await expect(page).toHaveURL('winnow://app/');
  await expect(page.getByRole('heading', { name: 'Winnow' })).toBeVisible();
  expect(await page.evaluate(() => Object.keys(window.winnow ?? {}).toSorted())).toEqual([
    'onCommand',
    'pathForFile',
  ]);
  expect(await page.evaluate(() => [typeof require, typeof process])).toEqual(['undefined', 'undefined']);
  expect(
    await application.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.length ?? 0),
  ).toBeGreaterThan(4);

  // The sample is imported by a utility process; the label screen shows its first document.
  await page.getByRole('button', { name: 'Try the sample' }).click();
  await page.getByRole('menuitem', { name: 'One class a ticket' }).click();
  await expect(page).toHaveURL(/winnow:\/\/app\/p\/[^/]+\/label/);
  expect(errors).toEqual([]);

  await application.close();
  expect(readdirSync(projects).filter((name) => /-(wal|shm)$/.test(name))).toEqual([]);
  expect(readdirSync(projects).some((name) => name.endsWith('.winnow'))).toBe(true);
  rmSync(folder, { recursive: true, force: true });
});
