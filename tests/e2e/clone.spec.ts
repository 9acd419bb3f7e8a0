import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, expectAccessible, goTo, openSample, test, train } from './support/app.ts';

async function runByName(page: Page, command: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Search commands and screens').fill(command);
  await expect(page.getByRole('button', { name: new RegExp(`^${command}`) }).last()).toBeVisible();
  await page.keyboard.press('Enter');
}

test('a project is cloned by keyboard and the clone opened; a recent one is cloned from home', async ({
  page,
  app,
}) => {
  await openSample(page, 'One class a ticket');
  await runByName(page, 'Clone this project');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('textbox', { name: 'Name of the clone' })).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('Experiment');
  await expect(dialog.getByRole('textbox', { name: 'File' })).toHaveValue(/Experiment\.winnow$/);
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: 'Open the clone' })).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page).toHaveTitle('Label – Experiment – Winnow');
  await expect(page.getByText('1 of 25', { exact: true })).toBeVisible();

  await page.getByRole('link', { name: 'Winnow' }).click();
  await page.getByRole('button', { name: 'Clone “Experiment”…' }).click();
  await page.getByRole('button', { name: 'Clone', exact: true }).click();
  await expect(dialog.getByText('“Experiment copy” is there.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Stay here' }).click();
  await expect(page.getByRole('heading', { name: 'Recent projects' })).toBeVisible();
  expect(existsSync(path.join(app.projects, 'Experiment copy.winnow'))).toBe(true);
  await page.getByRole('button', { name: 'Clone “Experiment”…' }).click();
  await page.getByRole('button', { name: 'Clone', exact: true }).click();
  await expect(dialog.getByText(/There is already a file/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
});

test('the project leaves as one file, and as what a model learned from', async ({ page, app }) => {
  test.setTimeout(240_000);
  await openSample(page, 'One class a ticket');
  await train(page);
  await goTo(page, 'Label');
  await expect(page.getByText('1 of 25', { exact: true })).toBeVisible();
  await page.keyboard.press('1');
  await expect(page.getByText('2 of 25', { exact: true })).toBeVisible();

  await runByName(page, 'Export the project');
  const dialog = page.getByRole('dialog').first();
  await expect(dialog.getByRole('radio', { name: /^The whole project/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Save here' }).click();
  await expect(dialog.getByRole('link', { name: 'Download' })).toBeVisible();
  const copy = path.join(app.projects, 'Sample - support tickets copy.winnow');
  expect(readFileSync(copy).subarray(0, 6).toString()).toBe('SQLite');
  await page.keyboard.press('Enter');

  await goTo(page, 'Settings');
  await page.getByRole('button', { name: 'Export…' }).click();
  await dialog.getByRole('radio', { name: 'Amazon Comprehend (CSV)' }).check();
  await dialog.getByRole('combobox', { name: 'Labels, datasets and classes' }).click();
  await page.getByRole('option', { name: /learned from them/ }).click();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Choose the file…' }).click();
  await page.getByRole('button', { name: 'Save here' }).click();
  // The document that was labelled after the training is not among them.
  await expect(dialog.getByText('390 documents written.')).toBeVisible();
  await expect(dialog.getByRole('region', { name: 'Compared with the source' })).toContainText(
    'Not everything can be written in this format',
  );
  await expectAccessible(page);
});

test('an export of what a filter shows writes no more than that', async ({ page, app }) => {
  await openSample(page, 'One class a ticket');
  await goTo(page, 'Documents');
  await page.getByRole('textbox', { name: 'Search the texts' }).fill('printer');
  const found = page.getByText(/^\d+ documents$/);
  await expect(found).not.toHaveText('415 documents');
  const count = Number.parseInt((await found.textContent()) ?? '', 10);
  await page.getByRole('button', { name: 'Export…' }).click();
  const dialog = page.getByRole('dialog', { name: `Export ${count} documents` });
  await expect(dialog.getByRole('radio', { name: /^The whole project/ })).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Choose the file…' }).click();
  await page.getByRole('button', { name: 'Save here' }).click();
  await expect(page.getByText(`${count} documents written.`)).toBeVisible();
  const lines = readFileSync(path.join(app.projects, 'Sample - support tickets.jsonl'), 'utf8').trim();
  expect(lines.split('\n')).toHaveLength(count);
});
