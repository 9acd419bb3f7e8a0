import type { Page } from '@playwright/test';
import { expect, findings, goTo, openSample, test, train } from './support/app.ts';

const screens = [
  'Classes',
  'Import',
  'Label',
  'Documents',
  'Train',
  'Models',
  'Evaluate',
  'Review',
  'Data health',
  'History',
  'Classify',
  'Deployments',
  'Settings',
] as const;

/** What is folded away or behind a tab at first. */
const more: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  Train: async (page) => {
    await page.getByRole('radio', { name: 'Sentence encoder' }).click();
    await page.getByRole('button', { name: 'Advanced' }).click();
    await expect(page.getByRole('textbox', { name: 'Dropout' })).toBeVisible();
  },
  Models: async (page) => {
    await page.getByRole('tab', { name: 'What it looks at' }).click();
    await expect(page.getByRole('columnheader', { name: 'Strongest words' })).toBeVisible();
  },
};

async function settled(page: Page): Promise<void> {
  await expect(page.locator('[role="status"]:has-text("…")')).toHaveCount(0);
  await page.waitForFunction(() => document.getAnimations().every((each) => each.playState !== 'running'));
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test(`every screen passes axe in ${colorScheme}`, async ({ page }) => {
      test.setTimeout(600_000);
      expect(await findings(page)).toEqual([]);
      await openSample(page, 'One class a ticket');
      await train(page);
      for (const screen of screens) {
        await goTo(page, screen);
        await settled(page);
        expect(await findings(page), screen).toEqual([]);
        if (more[screen] === undefined) continue;
        await more[screen](page);
        await settled(page);
        expect(await findings(page), `${screen}, all shown`).toEqual([]);
      }
    });
  });
}

test('dark mode follows the system and the setting', async ({ page }) => {
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await ground();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(ground).not.toBe(light);
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByText('Light', { exact: true }).click();
  await expect.poll(ground).toBe(light);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await expect.poll(ground).toBe(light);
});

test('at 200 % zoom of a 1280 window nothing is cut off sideways, and only the screen scrolls', async ({
  page,
}) => {
  await openSample(page, 'One class a ticket');
  await train(page);
  await page.setViewportSize({ width: 640, height: 400 });
  for (const screen of screens) {
    await goTo(page, screen);
    await settled(page);
    const beyond = await page.evaluate(() => {
      const { scrollWidth, scrollHeight } = document.documentElement;
      return { right: scrollWidth - window.innerWidth, below: scrollHeight - window.innerHeight };
    });
    expect(beyond, screen).toEqual({ right: 0, below: 0 });
  }
});

test('? shows the keys and the palette finds a screen', async ({ page }) => {
  await openSample(page, 'One class a ticket');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog').getByText('Skip this document')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Search commands and screens').fill('docum');
  await page
    .getByRole('button', { name: /^Documents/ })
    .last()
    .click();
  await expect(page.getByRole('heading', { name: 'Documents' })).toBeVisible();
});
