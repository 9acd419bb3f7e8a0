import type { Page } from '@playwright/test';
import { createProject, expect, goTo, openSample, test } from './support/app.ts';

const place = (page: Page, text: string) => expect(page.getByText(text, { exact: true })).toBeVisible();

async function chooseQueue(page: Page, field: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: field, exact: true }).click();
  await page.getByRole('option', { name: option }).click();
}

test('a key held down labels one document; keys work right after a queue was chosen', async ({ page }) => {
  await openSample(page, 'One class a ticket');
  await place(page, '1 of 25');
  for (let press = 0; press < 6; press++) await page.keyboard.down('1');
  await page.keyboard.up('1');
  await place(page, '2 of 25');
  await chooseQueue(page, 'Queue', 'All documents');
  await place(page, '1 of 415');
  await page.keyboard.press('ArrowRight');
  await place(page, '2 of 415');
});

test('the queue and the place in it survive another screen and a reload', async ({ page }) => {
  await openSample(page, 'One class a ticket');
  await chooseQueue(page, 'Queue', 'All documents');
  await place(page, '1 of 415');
  for (const next of ['2 of 415', '3 of 415', '4 of 415']) {
    await page.keyboard.press('ArrowRight');
    await place(page, next);
  }
  await goTo(page, 'Classes');
  await expect(page).toHaveTitle('Classes – Sample: support tickets – Winnow');
  await goTo(page, 'Label');
  await place(page, '4 of 415');
  await page.reload();
  await place(page, '4 of 415');
});

test('a document opened from the list leads back to it, with its filter and row', async ({ page }) => {
  await openSample(page, 'One class a ticket');
  await goTo(page, 'Documents');
  await page.getByRole('textbox', { name: 'Search the texts' }).fill('printer');
  await expect(page.getByText('415 documents')).toHaveCount(0);
  await page.locator('[role="row"][row-index="4"] [col-id="text"]').click();
  await page.keyboard.press('o');
  await expect(page.getByText(/^5 of \d+$/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('textbox', { name: 'Search the texts' })).toHaveValue('printer');
  await expect(page.locator('[role="row"][row-index="4"] [col-id="text"]')).toBeFocused();
});

test('single keys rest when they are switched off', async ({ page }) => {
  await openSample(page, 'One class a ticket');
  await goTo(page, 'Settings');
  await page.getByRole('switch', { name: 'Single-key shortcuts' }).click({ force: true });
  await expect(page.getByRole('switch', { name: 'Single-key shortcuts' })).not.toBeChecked();
  await goTo(page, 'Label');
  await place(page, '1 of 25');
  await page.keyboard.press('1');
  await page.keyboard.press('s');
  await page.keyboard.press('ArrowRight');
  await place(page, '2 of 25');
  await expect(page.getByRole('link', { name: /Label 25 left/ })).toBeVisible();
});

test('multi-label: a class clicked with the mouse and then Enter saves it', async ({ page }) => {
  await openSample(page, 'Several classes a ticket');
  const first = (await page.getByTestId('document-text').textContent()) ?? '';
  await page.getByRole('button', { name: /Billing/ }).click();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('document-text')).not.toHaveText(first);
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByTestId('label-state')).toContainText('Billing');
});

test('the home screen counts what was labelled in a project that is open', async ({ page }) => {
  await openSample(page, 'One class a ticket');
  await page.keyboard.press('1');
  await place(page, '2 of 25');
  await page.getByRole('link', { name: 'Winnow' }).click();
  await expect(page.getByText('391 of 415 labelled')).toBeVisible();
});

test('a project whose classes have long names is labelled without hiding them', async ({ page }) => {
  await createProject(page, 'Long names', 'Exactly one');
  const name = 'balance_not_updated_after_bank_transfer_and_still_waiting';
  await page.getByRole('textbox', { name: 'Name of a new class' }).fill(name);
  await page.keyboard.press('Enter');
  await goTo(page, 'Import');
  await page.locator('input[type=file]').setInputFiles({
    name: 'two.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('text\nمرحبا بالعالم\nWhere is my transfer? 😀\n'),
  });
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByRole('button', { name: 'Start labelling' }).click();
  await place(page, '1 of 2');
  const shown = page.getByRole('button', { name }).getByText(name);
  const { inner, outer } = await shown.evaluate((element) => ({
    inner: element.scrollWidth,
    outer: element.clientWidth,
  }));
  expect(inner).toBeLessThanOrEqual(outer);
  await page.keyboard.press('1');
  await place(page, '2 of 2');
});
