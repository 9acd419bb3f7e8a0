import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PartFiles } from './part-files.ts';
import { partOf } from './part-names.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'winnow-parts-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const openFiles = '/proc/self/fd';
const openCount = (): number => (existsSync(openFiles) ? readdirSync(openFiles).length : 0);

describe('part files', () => {
  it('are hundreds at a time with few of them open, and go on where they were', async () => {
    const paths = Array.from({ length: 300 }, (_, index) => path.join(folder, `${index}.csv`));
    const before = openCount();
    const files = new PartFiles();
    const parts = [];
    for (const file of paths) parts.push(await files.begin(file, 'head\n'));
    for (let row = 0; row < 1500; row++) parts[(row * 7) % 300]!.add(`row ${row} ü\n`);
    await files.sync();
    expect(openCount() - before).toBeLessThan(80);
    const states = parts.map((part) => part.state());
    expect(states.reduce((sum, { rows }) => sum + rows, 0)).toBe(1500);
    // What comes after the checkpoint reaches the disk and must not count.
    for (const part of parts) part.add('lost'.repeat(100));
    await files.sync();
    await files.close();

    const again = new PartFiles();
    const resumed = [];
    for (const state of states) resumed.push(await again.goOn(state));
    for (let row = 1500; row < 1800; row++) resumed[(row * 7) % 300]!.add(`row ${row} ü\n`);
    await again.sync();
    await again.close();
    expect(resumed.map((part) => part.state().rows)).toEqual(new Array(300).fill(6));
    for (const [index, file] of paths.entries()) {
      const text = readFileSync(partOf(file), 'utf8');
      expect(text.startsWith('head\nrow ')).toBe(true);
      expect(text).not.toContain('lost');
      expect(text.split('\n')).toHaveLength(8);
      expect(Buffer.byteLength(text)).toBe(resumed[index]!.state().bytes);
    }
  });

  it('write what gathers before it is much', async () => {
    const files = new PartFiles();
    const part = await files.begin(path.join(folder, 'a'), '');
    part.add('x'.repeat(300_000));
    await files.settle();
    expect(readFileSync(partOf(path.join(folder, 'a')), 'utf8')).toHaveLength(300_000);
    await files.close();
  });

  it('are not gone on with when they hold less than they did', async () => {
    const file = path.join(folder, 'a');
    const files = new PartFiles();
    const part = await files.begin(file, 'head\n');
    part.add('row\n');
    await files.sync();
    await files.close();
    truncateSync(partOf(file), 6);
    await expect(new PartFiles().goOn(part.state())).rejects.toMatchObject({ code: 'interrupted' });
    rmSync(partOf(file));
    await expect(new PartFiles().goOn(part.state())).rejects.toMatchObject({ code: 'interrupted' });
  });
});
