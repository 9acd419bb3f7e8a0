import type { Page } from '@playwright/test';
import { inRoot } from '../../tools/lib/paths.mjs';
import { expect, goTo, openSample, test, train } from './support/app.ts';

async function openTrain(page: Page): Promise<void> {
  await goTo(page, 'Train');
  await expect(page.getByRole('heading', { name: 'What will be used' })).toBeVisible();
}

function learner(page: Page, name: string) {
  return page.getByRole('radio', { name, exact: true });
}

test('a learner is chosen by keyboard, an option changed, the model trained, its receipt read', async ({
  page,
}) => {
  test.setTimeout(180_000);
  await openSample(page, 'One class a ticket');
  await openTrain(page);
  await expect(learner(page, 'Automatic')).toBeChecked();
  await learner(page, 'Automatic').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(learner(page, 'Dense network')).toBeChecked();

  await page.getByRole('button', { name: 'Advanced' }).click();
  const dropout = page.getByRole('textbox', { name: 'Dropout' });
  await dropout.fill('2');
  await expect(page.getByText('A number from 0 to 0.9.')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Train/ })).toBeDisabled();
  await dropout.fill('0.55');
  await expect(page.getByText('1 changed')).toBeVisible();

  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('button', { name: 'View evaluation' })).toBeVisible({ timeout: 120_000 });
  await page.getByRole('button', { name: 'Receipt' }).click();
  const receipt = page.getByRole('tabpanel', { name: 'Receipt' });
  await expect(receipt.getByText('Dense network')).toBeVisible();
  await expect(receipt.getByText(/TensorFlow\.js on/)).toBeVisible();
  await expect(receipt.getByRole('definition').filter({ hasText: /^0\.55$/ })).toBeVisible();
});

test('the automatic learner says what it tried and why it chose', async ({ page }) => {
  test.setTimeout(240_000);
  await openSample(page, 'One class a ticket');
  await openTrain(page);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('button', { name: 'View evaluation' })).toBeVisible({ timeout: 200_000 });
  const tried = page.getByRole('region', { name: 'What was tried' });
  await expect(tried.getByRole('row').filter({ hasText: 'Linear' }).first()).toBeVisible();
  await expect(tried.getByRole('row').filter({ hasText: 'chosen' })).toHaveCount(2);
});

test('the folder of an encoder is looked into before it is used', async ({ page }) => {
  await openSample(page, 'One class a ticket');
  await openTrain(page);
  await learner(page, 'Sentence encoder').click();
  const start = page.getByRole('button', { name: /^Train/ });
  await expect(start).toBeDisabled();
  const folder = page.getByRole('textbox', { name: 'Folder of the encoder' });
  await folder.fill(inRoot('docs'));
  await expect(page.getByText(/holds no ONNX model/)).toBeVisible();
  await expect(start).toBeDisabled();
  await folder.fill(inRoot('tests', 'fixtures', 'encoders', 'wordpiece'));
  await expect(page.getByText(/vectors of 16 numbers/)).toBeVisible();
  await expect(start).toBeEnabled();
});

test('any class is explained, and the model shows what it looks at', async ({ page }) => {
  test.setTimeout(120_000);
  await openSample(page, 'One class a ticket');
  await train(page);
  await goTo(page, 'Classify');
  await page
    .getByRole('textbox', { name: 'Text to classify' })
    .fill('The card reader is broken and I was charged twice.');
  await page.keyboard.press('Control+Enter');
  for (const name of ['Hardware', 'Billing']) {
    await page.getByRole('button', { name: `Show the words for and against ${name}` }).click();
    await expect(page.getByRole('heading', { name: `Why ${name}` })).toBeVisible();
    await expect(page.getByText(`speaks for ${name}`)).toBeVisible();
  }

  await goTo(page, 'Review');
  await expect(page.getByPlaceholder('Explain…')).toBeVisible();
  await page.keyboard.press('e');
  await page.getByRole('option', { name: /^Network/ }).click();
  await expect(page.getByText('words for Network')).toBeVisible();
  await expect(page.getByText('words against Network')).toBeVisible();

  await goTo(page, 'Models');
  await page.getByRole('tab', { name: 'What it looks at' }).click();
  const network = page.getByRole('row').filter({ hasText: 'Network' });
  await expect(network.getByRole('listitem').filter({ hasText: 'router' }).first()).toBeVisible();
});
