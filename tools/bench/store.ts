import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants, copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findBrowser, QUIET_BROWSER_FLAGS } from '../lib/browser.mjs';
import { findNode } from '../lib/node.mjs';
import { inRoot } from '../lib/paths.mjs';
import { largeProject } from './build-large.ts';
import { wordOfRank } from './documents.ts';
import { gridTexts, textOf, timeUntil } from './page-timer.ts';
import { createProbe, type Probe } from './probed.ts';
import { type Figure, megabytes, milliseconds, type Section, timed } from './report.ts';

const documentText = '[data-testid="document-text"]';
const patience = 120_000;
const labels = 30;

export interface StoreOptions {
  readonly rows: number;
  readonly tries: number;
  readonly log: (line: string) => void;
}

interface Running {
  readonly process: ChildProcess;
  readonly url: string;
  stop(): Promise<void>;
}

/** The window over a project of many documents of 1 kB, driven in a browser; each time is what a person waits. */
export async function benchStore(options: StoreOptions): Promise<Section> {
  const { rows, log } = options;
  const program = findBrowser();
  if (program === undefined) {
    const figures = [{ name: 'not measured', value: 'no Chromium, Chrome or Edge was found' }];
    return { title: 'store', figures };
  }
  const made = await largeProject(rows, log);
  const folder = mkdtempSync(path.join(tmpdir(), 'winnow-bench-'));
  const probe = createProbe();
  const browser = await chromium.launch({ executablePath: program, args: QUIET_BROWSER_FLAGS });
  try {
    const file = path.join(folder, 'projects', 'large.winnow');
    mkdirSync(path.dirname(file));
    copyFileSync(made, file, constants.COPYFILE_FICLONE);
    const size = megabytes(statSync(file).size);
    const figures = await measure(browser, folder, file, probe, options);
    return { title: `store: ${rows.toLocaleString('en')} documents of 1 kB, ${size}`, figures };
  } finally {
    await browser.close();
    probe.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(
  browser: Browser,
  folder: string,
  file: string,
  probe: Probe,
  { tries, log }: StoreOptions,
): Promise<readonly Figure[]> {
  // The list of recent projects is where the window opens one from.
  await (await serve(folder, probe, ['--open', file])).stop();
  log('Opening the project ...');
  const opened: number[] = [];
  for (let turn = 0; turn < tries; turn++) {
    const server = await serve(folder, probe, []);
    const page = await newPage(browser, server.url);
    opened.push(await openFromHome(page));
    await page.close();
    await server.stop();
  }
  const from = Date.now();
  const server = await serve(folder, probe, []);
  const page = await newPage(browser, server.url);
  await openFromHome(page);
  const figures = [timed('open, until the label screen shows a document', opened, 1000)];
  log('Labelling ...');
  figures.push(await labelling(page));
  log('Turning the pages of the grid ...');
  figures.push(...(await grid(page)));
  log('Searching ...');
  figures.push(...(await searches(page)));
  await page.close();
  await server.stop();
  return [...figures, ...watched(probe, from)];
}

function watched(probe: Probe, from: number): readonly Figure[] {
  const blocked = (start?: number): string => milliseconds(probe.longestBlock('server.cjs', start));
  return [
    {
      name: 'longest time the main process was blocked',
      value: `${blocked(from)}, ${blocked()} with opening`,
    },
    { name: 'peak memory of the main process', value: megabytes(probe.peakMemory('server.cjs')) },
  ];
}

async function serve(folder: string, probe: Probe, args: readonly string[]): Promise<Running> {
  const child = spawn(findNode(), [...probe.nodeArguments, inRoot('out', 'main', 'server.cjs'), ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      ...process.env,
      ...probe.environment,
      WINNOW_USER_DATA: path.join(folder, 'user-data'),
      WINNOW_PROJECTS: path.join(folder, 'projects'),
    },
  });
  const ended = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  for await (const line of createInterface({ input: child.stdout })) {
    const { event, url } = JSON.parse(line) as { readonly event: string; readonly url: string };
    if (event === 'listening') return { process: child, url, stop };
  }
  throw new Error('The server ended before it listened.');
}

async function newPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(patience);
  await page.goto(url);
  return page;
}

async function openFromHome(page: Page): Promise<number> {
  const project = page.getByRole('listitem').getByRole('button').first();
  await project.waitFor();
  return timeUntil(page, 'click', () => project.click(), {
    kind: 'text',
    selector: documentText,
    before: null,
  });
}

/** The first tries are kept too: a person meets them as well. */
async function labelling(page: Page): Promise<Figure> {
  const times: number[] = [];
  for (let count = 0; count < labels; count++) {
    const before = await textOf(page, documentText);
    const key = String(1 + (count % 9));
    const goal = { kind: 'text', selector: documentText, before } as const;
    times.push(await timeUntil(page, 'keydown', () => page.keyboard.press(key), goal));
  }
  return timed('next document after a label', times, 50);
}

async function grid(page: Page): Promise<readonly Figure[]> {
  await page.getByRole('navigation').getByRole('link', { name: 'Documents' }).click();
  await page.locator('.ag-row').first().waitFor();
  const pages: number[] = [];
  for (const place of [0.31, 0.87, 0.05, 0.62, 0.99, 0.44, 0.23, 0.71, 0.12])
    pages.push(await scrollTo(page, place));
  const sorts: number[] = [];
  for (const column of ['Labelled', 'Labelled', 'Id', 'Id', 'Characters', 'Characters']) {
    const header = page.getByRole('columnheader', { name: column, exact: true });
    sorts.push(await changed(page, () => header.click()));
  }
  const filters: number[] = [];
  for (const [field, choice] of [
    ['State', 'Unlabelled'],
    ['State', 'Labelled or not'],
    ['State', 'Labelled'],
    ['State', 'Labelled or not'],
    ['Class', 'Class 07'],
  ] as const) {
    await page
      .getByRole('combobox', { name: field })
      .or(page.getByRole('textbox', { name: field }))
      .first()
      .click();
    const option = page.getByRole('option', { name: choice, exact: true });
    await option.waitFor();
    filters.push(await changed(page, () => option.click()));
  }
  const erase = (): Promise<void> => page.getByRole('combobox', { name: 'Class' }).press('Backspace');
  filters.push(await timeUntil(page, 'keydown Backspace', erase, { kind: 'new-rows' }));
  await page.keyboard.press('Escape');
  return [
    timed('a page of the grid, scrolled to a far place', pages, 100),
    timed('a new sort', sorts, 1000),
    timed('a new filter', filters, 1000),
  ];
}

/** Time until the grid shows other rows than before. */
async function changed(page: Page, act: () => Promise<void>): Promise<number> {
  return timeUntil(page, 'click', act, { kind: 'new-rows' });
}

async function scrollTo(page: Page, share: number): Promise<number> {
  const before = await gridTexts(page);
  const scroll = (): Promise<void> =>
    page.evaluate((place) => {
      const viewport = document.querySelector('.ag-grid-viewport')!;
      viewport.scrollTop = place * viewport.scrollHeight;
    }, share);
  return timeUntil(page, 'scroll', scroll, { kind: 'rows', before });
}

/** Words by how often they occur. */
const searched = [
  ['words of few documents', 'no1a', 'no7k', 'nob2'],
  ['words of 1 % of the documents', wordOfRank(1000), wordOfRank(1001), wordOfRank(1002)],
  ['words of 40 %', wordOfRank(20), wordOfRank(21), wordOfRank(22)],
  ['words of 97 %', wordOfRank(1), wordOfRank(2), wordOfRank(3)],
  [
    'two words',
    `${wordOfRank(500)} ${wordOfRank(3)}`,
    `${wordOfRank(40)} ${wordOfRank(9)}`,
    `${wordOfRank(300)} ${wordOfRank(100)}`,
  ],
] as const;

async function searches(page: Page): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const [kind, ...words] of searched) {
    const times: number[] = [];
    for (const each of words) times.push(await search(page, each));
    figures.push(timed(`first page of a search: ${kind}`, times, 200));
  }
  return figures;
}

/** From Enter; without it the window waits a moment for more letters. */
async function search(page: Page, words: string): Promise<number> {
  const field = page.getByRole('textbox', { name: 'Search the texts' });
  const act = async (): Promise<void> => {
    await field.fill(words);
    await field.press('Enter');
  };
  return timeUntil(page, 'keydown Enter', act, { kind: 'new-rows' });
}
