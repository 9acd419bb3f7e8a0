import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
});
