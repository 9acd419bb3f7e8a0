import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeTarball } from '../../src-main/api/rest/comprehend/tarball.ts';
import { tarFiles } from './support/archive.ts';

let folder: string;
const inFolder = (name: string): string => path.join(folder, name);
const options = (signal = new AbortController().signal) => ({ now: new Date('2026-01-02'), signal });

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'winnow-tarball-'));
  writeFileSync(inFolder('rows'), '{"File":"a"}\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('packs files, what comes after them, and files of nothing', async () => {
  writeFileSync(inFolder('empty'), '');
  writeFileSync(inFolder('long'), 'é'.repeat(300_000));
  await writeTarball(
    inFolder('out.tar.gz'),
    [
      { name: 'rows.jsonl', path: inFolder('rows'), tail: '{"ErrorMessage":"weiß nicht"}\n' },
      { name: 'empty', path: inFolder('empty') },
      { name: 'output/long', path: inFolder('long') },
    ],
    options(),
  );
  expect(tarFiles(gunzipSync(readFileSync(inFolder('out.tar.gz'))))).toEqual({
    'rows.jsonl': '{"File":"a"}\n{"ErrorMessage":"weiß nicht"}\n',
    empty: '',
    'output/long': 'é'.repeat(300_000),
  });
});

it('writes through no link that lies where it begins to write', async () => {
  writeFileSync(inFolder('outside'), 'of somebody else');
  symlinkSync(inFolder('outside'), inFolder('out.tar.gz.partial'));
  symlinkSync(inFolder('outside'), inFolder('out.tar.gz'));
  await writeTarball(inFolder('out.tar.gz'), [{ name: 'rows', path: inFolder('rows') }], options());
  expect(readFileSync(inFolder('outside'), 'utf8')).toBe('of somebody else');
  expect(statSync(inFolder('out.tar.gz')).size).toBeGreaterThan(0);
  expect(existsSync(inFolder('out.tar.gz.partial'))).toBe(false);
});

it('leaves nothing when it is stopped, wherever it is by then', async () => {
  writeFileSync(inFolder('rows'), 'a line\n'.repeat(1_000_000));
  const pack = (signal: AbortSignal) =>
    writeTarball(inFolder('out.tar.gz'), [{ name: 'rows', path: inFolder('rows') }], options(signal));
  await expect(pack(AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
  // After so many turns of the loop of events; an error that nobody hears ends this test.
  for (const turns of [0, 1, 2, 4, 8, 16]) {
    const abort = new AbortController();
    const stopped = expect(pack(abort.signal)).rejects.toMatchObject({ code: 'cancelled' });
    for (let turn = 0; turn < turns; turn++) await setImmediate();
    abort.abort();
    await stopped;
    expect(readdirSync(folder)).toEqual(['rows']);
  }
});

it('leaves nothing when a file or the folder is not there', async () => {
  const rows = { name: 'rows', path: inFolder('rows') };
  const none = { name: 'none', path: inFolder('none') };
  for (const files of [[none], [rows, none]]) {
    await expect(writeTarball(inFolder('out.tar.gz'), files, options())).rejects.toThrow('ENOENT');
  }
  await expect(writeTarball(inFolder('no/out.tar.gz'), [rows], options())).rejects.toThrow('ENOENT');
  expect(readdirSync(folder)).toEqual(['rows']);
});
