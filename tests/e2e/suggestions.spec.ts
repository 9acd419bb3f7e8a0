import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, findings, goTo, openSample, test, train } from './support/app.ts';

/** Documents of the list that is shown. */
function found(page: Page, documents: number) {
  return page.getByText(`${documents} documents`, { exact: true });
}

async function suggestForProject(page: Page, documents: number): Promise<void> {
  await goTo(page, 'Classify');
  await page.getByRole('tab', { name: 'Files and documents' }).click();
  await page.getByRole('button', { name: 'Suggest classes' }).click();
  await expect(page.getByRole('heading', { name: new RegExp(`^${documents} suggestions in`) })).toBeVisible();
}

test('files go into the project as suggestions; they are looked at, accepted over a score, and taken back', async ({
  page,
  app,
}) => {
  await openSample(page, 'One class a ticket');
  await train(page);
  await goTo(page, 'Classify');
  await page.getByRole('tab', { name: 'Files and documents' }).click();
  await expect(page.getByText('Or the 25 unlabelled documents of this project')).toBeVisible();
  expect(await findings(page)).toEqual([]);

  const input = path.join(app.folder, 'new.csv');
  writeFileSync(
    input,
    'text,label\nThe printer on the second floor is jammed again,Hardware\n"Charged twice, please refund the invoice",Invented\ntoo,many,columns\n',
  );
  await page.locator('input[type=file]').setInputFiles(input);
  await page.getByRole('radio', { name: 'Into this project, as suggestions' }).check();
  await expect(page.getByText('25 unlabelled documents here now.')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Results file' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Import and suggest' }).click();
  await expect(page.getByRole('heading', { name: /^27 suggestions in/ })).toBeVisible();
  const outcome = page.getByRole('region', { name: 'Suggested', exact: true });
  await expect(outcome.getByRole('row', { name: /^Imported/ })).toContainText('2');
  await expect(outcome.getByRole('row', { name: /^Rejected rows/ })).toContainText('1');
  await expect(page.getByText('new.csv:4')).toBeVisible();
  expect(await findings(page)).toEqual([]);

  await page.getByRole('button', { name: 'Look at the suggestions' }).click();
  await expect(found(page, 27)).toBeVisible();
  const scores = page.locator('[role="gridcell"][col-id="certainty"]');
  await expect(scores.first()).toHaveText(/^[01]\.\d\d./);
  const shown = (await scores.allTextContents()).map((each) => Number(each.slice(0, 4)));
  expect(shown).toEqual(shown.toSorted((first, second) => second - first));
  expect(await findings(page)).toEqual([]);

  // All of the list over the least score, by keyboard; then back by the message's button.
  await page.keyboard.press('a');
  const dialog = page.getByRole('dialog', { name: 'Accept suggestions' });
  const slider = dialog.getByRole('slider', { name: 'Least score' });
  await expect(slider).toHaveAttribute('aria-valuenow', '0.9');
  await slider.press('Home');
  await expect(dialog.getByRole('button', { name: 'Accept 27' })).toBeVisible();
  for (let step = 0; step < 50; step++) await slider.press('ArrowRight');
  await expect(slider).toHaveAttribute('aria-valuenow', '0.5');
  const accepted = Number(/\d+/.exec((await dialog.getByRole('status').textContent()) ?? '')?.[0]);
  expect(accepted).toBeGreaterThan(0);
  expect(accepted).toBeLessThan(27);
  expect(await findings(page)).toEqual([]);
  await slider.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(found(page, 27 - accepted)).toBeVisible();
  await expect(page.getByRole('link', { name: `Label ${27 - accepted} left` })).toBeVisible();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(found(page, 27)).toBeVisible();
  await expect(page.getByRole('link', { name: 'Label 27 left' })).toBeVisible();

  // The same once more, and back by its key.
  await page.getByRole('button', { name: 'Accept suggestions…' }).click();
  await dialog.getByRole('button', { name: /^Accept \d+$/ }).click();
  await expect(found(page, 27)).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(found(page, 27)).toBeVisible();
  await expect(page.getByText(/suggestions? accepted/)).toHaveCount(0);
});

test('the label screen takes a kept suggestion by Space, the most certain first', async ({ page }) => {
  await openSample(page, 'One class a ticket');
  await train(page);
  await suggestForProject(page, 25);
  await page.getByRole('button', { name: 'Label them' }).click();
  await expect(page.getByRole('combobox', { name: 'Queue', exact: true })).toHaveValue('Suggested');
  await expect(page.getByText('1 of 25', { exact: true })).toBeVisible();
  const suggestion = page.getByTestId('suggestion');
  const text = (await suggestion.textContent()) ?? '';
  const [, suggested, score] = /✦ (.+) ([01]\.\d\d)suggested by/.exec(text) ?? [];
  expect(suggested).toBeDefined();
  await page.keyboard.press('Space');
  await expect(page.getByText('2 of 25', { exact: true })).toBeVisible();
  const next = /([01]\.\d\d)suggested by/.exec((await suggestion.textContent()) ?? '')?.[1];
  expect(Number(next)).toBeLessThanOrEqual(Number(score));
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByTestId('label-state')).toContainText(suggested ?? '');
  await expect(suggestion).toHaveCount(0);
  // The label taken off, the suggestion shows again.
  await page.keyboard.press('Control+z');
  await expect(suggestion).toHaveText(text);
  expect(await findings(page)).toEqual([]);
});

test('a list is narrowed to the suggestions of one class, and some are thrown away', async ({ page }) => {
  await openSample(page, 'One class a ticket');
  await goTo(page, 'Documents');
  await expect(found(page, 415)).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Suggested' })).toHaveCount(0);
  await train(page);
  await suggestForProject(page, 25);
  await page.getByRole('button', { name: 'Look at the suggestions' }).click();
  await expect(found(page, 25)).toBeVisible();
  const cells = page.locator('[role="gridcell"][col-id="certainty"]');
  await expect(cells.first()).toHaveText(/^[01]\.\d\d./);
  const name = (await cells.first().textContent())?.slice(4) ?? '';
  // Typing looks for a class, whatever is chosen.
  await page.getByRole('combobox', { name: 'Suggested' }).click();
  await page.keyboard.type(name);
  await expect(page.getByRole('option')).toHaveText([name]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(found(page, 25)).toHaveCount(0);
  await expect(cells.filter({ hasNotText: name })).toHaveCount(0);
  const some = await cells.count();
  expect(some).toBeGreaterThan(0);
  await page.getByRole('checkbox', { name: 'Select all documents found' }).check();
  await page.getByRole('button', { name: 'More for suggestions' }).click();
  await page.getByRole('menuitem', { name: 'Remove suggestions…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove suggestions' }).click();
  await expect(page.getByText('No suggestions here')).toBeVisible();
  await page.getByRole('button', { name: 'Suggest classes…' }).click();
  // Only those without one are asked about again.
  await page.getByRole('button', { name: 'Suggest classes' }).click();
  await expect(page.getByRole('heading', { name: new RegExp(`^${some} suggestions? in`) })).toBeVisible();
});
