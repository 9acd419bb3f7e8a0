import { createProject, expect, goTo, openSample, test } from './support/app.ts';

test('twenty documents are labelled by keyboard alone, and are still there after a reload', async ({
  page,
}) => {
  await openSample(page, 'One class a ticket');
  await expect(page.getByText('1 of 25', { exact: true })).toBeVisible();
  for (let index = 0; index < 20; index++) {
    await page.keyboard.press(String(1 + (index % 7)));
    await expect(page.getByText(`${index + 2} of 25`, { exact: true })).toBeVisible();
  }
  await expect(page.getByRole('link', { name: /Label 5 left/ })).toBeVisible();
  await page.reload();
  await expect(page.getByText('1 of 5', { exact: true })).toBeVisible();
});

test('undo leads back to the document and takes the label off; redo gives it again', async ({ page }) => {
  await openSample(page, 'One class a ticket');
  const first = (await page.getByTestId('document-text').textContent()) ?? '';
  await page.keyboard.press('1');
  await expect(page.getByTestId('document-text')).not.toHaveText(first);
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('document-text')).toHaveText(first);
  await expect(page.getByTestId('label-state')).toHaveText('Unlabelled');
  await page.keyboard.press('Control+Shift+z');
  await expect(page.getByTestId('label-state')).toContainText('Hardware');
});

test('multi-label: keys toggle, Enter saves and moves on, nothing toggled means none', async ({ page }) => {
  await openSample(page, 'Several classes a ticket');
  const first = (await page.getByTestId('document-text').textContent()) ?? '';
  await page.keyboard.press('1');
  await page.keyboard.press('3');
  await expect(page.getByRole('button', { pressed: true })).toHaveCount(2);
  await expect(page.getByTestId('document-text')).toHaveText(first);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('document-text')).not.toHaveText(first);
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByTestId('label-state')).toContainText('None of the classes');
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByTestId('label-state')).toContainText('Billing');
});

test('a class is found by typing among many', async ({ page }) => {
  await openSample(page, 'One class a ticket');
  await page.keyboard.press('/');
  await page.keyboard.type('net');
  await page.keyboard.press('Enter');
  await expect(page.getByText('2 of 25', { exact: true })).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByTestId('label-state')).toContainText('Network');
});

test('classes are added, renamed, moved and deleted, and undo brings one back', async ({ page }) => {
  await createProject(page, 'Mail', 'Exactly one');
  for (const name of ['Question', 'Complaint', 'Praise']) {
    await page.getByRole('textbox', { name: 'Name of a new class' }).fill(name);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('textbox', { name: `Name of ${name}`, exact: true })).toBeVisible();
  }
  await page.getByRole('textbox', { name: 'Name of Praise' }).fill('Thanks');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Name of Thanks' })).toBeVisible();
  await page.getByRole('button', { name: 'Move Thanks up' }).click();
  await expect(page.getByRole('textbox', { name: /^Name of (?!a new)/ }).nth(1)).toHaveValue('Thanks');
  await page.getByRole('button', { name: 'Delete Complaint' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete class' }).click();
  await expect(page.getByRole('textbox', { name: 'Name of Complaint' })).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('textbox', { name: 'Name of Complaint' })).toBeVisible();
});

test('documents are found, labelled in bulk as one act, and undone as one', async ({ page }) => {
  await openSample(page, 'One class a ticket');
  await goTo(page, 'Documents');
  await page.getByRole('textbox', { name: 'Search the texts' }).fill('printer');
  await expect(page.getByText('415 documents')).toHaveCount(0);
  await page.getByRole('checkbox', { name: 'Select all documents found' }).check();
  await page.getByRole('button', { name: 'Label as…' }).click();
  await page.getByRole('menuitem', { name: 'Feedback' }).click();
  await expect(page.getByText(/changed. Undo takes it back/)).toBeVisible();
  const cells = page.locator('[role="gridcell"][col-id="labels"]');
  await expect(cells.filter({ hasText: 'Feedback' }).first()).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByText(/Undone: Label/)).toBeVisible();
});
