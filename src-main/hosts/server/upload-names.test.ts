import { describe, expect, it } from 'vitest';
import { safeUploadPath } from './upload-names.ts';

describe('safeUploadPath', () => {
  it.each([
    ['report.csv', ['report.csv']],
    ['tickets/billing/one.txt', ['tickets', 'billing', 'one.txt']],
    ['tickets\\billing\\one.txt', ['tickets', 'billing', 'one.txt']],
    ['../../etc/passwd', ['etc', 'passwd']],
    ['..\\..\\windows\\system.ini', ['windows', 'system.ini']],
    ['/etc/passwd', ['etc', 'passwd']],
    ['C:\\data\\x.csv', ['C_', 'data', 'x.csv']],
    ['a/./b/.../c.txt', ['a', 'b', 'c.txt']],
    ['con.txt', ['_con.txt']],
    ['name\u0000with\ncontrol?.csv', ['name_with_control_.csv']],
    ['  spaced name. ', ['spaced name']],
    ['..', ['file']],
    ['///', ['file']],
    ['日本語.txt', ['日本語.txt']],
  ])('%j becomes %j', (name, parts) => {
    expect(safeUploadPath(name)).toEqual(parts);
  });

  it('shortens long names and keeps the ending', () => {
    const [part] = safeUploadPath(`${'x'.repeat(400)}.jsonl`);
    expect(part).toHaveLength(150);
    expect(part).toMatch(/x\.jsonl$/);
  });
});
