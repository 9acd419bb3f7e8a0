import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, goTo, openSample, test, train } from './support/app.ts';

test('a model leaves as one file and as ONNX, from the menu of its row', async ({ page, app }) => {
  await openSample(page, 'One class a ticket');
  await train(page);
  await goTo(page, 'Models');
  for (const [format, file, written] of [
    ['Model file', 'gone.winnow-model', ['gone.winnow-model']],
    ['ONNX', 'gone.onnx', ['gone.onnx', 'gone.vocabulary.json']],
  ] as const) {
    await page.getByRole('button', { name: /^More for / }).click();
    await page.getByRole('menuitem', { name: 'Export…' }).click();
    const dialog = page.getByRole('dialog', { name: /^Export “/ });
    await dialog.getByRole('radio', { name: new RegExp(format) }).check();
    await dialog.getByRole('button', { name: 'Choose the file…' }).click();
    const save = page.getByRole('dialog', { name: 'Export the model to' });
    await save.getByRole('textbox', { name: 'File name' }).fill(file);
    await save.getByRole('button', { name: 'Save here' }).click();
    await expect(dialog).toBeHidden();
    for (const name of written) {
      await expect(page.getByRole('alert').filter({ hasText: name })).toBeVisible({ timeout: 30_000 });
      expect(readFileSync(path.join(app.projects, name)).length).toBeGreaterThan(1000);
    }
  }
});
