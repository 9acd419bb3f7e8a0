import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFileLog } from './log.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'winnow-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lines = () =>
  readFileSync(path.join(folder, 'winnow.log'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('the log', () => {
  it('writes one JSON object a line', () => {
    const log = createFileLog(folder, 'server');
    log.info('Started.', { port: 1 });
    log.warn('Odd.\nTwo lines.');
    expect(lines()).toMatchObject([
      { level: 'info', host: 'server', message: 'Started.', port: 1 },
      { level: 'warn', message: 'Odd.\nTwo lines.' },
    ]);
  });

  it('cuts long values and quotes no document out of a parser error', () => {
    const log = createFileLog(folder, 'server');
    const secret = 'the text of a confidential document';
    let error: unknown;
    try {
      JSON.parse(`{"text": ${secret}`);
    } catch (thrown) {
      error = thrown;
    }
    expect((error as Error).message).toContain('the text');
    const reference = log.unexpected(error, 'imports.start');
    log.info('x'.repeat(5000));
    const [first, second] = lines();
    expect(first).toMatchObject({ reference, where: 'imports.start', error: 'SyntaxError' });
    expect(JSON.stringify(first)).not.toContain('the text');
    expect(String(second!.message).length).toBeLessThan(400);
  });

  it('keeps three files of about a megabyte', () => {
    const log = createFileLog(folder, 'server');
    for (let round = 0; round < 5; round++) {
      writeFileSync(path.join(folder, 'winnow.log'), `${'x'.repeat(1_000_000)}${round}`);
      log.info(`after ${round}`);
    }
    expect(readdirSync(folder).sort()).toEqual(['winnow.1.log', 'winnow.2.log', 'winnow.log']);
    expect(statSync(path.join(folder, 'winnow.log')).size).toBeLessThan(1000);
    expect(readFileSync(path.join(folder, 'winnow.1.log'), 'utf8')).toMatch(/4$/);
    expect(readFileSync(path.join(folder, 'winnow.2.log'), 'utf8')).toMatch(/3$/);
  });

  it('is no reason to fail where it cannot be written', () => {
    const file = path.join(folder, 'occupied');
    writeFileSync(file, '');
    const log = createFileLog(file, 'cli');
    expect(() => log.error('lost')).not.toThrow();
  });
});
