import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../domain/errors.ts';
import { createAllowedFolders } from './allowed-folders.ts';

const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'winnow-allowed-')));
const inRoot = (...parts: readonly string[]): string => path.join(root, ...parts);
const folders = createAllowedFolders(() => [inRoot('data'), inRoot('gone')]);

beforeAll(() => {
  for (const folder of ['data/texts/deep', 'secret'])
    mkdirSync(inRoot(...folder.split('/')), { recursive: true });
  for (const file of ['data/a.txt', 'data/texts/b.txt', 'data/texts/deep/c.txt', 'secret/s.txt']) {
    writeFileSync(inRoot(...file.split('/')), file);
  }
  symlinkSync(inRoot('secret', 's.txt'), inRoot('data', 'texts', 'link.txt'));
  symlinkSync(inRoot('secret'), inRoot('data', 'texts', 'way'));
  symlinkSync(inRoot('secret'), inRoot('data', 'elsewhere'));
  symlinkSync(inRoot('secret', 'new.txt'), inRoot('data', 'texts', 'broken.txt'));
  symlinkSync(inRoot('data', 'a.txt'), inRoot('data', 'texts', 'up.txt'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => new Error('It was allowed.'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw error;
  expect(error.message).not.toContain(root);
  return error.code;
}

describe('a container', () => {
  it('is an allowed folder or a folder right below one', async () => {
    expect(await folders.container('data')).toBe(inRoot('data'));
    expect(await folders.container('texts')).toBe(inRoot('data', 'texts'));
  });

  it.each([
    ['deep', 'not_found'],
    ['secret', 'not_found'],
    ['gone', 'not_found'],
    ['elsewhere', 'not_found'],
    ['a.txt', 'not_found'],
    ['..', 'bad_request'],
    ['', 'bad_request'],
    ['texts/../..', 'bad_request'],
    ['/data', 'bad_request'],
    ['C:', 'bad_request'],
    ['texts\0', 'bad_request'],
    ['nul', 'bad_request'],
    ['texts.', 'bad_request'],
  ])('%j is refused by %s', async (name, code) => {
    expect(await codeOf(folders.container(name))).toBe(code);
  });
});

const strange = [
  '',
  '/',
  '.',
  './b.txt',
  '..',
  '../a.txt',
  'deep/../../a.txt',
  '/etc/passwd',
  '..\\a.txt',
  'deep\\c.txt',
  'C:\\a.txt',
  'C:/a.txt',
  '%2e%2e/a.txt',
  '%2E%2E%2Fa.txt',
  'deep%2fc.txt',
  'deep%5c..',
  'b.txt\0.jpg',
  'a\nb',
  '.. /a.txt',
  '...',
  'con',
  'nul.txt',
  'x'.repeat(1025),
];

describe('a file', () => {
  it('is found below its container, also by a link that stays inside', async () => {
    expect(await folders.existing('texts', 'b.txt')).toBe(inRoot('data', 'texts', 'b.txt'));
    expect(await folders.existing('texts', 'deep/c.txt')).toBe(inRoot('data', 'texts', 'deep', 'c.txt'));
    expect(await folders.existing('data', 'texts/up.txt')).toBe(inRoot('data', 'a.txt'));
  });

  it.each(['none.txt', 'link.txt', 'way/s.txt', 'up.txt', 'broken.txt'])('%s is not there', async (key) => {
    expect(await codeOf(folders.existing('texts', key))).toBe('not_found');
  });

  it.each(strange)('%j is refused', async (key) => {
    expect(await codeOf(folders.existing('texts', key))).toBe('bad_request');
    expect(await codeOf(folders.writable('texts', key))).toBe('bad_request');
  });

  it('is written below its container, folders made', async () => {
    expect(await folders.writable('texts', 'b.txt')).toBe(inRoot('data', 'texts', 'b.txt'));
    const file = await folders.writable('texts', 'new/deeper/out.gz');
    expect(file).toBe(inRoot('data', 'texts', 'new', 'deeper', 'out.gz'));
    writeFileSync(file, 'written');
  });

  it.each(['link.txt', 'way/x.txt', 'way/deep/x.txt', 'broken.txt', 'up.txt'])(
    '%s is not written through a link out of it',
    async (key) => {
      expect(await codeOf(folders.writable('texts', key))).toBe('bad_request');
    },
  );
});
