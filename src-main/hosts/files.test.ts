import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFiles } from './files.ts';

const files = createFiles();
let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'winnow-files-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('files', () => {
  it('are written whole, with their folder, and leave nothing else', () => {
    const file = path.join(folder, 'new', 'settings.json');
    expect(files.readText(file)).toBeUndefined();
    files.writeAtomically(file, 'one');
    files.writeAtomically(file, 'zwei ü');
    expect(files.readText(file)).toBe('zwei ü');
    expect(readdirSync(path.dirname(file))).toEqual(['settings.json']);
  });

  it('that cannot be put in place leave nothing behind', () => {
    const target = path.join(folder, 'taken');
    mkdirSync(path.join(target, 'inside'), { recursive: true });
    expect(() => files.writeAtomically(target, 'x')).toThrow();
    expect(readdirSync(folder)).toEqual(['taken']);
  });

  it('have one name, through links and before they exist', () => {
    mkdirSync(path.join(folder, 'real'));
    symlinkSync(path.join(folder, 'real'), path.join(folder, 'link'));
    expect(files.canonical(path.join(folder, 'link', 'a', '..', 'b', 'c.winnow'))).toBe(
      path.join(folder, 'real', 'b', 'c.winnow'),
    );
  });

  it('are listed with kind and size; broken links are not', async () => {
    writeFileSync(path.join(folder, 'a.csv'), 'abc');
    mkdirSync(path.join(folder, 'sub'));
    symlinkSync(path.join(folder, 'nowhere'), path.join(folder, 'broken'));
    const entries = await files.listFolder(folder);
    expect([...entries].sort((a, b) => a.name.localeCompare(b.name))).toMatchObject([
      { name: 'a.csv', kind: 'file', size: 3 },
      { name: 'sub', kind: 'folder' },
    ]);
    await expect(files.listFolder(path.join(folder, 'absent'))).rejects.toMatchObject({
      code: 'file_not_found',
    });
  });
});
