import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { createProject, expect, expectAccessible, goTo, test } from './support/app.ts';

/** So many that a person has the time to see a change going on, and to cancel it. */
const documents = 120_000;

async function importMany(page: Page, folder: string): Promise<void> {
  const file = path.join(folder, 'many.csv');
  const rows = Array.from(
    { length: documents },
    (_, index) => `Ticket ${index},${index % 3 === 0 ? 'Billing' : 'Login'}`,
  );
  writeFileSync(file, `text,label\n${rows.join('\n')}\n`);
  await goTo(page, 'Import');
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByText('120,000 imported')).toBeVisible({ timeout: 60_000 });
}

test('a long change says how far it is and is cancelled, from its dialog and from the pill', async ({
  page,
  app,
}) => {
  test.setTimeout(180_000);
  await createProject(page, 'Many', 'Exactly one');
  await importMany(page, app.folder);

  await goTo(page, 'Classes');
  await page.getByRole('button', { name: 'Merge…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Classes to merge' }).click();
  for (const name of ['Billing', 'Login']) await page.getByRole('option', { name }).click();
  await dialog.getByText('Merge classes').click();
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
  await expect(dialog.getByRole('progressbar')).toBeVisible();
  await expect(dialog.getByText(/documents/).last()).toBeVisible();
  // The class that goes is not there any more: nothing asks about it meanwhile.
  await expect(dialog.getByText(/There is no class/)).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(page.getByText('Cancelled. Everything is as it was.')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('textbox', { name: 'Name of Billing' })).toBeVisible();
  await page.keyboard.press('Escape');

  await goTo(page, 'Documents');
  await page.getByRole('checkbox', { name: 'Select all documents found' }).check();
  await page.getByRole('button', { name: 'Label as…' }).click();
  await page.getByRole('menuitem', { name: 'Login' }).click();
  const pill = page.getByTestId('job-pill');
  await expect(pill).toContainText(/Label 120,000 documents “Login” · \d+ %/);
  // Together: the message goes by itself after a while, and the looking may take longer than the change.
  await Promise.all([
    expect(page.getByText(/changed. Undo takes it back/)).toBeVisible({ timeout: 60_000 }),
    expectAccessible(page),
  ]);
  await expect(pill).toHaveCount(0);

  await page.keyboard.press('Control+z');
  await expect(pill).toContainText('Undo “Label 120,000 documents “Login””');
  await pill.getByRole('button').click();
  await expect(page.getByText('Cancelled. Everything is as it was.')).toBeVisible({ timeout: 60_000 });
});
