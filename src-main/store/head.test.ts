import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { projectFields } from '../../tests/support/project-fields.ts';
import { addModel, newStore, storeOpener, temporaryFolder } from '../../tests/support/store.ts';

const opener = storeOpener();

it('the head of a closed project is what it says of itself, and leaves no trace', async () => {
  const file = path.join(temporaryFolder(), 'project.winnow');
  const store = await opener.create(file, { ...projectFields, description: 'About tickets' });
  await store.close();
  expect(opener.head(file)).toEqual({
    ...projectFields,
    description: 'About tickets',
    createdAt: expect.stringMatching(/^\d{4}-/),
    ...{ changedAt: null, trainedAt: null, deployedAt: null, deployments: [], inUse: false },
  });
  expect(readdirSync(path.dirname(file))).toEqual(['project.winnow']);
});

it('the head of an open project can be read, and the project written and closed as ever', async () => {
  const store = await newStore();
  expect(opener.head(store.path)).toMatchObject({ name: 'Tickets', inUse: true });
  store.project.update({ name: 'Other' });
  expect(opener.head(store.path)).toMatchObject({ name: 'Other', inUse: true });
  await expect(opener.open(store.path)).rejects.toMatchObject({ code: 'project_in_use' });
  await store.close();
  expect(existsSync(`${store.path}-wal`)).toBe(false);
  expect(opener.head(store.path)).toMatchObject({ name: 'Other', inUse: false });
});

it('the head names the deployments that are there', async () => {
  const store = await newStore();
  const modelId = addModel(store, 'first');
  const at = '2026-01-01T00:00:00.000Z';
  const rule = { thresholds: [null], accept: [0], band: 0 };
  const [live] = ['live', 'trial'].map((name) => store.deployments.insert({ name, modelId, rule, at }));
  store.deployments.delete(live!, at);
  expect(opener.head(store.path)).toMatchObject({ deployments: ['trial'], deployedAt: at });
});

it('what is no project has no head', () => {
  const file = path.join(temporaryFolder(), 'project.winnow');
  for (const content of ['', 'text', 'SQLite format 3\0'.padEnd(4096, '\0')]) {
    writeFileSync(file, content);
    expect(opener.head(file)).toBeNull();
  }
  expect(() => opener.head(`${file}-absent`)).toThrow(/does not exist/);
});

it('a closed project can be moved to its backups, of which three are kept; an open one cannot', async () => {
  const file = path.join(temporaryFolder(), 'project.winnow');
  const moved: string[] = [];
  // Some of them within one second.
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  for (const name of names) {
    const store = await opener.create(file, { ...projectFields, name });
    expect(() => opener.moveToBackups(file)).toThrow(/open in another/);
    await store.close();
    moved.push(opener.moveToBackups(file));
    expect(existsSync(file)).toBe(false);
  }
  expect(readdirSync(path.dirname(file))).toEqual(['project.winnow-backups']);
  expect(readdirSync(`${file}-backups`)).toHaveLength(3);
  expect(moved.slice(-3).map((one) => opener.head(one)?.name)).toEqual(['e', 'f', 'g']);
});
