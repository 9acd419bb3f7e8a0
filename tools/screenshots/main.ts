/**
 * Takes the pictures of every screen, light and dark, from the built application with the sample project:
 * `npm run screenshots [-- FOLDER]`. Without a folder it refreshes those that the README shows.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findBrowser, QUIET_BROWSER_FLAGS } from '../lib/browser.mjs';
import { ensureBuilt } from '../lib/build.mjs';
import { findNode } from '../lib/node.mjs';
import { inRoot } from '../lib/paths.mjs';

const sizes = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;
const inReadme = new Set(['evaluate-light-1280', 'label-dark-1280']);

/** What the functions handed to the page use of it; the tools are typed without the DOM. */
interface PageGlobals {
  readonly document: { getAnimations(): readonly { readonly playState: string }[] };
}

interface Server {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

async function startServer(): Promise<Server> {
  const folder = mkdtempSync(path.join(tmpdir(), 'winnow-screenshots-'));
  const child = spawn(findNode(), [inRoot('out', 'main', 'server.cjs')], {
    env: {
      ...process.env,
      WINNOW_USER_DATA: path.join(folder, 'data'),
      WINNOW_PROJECTS: path.join(folder, 'projects'),
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  for await (const line of createInterface({ input: child.stdout })) {
    const { url } = JSON.parse(line) as { readonly url: string };
    return { url, stop };
  }
  throw new Error('The server ended before it listened.');
}

/** Screens in the order of the work; each entry brings its screen into a state worth showing. */
const screens: readonly { readonly name: string; readonly show: (page: Page) => Promise<void> }[] = [
  // The preparation ends on the outcome of its training.
  { name: 'trained', show: async () => undefined },
  { name: 'classes', show: (page) => go(page, 'Classes') },
  { name: 'import', show: (page) => go(page, 'Import') },
  { name: 'documents', show: (page) => go(page, 'Documents') },
  { name: 'models', show: (page) => go(page, 'Models') },
  { name: 'models-features', show: showFeatures },
  { name: 'evaluate', show: (page) => go(page, 'Evaluate') },
  { name: 'review', show: (page) => go(page, 'Review') },
  { name: 'review-explained', show: explainInReview },
  { name: 'classify', show: showClassify },
  { name: 'classify-explained', show: explainInClassify },
  { name: 'settings', show: (page) => go(page, 'Settings') },
  { name: 'label', show: (page) => go(page, 'Label') },
  { name: 'train', show: (page) => go(page, 'Train') },
  ...['Linear', 'Dense network', 'Sentence encoder'].map((learner) => ({
    name: `train-${learner.toLowerCase().replaceAll(' ', '-')}`,
    show: (page: Page) => page.getByRole('radio', { name: learner }).click(),
  })),
  { name: 'train-advanced', show: openAdvanced },
  { name: 'training', show: showTraining },
  { name: 'export', show: (page) => openByName(page, 'Export the project') },
  { name: 'clone', show: (page) => openByName(page, 'Clone this project') },
  { name: 'home', show: goHome },
  { name: 'bring', show: (page) => page.getByRole('button', { name: 'Bring a project…' }).click() },
];

async function go(page: Page, screen: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: screen }).click();
  await page.waitForLoadState('networkidle');
}

/** Dialogs stand over everything: the one before is closed first. */
async function openByName(page: Page, command: string): Promise<void> {
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Search commands and screens').fill(command);
  await page.getByRole('button', { name: command }).last().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).waitFor();
}

async function goHome(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Winnow' }).click();
  await page.getByRole('heading', { name: 'Recent projects' }).waitFor();
}

async function showClassify(page: Page): Promise<void> {
  await go(page, 'Classify');
  await page
    .getByRole('textbox', { name: 'Text to classify' })
    .fill('The card reader shows error 12 since the update, and I was charged twice for the monthly fee.');
  await page.keyboard.press('Control+Enter');
  await page.getByTestId('explained-text').waitFor();
}

async function showFeatures(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'What it looks at' }).click();
  await page.getByRole('columnheader', { name: 'Strongest words' }).waitFor();
  await page.waitForLoadState('networkidle');
}

async function explainInReview(page: Page): Promise<void> {
  await page.getByPlaceholder('Explain…').waitFor();
  await page.keyboard.press('e');
  await page.getByRole('option').nth(1).click();
  await page.waitForLoadState('networkidle');
}

async function explainInClassify(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Show the words for and against Hardware' }).click();
  await page.getByRole('heading', { name: 'Why Hardware' }).waitFor();
}

async function openAdvanced(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'Dense network' }).click();
  await page.getByRole('button', { name: 'Advanced' }).click();
  await page.getByRole('textbox', { name: 'Dropout' }).scrollIntoViewIfNeeded();
}

/** One that takes a while: the pictures show it on its way. */
async function showTraining(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'Automatic', exact: true }).click();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: 'Cancel training' }).waitFor();
}

async function prepare(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('button', { name: 'Try the sample' }).click();
  await page.getByRole('menuitem', { name: 'One class a ticket' }).click();
  await page.getByTestId('document-text').waitFor();
  await go(page, 'Train');
  await page.getByRole('heading', { name: 'What will be used' }).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: 'View evaluation' }).waitFor({ timeout: 120_000 });
}

async function take(page: Page, name: string, folder: string | null): Promise<void> {
  if (folder === null && !inReadme.has(name)) return;
  // Spinners and fades end first: a picture of a state, not of a movement.
  await page.waitForFunction(() => {
    const { document } = globalThis as unknown as PageGlobals;
    return document.getAnimations().every((each) => each.playState !== 'running');
  });
  await page.screenshot({ path: path.join(folder ?? inRoot('docs', 'screenshots'), `${name}.png`) });
  console.log(name);
}

async function takeAll(browser: Browser, url: string, folder: string | null): Promise<void> {
  const page = await browser.newPage({ viewport: sizes[0] });
  await prepare(page, url);
  for (const { name, show } of screens) {
    await show(page);
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const size of sizes) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize(size);
        await take(page, `${name}-${colorScheme}-${size.width}`, folder);
      }
    }
    await page.setViewportSize(sizes[0]);
  }
}

await ensureBuilt({ output: 'show', log: console.log });
const folder = process.argv[2] ?? null;
mkdirSync(folder ?? inRoot('docs', 'screenshots'), { recursive: true });
const executablePath = findBrowser();
if (executablePath === undefined) throw new Error('No Chromium, Chrome or Edge was found on this machine.');
const server = await startServer();
const browser = await chromium.launch({ executablePath, args: QUIET_BROWSER_FLAGS });
try {
  await takeAll(browser, server.url, folder);
} finally {
  await browser.close();
  await server.stop();
}
