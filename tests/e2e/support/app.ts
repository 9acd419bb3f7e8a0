import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import { findNode } from '../../../tools/lib/node.mjs';
import { inRoot } from '../../../tools/lib/paths.mjs';

export { expect } from '@playwright/test';

export interface App {
  /** Folder of this test alone; projects lie in `projects` below it. */
  readonly folder: string;
  readonly projects: string;
  readonly url: string;
}

interface Fixtures {
  /** The built application on a server of its own, with data folders of its own. */
  readonly app: App;
}

async function addressOf(server: ChildProcess): Promise<string> {
  if (server.stdout === null) throw new Error('The server has no output.');
  for await (const line of createInterface({ input: server.stdout })) {
    const message = JSON.parse(line) as { readonly event: string; readonly url: string };
    if (message.event === 'listening') return message.url;
  }
  throw new Error('The server ended before it listened.');
}

/** A page that fails its test on any console error, uncaught error, failed request or foreign address. */
function guard(page: Page, problems: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && hostname !== '127.0.0.1') problems.push(`Asked ${request.url()}`);
  });
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures wanted from the pattern.
  app: async ({}, use) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'winnow-browser-'));
    const projects = path.join(folder, 'projects');
    mkdirSync(projects);
    const server = spawn(findNode(), [inRoot('out', 'main', 'server.cjs')], {
      env: { ...process.env, WINNOW_USER_DATA: path.join(folder, 'user-data'), WINNOW_PROJECTS: projects },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
    try {
      await use({ folder, projects, url: await addressOf(server) });
    } finally {
      server.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    }
  },
  page: async ({ page, app }, use) => {
    const problems: string[] = [];
    guard(page, problems);
    await page.goto(app.url);
    await use(page);
    expect(problems).toEqual([]);
  },
});

/** Chooses a file in our own dialog of files. */
export async function chooseInDialog(page: Page, file: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Folder' }).fill(path.dirname(file));
  await page.keyboard.press('Enter');
  await dialog.getByText(path.basename(file), { exact: true }).click();
  await dialog.getByRole('button', { name: 'Open', exact: true }).click();
}

/** Serious and critical findings of axe, as lines that name the place. */
export async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
}

/** Nothing serious or critical, neither in dark nor in light. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.waitForFunction(() => document.getAnimations().every((each) => each.playState !== 'running'));
    expect(await findings(page), colorScheme).toEqual([]);
  }
}

/** Creates the sample project and waits for its first document. */
export async function openSample(
  page: Page,
  kind: 'One class a ticket' | 'Several classes a ticket',
): Promise<void> {
  await page.getByRole('button', { name: 'Try the sample' }).click();
  await page.getByRole('menuitem', { name: kind }).click();
  await expect(page.getByTestId('document-text')).toBeVisible();
}

/** Goes to a screen by the rail. */
export async function goTo(page: Page, screen: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: screen }).click();
}

/** Trains with the quickest learner, else with the proposed settings, and waits for the outcome. */
export async function train(page: Page): Promise<void> {
  await goTo(page, 'Train');
  const heading = page.getByRole('heading', { name: 'What will be used' });
  const again = page.getByRole('button', { name: 'Train again' });
  // The outcome of the last training stays on show until another one is asked for.
  await expect(heading.or(again)).toBeVisible();
  if (await again.isVisible()) await again.click();
  await expect(page.getByRole('heading', { name: 'What will be used' })).toBeVisible();
  await page.getByRole('radio', { name: 'Linear' }).click();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('button', { name: 'View evaluation' })).toBeVisible({ timeout: 45_000 });
}

/** Creates an empty project through the dialog; ends on the classes screen. */
export async function createProject(
  page: Page,
  name: string,
  kind: 'Exactly one' | 'Any number',
): Promise<void> {
  await page.getByRole('button', { name: 'New project' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('radio', { name: kind }).click();
  await page.getByRole('button', { name: 'Create project' }).click();
  await expect(page.getByRole('heading', { name: 'Classes', exact: true })).toBeVisible();
}
