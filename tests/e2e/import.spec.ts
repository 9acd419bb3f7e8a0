import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { createProject, expect, goTo, test } from './support/app.ts';

/** Drops real files of the disk through Chromium's own drag and drop. */
async function dropFiles(page: Page, files: readonly string[]): Promise<void> {
  const zone = page.getByText('Drop files or a folder here');
  await expect(zone).toBeVisible();
  const box = await zone.boundingBox();
  if (box === null) throw new Error('The drop zone is not on screen.');
  const session = await page.context().newCDPSession(page);
  const place = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, ...place, data });
  }
}

const csv = `text,label,dataset
"The parcel never came, order 12",Delivery,train
"I love the new app",Praise,train
"I love the new app",Praise,train
"I love the new app",Delivery,test
"",Praise,train
"too few columns"
`;

test('a dropped CSV is previewed, imported and reported', async ({ page, app }) => {
  await createProject(page, 'Drop', 'Exactly one');
  await goTo(page, 'Import');
  const file = path.join(app.folder, 'mail.csv');
  writeFileSync(file, csv);
  await dropFiles(page, [file]);
  await expect(page.getByText('The parcel never came, order 12').first()).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'What the column label is' })).toHaveValue('Label');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByText('4 imported')).toBeVisible();
  const report = page.getByRole('region', { name: 'Import report' });
  await expect(report.getByRole('row', { name: /Exact duplicates/ })).toContainText('1');
  await expect(report.getByRole('row', { name: /Same text, other labels/ })).toContainText('1');
  await expect(report.getByRole('row', { name: /Same text in another dataset/ })).toContainText('1');
  await expect(report.getByRole('row', { name: /Blank texts/ })).toContainText('1');
  await expect(page.getByText('mail.csv:7')).toBeVisible();
  await expect(page.getByRole('link', { name: /Classes 2/ })).toBeVisible();

  await page.keyboard.press('Control+z');
  await expect(page.getByText(/Undone: /)).toBeVisible();
  await expect(page.getByRole('link', { name: /Documents/ })).toHaveText('Documents');
});

test('a folder of texts is imported with its sub-folders as classes', async ({ page, app }) => {
  await createProject(page, 'Folder', 'Exactly one');
  await goTo(page, 'Import');
  for (const [folder, content] of [
    ['bills', 'Pay this invoice'],
    ['letters', 'Dear friend, how are you'],
  ] as const) {
    mkdirSync(path.join(app.folder, 'texts', folder), { recursive: true });
    writeFileSync(path.join(app.folder, 'texts', folder, 'one.txt'), content);
  }
  await page.getByRole('button', { name: 'Choose a folder…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Folder' }).fill(path.join(app.folder, 'texts'));
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('bills')).toBeVisible();
  await dialog.getByRole('button', { name: 'Choose this folder' }).click();
  await page.getByRole('switch', { name: 'The folder’s name is the class' }).check({ force: true });
  await expect(page.getByRole('cell', { name: 'bills' })).toBeVisible();
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByText('2 imported')).toBeVisible();
  await expect(page.getByRole('link', { name: /Classes 2/ })).toBeVisible();
});

test('files that cannot be read say so and change nothing', async ({ page, app }) => {
  await createProject(page, 'Bad', 'Exactly one');
  await goTo(page, 'Import');
  const file = path.join(app.folder, 'picture.csv');
  writeFileSync(file, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13, 0, 1, 2, 3, 0, 0, 0, 9]));
  await dropFiles(page, [file]);
  await expect(page.getByRole('alert')).toContainText('picture.csv');
  await expect(page.getByRole('link', { name: /Documents/ })).toHaveText('Documents');
});

test('a file that is not a project is refused with its name', async ({ page, app }) => {
  const file = path.join(app.projects, 'fake.winnow');
  writeFileSync(file, 'this is no project');
  await page.getByRole('button', { name: 'Open a project…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Folder' }).fill(app.projects);
  await page.keyboard.press('Enter');
  await dialog.getByText('fake.winnow').click();
  await expect(page.getByText(/fake\.winnow/).last()).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Winnow' })).toBeVisible();
});
