import { describe, expect, it } from 'vitest';
import { formatCount, formatSeconds, formatShare, formatTable } from './report.ts';

describe('text for people', () => {
  it('aligns names to the left and numbers to the right, wide letters included', () => {
    const table = formatTable(
      ['class', 'share'],
      [
        ['billing', '9.5%'],
        ['配送', '100.0%'],
      ],
    );
    expect(table).toBe(['class     share', 'billing    9.5%', '配送     100.0%'].join('\n'));
  });

  it('prints a table without rows', () => {
    expect(formatTable(['class', 'documents'], [])).toBe('class  documents');
  });

  it('writes counts, shares and times', () => {
    expect([formatCount(1, 'document'), formatCount(12_345, 'document')]).toEqual([
      '1 document',
      '12,345 documents',
    ]);
    expect([formatShare(0.12345), formatShare(null)]).toEqual(['12.3%', '–']);
    expect([formatSeconds(1.26), formatSeconds(59.99), formatSeconds(119.7)]).toEqual([
      '1.3 s',
      '1 min 0 s',
      '2 min 0 s',
    ]);
  });
});
