import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, goTo, openSample, test, train } from './support/app.ts';

test('single-label: sample to model to review to classification', async ({ page, app }) => {
  await openSample(page, 'One class a ticket');
  await train(page);
  await page.getByRole('button', { name: 'View evaluation' }).click();
  await expect(page.getByText('rows: actual')).toBeVisible();

  // A cell of the matrix leads to its documents.
  await page.getByRole('button', { name: /Review \d+ mistake/ }).click();
  await expect(page.getByRole('heading', { name: 'Review the test set' })).toBeVisible();
  const first = (await page.getByTestId('review-text').textContent()) ?? '';
  await page.keyboard.press('ArrowDown');
  await expect(page.getByTestId('review-text')).not.toHaveText(first);
  await page.getByRole('switch', { name: 'Show incorrect predictions only' }).uncheck({ force: true });
  await expect(page.getByText('1 of 39')).toBeVisible();

  await goTo(page, 'Classify');
  await page
    .getByRole('textbox', { name: 'Text to classify' })
    .fill('My password expired and I cannot log in.');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('explained-text')).toContainText('password');
  await expect(page.getByTestId('explained-text').locator('mark').first()).toBeVisible();

  // A whole file, into a results file.
  const input = path.join(app.folder, 'new.csv');
  writeFileSync(input, 'id,text\n1,The printer is jammed again\n2,"I was charged twice, please refund"\n');
  await page.getByRole('tab', { name: 'Files' }).click();
  await page.locator('input[type=file]').setInputFiles(input);
  await page.getByRole('button', { name: 'Classify these files' }).click();
  await expect(page.getByText(/2 documents classified in/)).toBeVisible();
  const results = (await page.locator('code').textContent()) ?? '';
  expect(readFileSync(results, 'utf8').trim().split('\n')).toHaveLength(3);
});

test('single-label: a click on a confusion-matrix cell lands in the review with that filter', async ({
  page,
}) => {
  await openSample(page, 'One class a ticket');
  await train(page);
  await page.getByRole('button', { name: 'View evaluation' }).click();
  await page.getByRole('gridcell').getByRole('button').first().click();
  await expect(page).toHaveURL(/review\?.*actual=\d+.*predicted=\d+/);
  await expect(page.getByRole('heading', { name: 'Review the test set' })).toBeVisible();
  await expect(page.getByTestId('review-text')).toBeVisible();
});

test('multi-label: sample to model to review to classification', async ({ page }) => {
  await openSample(page, 'Several classes a ticket');
  await train(page);
  await page.getByRole('button', { name: 'View evaluation' }).click();
  await expect(page.getByText('Hamming loss')).toBeVisible();
  await goTo(page, 'Review');
  await expect(page.getByTestId('review-text')).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await goTo(page, 'Classify');
  await page
    .getByRole('textbox', { name: 'Text to classify' })
    .fill('The new card reader arrived broken and I was billed twice for it.');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('explained-text')).toContainText('card reader');
});
