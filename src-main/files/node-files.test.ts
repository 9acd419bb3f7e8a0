import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nodeFiles } from './node-files.ts';

let folder: string;
beforeEach(() => {
  folder = nodeFiles.canonical(mkdtempSync(join(tmpdir(), 'winnow-files-')));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('a file is written whole, over the old one, and leaves nothing beside it', () => {
  const path = join(folder, 'new', 'settings.json');
  nodeFiles.writeAtomically(path, 'one');
  nodeFiles.writeAtomically(path, 'two ü');
  expect(nodeFiles.readText(path)).toBe('two ü');
  expect(readdirSync(join(folder, 'new'))).toEqual(['settings.json']);
});

test('a failed write names the file and leaves nothing behind', () => {
  mkdirSync(join(folder, 'taken'));
  expect(() => nodeFiles.writeAtomically(join(folder, 'taken'), 'x')).toThrow(/taken/);
  expect(readdirSync(folder)).toEqual(['taken']);
});

test('an absent file has no text', () => {
  expect(nodeFiles.readText(join(folder, 'absent'))).toBeUndefined();
});

test('one file has one name, also before it exists', () => {
  mkdirSync(join(folder, 'real'));
  symlinkSync(join(folder, 'real'), join(folder, 'link'));
  expect(nodeFiles.canonical(join(folder, 'link', '..', 'link', 'new.winnow'))).toBe(
    join(folder, 'real', 'new.winnow'),
  );
});

test('a folder lists files and folders, and leaves dangling links out', async () => {
  mkdirSync(join(folder, 'sub'));
  writeFileSync(join(folder, 'a.csv'), '12345');
  symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling'));
  const entries = await nodeFiles.listFolder(folder);
  expect(entries.map(({ name, kind }) => [name, kind]).sort()).toEqual([
    ['a.csv', 'file'],
    ['sub', 'folder'],
  ]);
  expect(entries.find((entry) => entry.name === 'a.csv')?.size).toBe(5);
});

test('a folder that is not there is a clear error', async () => {
  await expect(nodeFiles.listFolder(join(folder, 'absent'))).rejects.toMatchObject({ code: 'file_not_found' });
});
