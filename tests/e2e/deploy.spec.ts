import { expect, goTo, openSample, test, train } from './support/app.ts';

test('a model is tried, deployed, asked by its name, swapped and taken away; the history tells', async ({
  page,
}) => {
  test.setTimeout(240_000);
  await openSample(page, 'One class a ticket');
  await train(page);
  await train(page);
  await goTo(page, 'Deployments');
  await expect(page.getByText('Nothing is deployed yet')).toBeVisible();
  const deploy = async (name: string, place: number): Promise<void> => {
    await page.keyboard.press('n');
    const dialog = page.getByRole('dialog', { name: 'Deploy a model' });
    await dialog.getByRole('combobox', { name: 'Name' }).fill(name);
    await dialog.getByRole('combobox', { name: 'Model' }).click();
    await page.getByRole('option').nth(place).click();
    await dialog.getByRole('button', { name: 'Deploy', exact: true }).click();
    await expect(dialog).toBeHidden();
  };
  await deploy('production', 1);
  await deploy('trial', 0);
  const row = (name: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) });
  const modelOf = async (name: string): Promise<string> =>
    (await row(name).getByRole('cell').first().textContent()) ?? '';
  const [first, second] = [await modelOf('production'), await modelOf('trial')];
  expect(first).not.toBe(second);

  await page.getByRole('button', { name: 'Try: production' }).click();
  await expect(page.getByRole('combobox', { name: 'Model or deployment' })).toHaveValue(/^production \(/);
  await page.getByRole('textbox', { name: 'Text to classify' }).fill('The invoice shows a charge twice');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByText('sure enough to be accepted')).toBeVisible();

  await goTo(page, 'Deployments');
  await page.getByRole('button', { name: 'More for production' }).click();
  await page.getByRole('menuitem', { name: 'Swap with…' }).click();
  await page.getByRole('button', { name: 'Swap', exact: true }).click();
  await expect(row('production').getByRole('cell').first()).toHaveText(second);
  await expect(row('trial').getByRole('cell').first()).toHaveText(first);

  await goTo(page, 'Models');
  await page.getByRole('button', { name: `More for ${first}` }).click();
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  await page.getByRole('button', { name: 'Delete model' }).click();
  await expect(page.getByText(/deployed as “trial”/)).toBeVisible();
  await page.keyboard.press('Escape');

  await goTo(page, 'Deployments');
  await page.getByRole('button', { name: 'More for trial' }).click();
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  await page.getByRole('button', { name: 'Delete deployment' }).click();
  await expect(row('trial')).toHaveCount(0);
  const history = page.getByRole('region', { name: 'What pointed where' });
  await expect(history.getByRole('row').nth(1)).toContainText('“trial” was deleted');
  await expect(history.getByRole('row')).toHaveCount(6);
});
