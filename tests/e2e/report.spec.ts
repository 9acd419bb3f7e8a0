import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, goTo, openSample, test, train } from './support/app.ts';

test('a report is written from the evaluate screen and opens as a page of its own', async ({ page, app }) => {
  await openSample(page, 'One class a ticket');
  await train(page);
  await goTo(page, 'Evaluate');
  await page.getByRole('button', { name: 'Report…' }).click();
  const dialog = page.getByRole('dialog', { name: /^Report on “/ });
  await expect(dialog.getByRole('radio', { name: /HTML/ })).toBeChecked();
  await page.keyboard.press('Enter');
  const save = page.getByRole('dialog', { name: 'Write the report to' });
  const name = save.getByRole('textbox', { name: 'File name' });
  await expect(name).toHaveValue(/\.html$/);
  await name.fill('first report.html');
  await save.getByRole('button', { name: 'Save here' }).click();
  await expect(dialog).toBeHidden();

  const notice = page.getByRole('alert').filter({ hasText: 'first report.html' });
  await expect(notice).toBeVisible({ timeout: 30_000 });
  const download = page.waitForEvent('download');
  await notice.getByRole('link', { name: 'Download' }).click();
  const downloaded = readFileSync(await (await download).path(), 'utf8');
  expect(downloaded).toBe(readFileSync(path.join(app.projects, 'first report.html'), 'utf8'));

  const accuracy = await page.getByRole('region', { name: 'Accuracy' }).textContent();
  const report = await page.context().newPage();
  await report.goto(`file://${path.join(app.projects, 'first report.html')}`);
  await expect(report.getByRole('heading', { level: 1 })).toBeVisible();
  const shown = await report
    .getByRole('listitem')
    .filter({ hasText: /^Accuracy/ })
    .textContent();
  expect(accuracy).toContain(shown!.match(/[\d.]+ %/)![0]);
  await report.close();
});
