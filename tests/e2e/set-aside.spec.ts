import { expect, goTo, openSample, test } from './support/app.ts';

test('documents are set aside by keyboard, found by their mark, and taken back by undo', async ({ page }) => {
  await openSample(page, 'One class a ticket');
  await expect(page.getByRole('link', { name: /Label 25 left/ })).toBeVisible();
  await goTo(page, 'Documents');
  await expect(page.getByText('415 documents', { exact: true })).toBeVisible();
  await page.getByRole('gridcell').nth(2).click();
  await page.keyboard.press('x');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('x');
  await expect(page.getByRole('status').filter({ hasText: '2 selected' })).toBeVisible();
  await page.keyboard.press('e');
  await expect(page.getByText('2 changed. Undo takes it back.')).toBeVisible();
  await expect(page.getByRole('gridcell').getByText('set aside')).toHaveCount(2);
  // They stay in the list, marked; the rail counts them no longer.
  await expect(page.getByText('415 documents', { exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Documents 413' })).toBeVisible();

  await page.getByRole('combobox', { name: 'State' }).click();
  await page.getByRole('option', { name: 'Set aside' }).click();
  await expect(page.getByText('2 documents', { exact: true })).toBeVisible();
  await page.getByRole('checkbox', { name: 'Select all documents found' }).check();
  await page.getByRole('button', { name: 'Take back' }).click();
  await expect(page.getByText('No document passes this filter.')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('link', { name: 'Documents 413' })).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('link', { name: 'Documents 415' })).toBeVisible();
});
