import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { htmlReport } from '../../src-main/formats/report/html/page.ts';
import { madeUpReport } from '../../src-main/formats/report/test-support/made-up-report.ts';
import { findBrowser, QUIET_BROWSER_FLAGS } from '../../tools/lib/browser.mjs';

const executablePath = findBrowser();

const hostile = [
  '<script>window.broken = 1</script>',
  '</title></style></svg><img src=x onerror="window.broken=1">',
  `"onload="window.broken=1" ' & <b>`,
  '=IMPORTXML("http://127.0.0.1:9/x")',
];
const names = (count: number) =>
  Array.from({ length: count }, (_, index) => `${hostile[index % hostile.length]} ${index}`);

describe.skipIf(executablePath === undefined)('in a real browser', () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'winnow-report-'));
    browser = await chromium.launch({ executablePath: executablePath!, args: QUIET_BROWSER_FLAGS });
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens the report from disk and fails on any word in the console and any request beyond the file itself. */
  async function opened(
    kind: 'single' | 'multi',
    count: number,
    work: (page: Page) => Promise<void>,
  ): Promise<void> {
    const report = madeUpReport({ kind, names: names(count), documents: 30 * count });
    const file = path.join(folder, `${kind}-${count}.html`);
    writeFileSync(file, htmlReport({ ...report, model: { ...report.model, name: hostile[1]! } }));
    const page = await browser.newPage({ viewport: { width: 1000, height: 1200 } });
    const url = pathToFileURL(file).href;
    const problems: string[] = [];
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('request', (request) => {
      if (request.url() !== url && request.url() !== 'data:,') problems.push(`Asked ${request.url()}`);
    });
    await page.goto(url);
    await work(page);
    expect(problems).toEqual([]);
    await page.close();
  }

  test.each([
    ['single', 8],
    ['single', 60],
    ['multi', 8],
  ] as const)(
    'opens without script, request or complaint and names every class (%s, %i)',
    async (kind, count) => {
      await opened(kind, count, async (page) => {
        expect(await page.title()).toBe(`${hostile[1]} – model report`);
        expect(await page.evaluate(() => 'broken' in globalThis)).toBe(false);
        expect(await page.locator('script, img').count()).toBe(0);
        const table = page.getByRole('table', { name: 'Figures by class' });
        const heads = await table.locator('tbody th').allTextContents();
        expect(heads.map((head) => head.replace(/ †$/, ''))).toEqual(names(count));
        await page
          .getByRole('navigation', { name: 'Contents' })
          .getByRole('link', { name: 'Scores' })
          .click();
        expect(page.url()).toMatch(/#scores$/);
        expect(await page.getByRole('img', { name: /Reliability diagram/ }).count()).toBe(1);
        const wider = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(wider).toBe(0);
      });
    },
  );

  test('prints to A4 with nothing cut off at the right', async () => {
    await opened('single', 60, async (page) => {
      await page.emulateMedia({ media: 'print' });
      // 210 mm less the margins of 14 mm, at 96 dots an inch.
      await page.setViewportSize({ width: Math.floor((182 / 25.4) * 96), height: 1000 });
      const wider = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(wider).toBe(0);
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
      expect(pdf).toMatch(/^%PDF-/);
      const boxes = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)];
      expect(boxes.length).toBeGreaterThan(4);
      for (const [, width, height] of boxes) {
        expect(Math.abs(Number(width) - 595.28)).toBeLessThan(1);
        expect(Math.abs(Number(height) - 841.89)).toBeLessThan(1);
      }
    });
  });
});
