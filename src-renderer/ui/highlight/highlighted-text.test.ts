import { describe, expect, it } from 'vitest';
import { highlightsOf, piecesOf } from './highlighted-text.tsx';

describe('piecesOf', () => {
  it('cuts the text at the highlights and loses nothing', () => {
    const pieces = piecesOf('the red car', [{ start: 4, end: 7, tone: 'for', strength: 1 }]);
    expect(pieces.map((piece) => piece.content)).toEqual(['the ', 'red', ' car']);
    expect(pieces[1]?.highlight?.tone).toBe('for');
  });

  it('keeps the stronger of two that overlap', () => {
    const pieces = piecesOf('abcdef', [
      { start: 0, end: 4, tone: 'for', strength: 0.2 },
      { start: 2, end: 6, tone: 'against', strength: 0.9 },
    ]);
    expect(pieces.map((piece) => [piece.content, piece.highlight?.tone])).toEqual([
      ['ab', undefined],
      ['cdef', 'against'],
    ]);
  });

  it('ignores offsets outside the text', () => {
    const pieces = piecesOf('abc', [{ start: 1, end: 9, tone: 'for', strength: 1 }]);
    expect(pieces).toEqual([{ start: 0, content: 'abc', highlight: null }]);
  });
});

describe('highlightsOf', () => {
  it('scales by the strongest word and drops the faint ones', () => {
    const highlights = highlightsOf(
      [
        { start: 0, end: 1, weight: 2 },
        { start: 2, end: 3, weight: -1 },
        { start: 4, end: 5, weight: 0.01 },
      ],
      { positive: 'for', negative: 'against' },
    );
    expect(highlights).toEqual([
      { start: 0, end: 1, tone: 'for', strength: 1 },
      { start: 2, end: 3, tone: 'against', strength: 0.5 },
    ]);
  });
});
