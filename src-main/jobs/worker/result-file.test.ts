import { execFileSync } from 'node:child_process';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeResultFile } from './result-file.ts';

let folder: string;
let target: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'winnow-result-'));
  target = path.join(folder, 'results.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a results file', () => {
  it('appears when it is complete', async () => {
    const returned = await writeResultFile(target, async (file) => {
      for (let part = 0; part < 40; part++) await file.write(`${part}`.padEnd(20_000, 'ü'));
      expect(readdirSync(folder)).toEqual(['results.jsonl.part']);
      return 'done';
    });
    expect(returned).toBe('done');
    expect(readdirSync(folder)).toEqual(['results.jsonl']);
    expect(readFileSync(target, 'utf8')).toHaveLength(800_000);
  });

  it('leaves the older one when the work fails', async () => {
    writeFileSync(target, 'older');
    const failing = writeResultFile(target, async (file) => {
      await file.write('x'.repeat(300_000));
      throw new Error('cancelled');
    });
    await expect(failing).rejects.toThrow('cancelled');
    expect(readdirSync(folder)).toEqual(['results.jsonl']);
    expect(readFileSync(target, 'utf8')).toBe('older');
  });

  it('says what is wrong with its place', async () => {
    const nothing = async () => {};
    await expect(writeResultFile(path.join(folder, 'no', 'x'), nothing)).rejects.toMatchObject({
      code: 'file_not_found',
    });
    await expect(writeResultFile(folder, nothing)).rejects.toMatchObject({ code: 'file_unreadable' });
  });

  it('never takes the place of a project, under whatever name', async () => {
    const project = `SQLite format 3\0${'pages'.repeat(100)}`;
    writeFileSync(target, project, 'latin1');
    const link = path.join(folder, 'link.csv');
    symlinkSync(target, link);
    const work = async () => expect.fail('Nothing may be written.');
    const places = [target, link, ...['new.winnow', 'old.WINNOW-wal'].map((name) => path.join(folder, name))];
    for (const place of places) {
      await expect(writeResultFile(place, work), place).rejects.toMatchObject({ code: 'already_exists' });
    }
    expect(readFileSync(target, 'latin1')).toBe(project);
    expect(readdirSync(folder).sort()).toEqual(['link.csv', 'results.jsonl']);
  });

  it('follows a link and keeps it', async () => {
    writeFileSync(target, 'older');
    const link = path.join(folder, 'link.jsonl');
    symlinkSync(target, link);
    await writeResultFile(link, (file) => file.write('newer'));
    expect(readFileSync(target, 'utf8')).toBe('newer');
    expect(readdirSync(folder).sort()).toEqual(['link.jsonl', 'results.jsonl']);
  });

  it.skipIf(process.platform === 'win32')('goes through a pipe that stays a pipe', async () => {
    const pipe = path.join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const [read] = await Promise.all([
      readFile(pipe, 'utf8'),
      writeResultFile(pipe, (file) => file.write('through')),
    ]);
    expect(read).toBe('through');
    expect(statSync(pipe).isFIFO()).toBe(true);
    expect(readdirSync(folder)).toEqual(['pipe']);
  });
});
