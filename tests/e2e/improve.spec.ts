import type { Page } from '@playwright/test';
import { expect, goTo, openSample, test, train } from './support/app.ts';

/** What the card of a figure shows, such as "41.0 %". */
async function figure(page: Page, name: string): Promise<string> {
  const card = page.getByRole('region', { name, exact: true });
  await expect(card).toBeVisible();
  return ((await card.textContent()) ?? '').match(/\d+\.\d %/)?.[0] ?? '';
}

test('two models are compared, mistakes reviewed by keyboard, three labels fixed, the change seen', async ({
  page,
}) => {
  test.setTimeout(300_000);
  await openSample(page, 'Several classes a ticket');
  await train(page);
  await train(page);
  await page.getByRole('button', { name: 'View evaluation' }).click();
  const before = await figure(page, 'Exact match');

  await page.getByRole('tab', { name: 'Compare' }).click();
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'No difference that this test set can show.' })).toBeVisible(
    {
      timeout: 30_000,
    },
  );

  await page.keyboard.press('r');
  await expect(page.getByRole('heading', { name: 'Review the test set' })).toBeVisible();
  await expect(page.getByText(/^1 of \d+$/)).toBeVisible();
  for (let place = 1; place <= 10; place++) {
    await expect(page.getByText(new RegExp(`^${place} of \\d+$`))).toBeVisible();
    await page.keyboard.press(place <= 3 ? 'a' : 'k');
  }
  await expect(page.getByText(/^11 of \d+$/)).toBeVisible();
  await expect(page.getByText('relabelled since')).toHaveCount(3);

  await goTo(page, 'Evaluate');
  await expect(page.getByText(/The test set has changed since this evaluation/)).toBeVisible();
  await expect(page.getByText(/3 test documents got other labels after the results/)).toBeVisible();

  await train(page);
  await page.getByRole('button', { name: 'View evaluation' }).click();
  await expect(page.getByText(/test set v\d/)).toBeVisible();
  expect(Number.parseFloat(await figure(page, 'Exact match'))).toBeGreaterThan(Number.parseFloat(before));
});

test('two classes are merged, and one undo brings both back', async ({ page }) => {
  await openSample(page, 'One class a ticket');
  await goTo(page, 'Classes');
  await page.getByRole('button', { name: 'Merge…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Classes to merge' }).click();
  await page.getByRole('option', { name: 'Billing' }).click();
  await page.getByRole('option', { name: 'Network' }).click();
  await dialog.getByText('Merge classes').click();
  await expect(dialog.getByText(/get the label “Billing”/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Name of Network' })).toHaveCount(0);
  await expect(page.getByText('1 deleted class')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('textbox', { name: 'Name of Network' })).toBeVisible();
  await expect(page.getByText('1 deleted class')).toHaveCount(0);
});

test('twins are looked for; history takes back one label alone', async ({ page }) => {
  await openSample(page, 'One class a ticket');
  await goTo(page, 'Data health');
  await page.getByRole('tab', { name: 'Duplicates and leaks' }).click();
  await page.getByRole('button', { name: 'Look for duplicates' }).click();
  await expect(page.getByText('Exact copies')).toBeVisible({ timeout: 30_000 });
  await goTo(page, 'Label');
  await expect(page.getByText('1 of 25', { exact: true })).toBeVisible();
  await page.keyboard.press('1');
  await expect(page.getByText('2 of 25', { exact: true })).toBeVisible();
  await goTo(page, 'History');
  await page
    .getByRole('row', { name: /Label .*Hardware/ })
    .getByRole('button', { name: 'Take back' })
    .click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
  await expect(page.getByText(/Taken back: 1 document/)).toBeVisible();
});
