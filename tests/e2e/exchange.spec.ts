import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chooseInDialog, createProject, expect, expectAccessible, goTo, test } from './support/app.ts';

test('an Azure project is imported with its texts, told equal, and exported again', async ({ page, app }) => {
  await createProject(page, 'Films', 'Any number');
  mkdirSync(path.join(app.folder, 'azure', 'texts'), { recursive: true });
  const names = ['a.txt', 'b.txt', 'c.txt'];
  for (const name of names.slice(0, 2)) {
    writeFileSync(path.join(app.folder, 'azure', 'texts', name), `A film called ${name}`);
  }
  const kind = 'CustomMultiLabelClassification';
  const documents = names.map((location) => ({
    location,
    dataset: 'Train',
    classes: [{ category: 'Drama' }],
  }));
  const classes = [{ category: 'Action' }, { category: 'Drama' }];
  const json = {
    projectFileVersion: '2022-05-01',
    metadata: { projectKind: kind },
    assets: { projectKind: kind, classes, documents },
  };
  writeFileSync(path.join(app.folder, 'azure', 'films.json'), JSON.stringify(json));

  await goTo(page, 'Import');
  await page.getByRole('button', { name: 'Choose files…' }).click();
  const dialog = page.getByRole('dialog');
  await chooseInDialog(page, path.join(app.folder, 'azure', 'films.json'));
  await expect(page.getByText('no such file').first()).toBeVisible();

  await page.getByRole('button', { name: 'Choose…' }).click();
  await dialog.getByRole('textbox', { name: 'Folder' }).fill(path.join(app.folder, 'azure', 'texts'));
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('texts').first()).toBeVisible();
  await dialog.getByRole('button', { name: 'Choose this folder' }).click();
  await expect(page.getByText('A film called b.txt')).toBeVisible();
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByText('2 imported')).toBeVisible();
  const compared = page.getByRole('region', { name: 'Compared with the source' });
  await expect(compared.getByRole('row', { name: /^Documents / })).toContainText('1 missing');
  await expect(compared.getByRole('row', { name: /^Drama / })).toContainText('1 missing');
  await expect(compared.getByText('c.txt')).toBeVisible();
  await expectAccessible(page);

  await goTo(page, 'Documents');
  await page.getByRole('button', { name: 'Export the project…' }).click();
  await dialog.getByRole('radio', { name: 'Azure AI Language project (JSON)' }).check();
  await dialog.getByRole('button', { name: 'Choose the file…' }).click();
  await page.getByRole('button', { name: 'Save here' }).click();
  await expect(dialog.getByRole('heading', { name: 'Everything was written' })).toBeVisible();
  await expect(dialog.getByText('Films-azure-texts').first()).toBeVisible();
  expect(existsSync(path.join(app.projects, 'Films-azure.json'))).toBe(true);
  expect(existsSync(path.join(app.projects, 'Films-azure-texts', 'a.txt'))).toBe(true);
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
});
