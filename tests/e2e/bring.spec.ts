import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { type App, chooseInDialog, expect, expectAccessible, test } from './support/app.ts';

/** By keyboard alone: the key of the home screen, then the dialog of files. */
async function bring(page: Page, file: string): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Recent projects' })).toBeVisible();
  await page.keyboard.press('b');
  const choose = page.getByRole('button', { name: 'Choose the file…' });
  await choose.focus();
  await page.keyboard.press('Enter');
  await chooseInDialog(page, file);
}

function writeAzure(app: App): string {
  const folder = path.join(app.folder, 'azure');
  mkdirSync(path.join(folder, 'texts'), { recursive: true });
  const kind = 'CustomSingleLabelClassification';
  const documents = ['a.txt', 'b.txt', 'c.txt'].map((location) => ({
    location,
    dataset: location === 'b.txt' ? 'Test' : 'Train',
    class: { category: 'Drama' },
  }));
  for (const name of ['a.txt', 'b.txt']) {
    writeFileSync(path.join(folder, 'texts', name), `A film called ${name}`);
  }
  const json = {
    projectFileVersion: '2022-05-01',
    metadata: { projectName: 'Films', projectKind: kind, language: 'fr', description: 'By plot' },
    assets: { projectKind: kind, classes: [{ category: 'Action' }, { category: 'Drama' }], documents },
  };
  writeFileSync(path.join(folder, 'films.json'), JSON.stringify(json));
  return folder;
}

test('a project of Azure comes in with its texts, is compared, and opened', async ({ page, app }) => {
  const folder = writeAzure(app);
  await expectAccessible(page);
  await bring(page, path.join(folder, 'films.json'));
  const found = page.getByRole('region', { name: 'What was found' });
  await expect(found).toContainText('Single label');
  await expect(found).toContainText('French');
  await expect(found).toContainText('Action');
  await expect(page.getByText('None of the first texts is in this folder')).toBeVisible();
  const create = page.getByRole('button', { name: 'Create the project' });
  await expect(create).toBeDisabled();

  const texts = page.getByRole('textbox', { name: 'Folder of the texts' });
  await texts.fill(path.join(folder, 'texts'));
  await texts.press('Enter');
  await expect(page.getByText('A film called b.txt')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('Films');
  await expectAccessible(page);
  expect(existsSync(path.join(app.projects, 'Films.winnow'))).toBe(false);
  await create.press('Enter');

  await expect(page.getByRole('heading', { name: '“Films” is here' })).toBeVisible();
  const compared = page.getByRole('region', { name: 'Compared with the source' });
  await expect(compared).toContainText('Not everything is as it is in the source');
  await expect(compared.getByRole('row', { name: /^Documents 3 2/ })).toContainText('1 missing');
  await expect(compared.getByRole('row', { name: /^In test 1 1/ })).toBeVisible();
  await expect(compared.getByRole('listitem')).toContainText('c.txt');
  await expectAccessible(page);
  await expect(page.getByRole('button', { name: 'Open the project' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveTitle('Documents – Films – Winnow');
  await expect(page.getByRole('link', { name: /Classes 2/ })).toBeVisible();
});

test('a manifest asks for the attribute of its labels; a table is read as one of Comprehend', async ({
  page,
  app,
}) => {
  const type = 'groundtruth/text-classification';
  const row = { source: 'I was charged twice', urgency: 0, topic: 1 };
  const meta = (name: string) => ({ 'class-name': name, type });
  const line = { ...row, 'urgency-metadata': meta('high'), 'topic-metadata': meta('billing') };
  writeFileSync(path.join(app.folder, 'tickets.manifest'), `${JSON.stringify(line)}\n`);
  writeFileSync(path.join(app.folder, 'mail.csv'), 'SPAM,Buy it now\nHAM|WORK,See you at noon\n');
  await bring(page, path.join(app.folder, 'tickets.manifest'));
  const found = page.getByRole('region', { name: 'What was found' });
  await expect(found).toContainText('high');
  await page.getByRole('combobox', { name: 'Labels from the attribute' }).click();
  await page.getByRole('option', { name: 'topic' }).click();
  await expect(found).toContainText('billing');

  await page.getByRole('button', { name: 'Another file…' }).click();
  await page.getByRole('button', { name: 'Choose the file…' }).click();
  await chooseInDialog(page, path.join(app.folder, 'mail.csv'));
  await expect(found).toContainText('Multi-label: any number of classes');
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('mail');
  await page.getByRole('button', { name: 'Create the project' }).click();
  const compared = page.getByRole('region', { name: 'Compared with the source' });
  await expect(compared).toContainText('Everything that the source holds is here');
  await expect(compared.getByRole('row', { name: /^WORK 1 1/ })).toBeVisible();
});

test('what is no project says so; a place that is taken is told, and nothing is overwritten', async ({
  page,
  app,
}) => {
  writeFileSync(path.join(app.folder, 'notes.txt'), 'Just a note');
  writeFileSync(path.join(app.folder, 'mail.csv'), 'SPAM,Buy it now\n');
  writeFileSync(path.join(app.projects, 'mail.winnow'), 'something of mine');
  await bring(page, path.join(app.folder, 'notes.txt'));
  await expect(page.getByRole('heading', { name: 'This file says nothing of a project' })).toBeVisible();
  await page.getByRole('button', { name: 'Another file…' }).click();
  await page.getByRole('button', { name: 'Choose the file…' }).click();
  await chooseInDialog(page, path.join(app.folder, 'mail.csv'));
  await page.getByRole('button', { name: 'Create the project' }).click();
  await expect(page.getByText(/already/)).toBeVisible();
  await page.getByRole('textbox', { name: 'Name' }).fill('mail 2');
  await page.getByRole('button', { name: 'Create the project' }).click();
  await expect(page.getByRole('heading', { name: '“mail 2” is here' })).toBeVisible();
});
