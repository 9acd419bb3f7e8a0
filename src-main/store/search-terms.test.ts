import { describe, expect, test } from 'vitest';
import { indexedText, matchExpression } from './search-terms.ts';

describe('indexed text', () => {
  test('leaves scripts with spaces alone', () => {
    const text = 'Crème brûlée, 3.50 € — Привет';
    expect(indexedText(text)).toBe(text);
  });

  test('cuts runs without spaces into pairs and keeps their last character', () => {
    expect(indexedText('東京都の天気。').trim().split(/\s+/)).toEqual([
      '東京',
      '京都',
      '都の',
      'の天',
      '天気',
      '気',
      '。',
    ]);
    expect(indexedText('ราคา').trim()).toBe('รา าค คา า');
  });

  test('parts Latin words from the characters around them', () => {
    expect(indexedText('買ったiPhoneを').split(/\s+/)).toContain('iPhone');
  });

  test('takes full-width and half-width forms as ordinary ones', () => {
    expect(indexedText('ＡＢＣ ｶﾀ')).toBe(`ABC  カタ タ `);
  });

  test('does not cut a pair of surrogates', () => {
    expect(indexedText('𠮷野家').trim().split(' ')).toEqual(['𠮷野', '野家', '家']);
  });
});

describe('match expression', () => {
  test('asks for every word, the last one as a beginning', () => {
    expect(matchExpression('late deliv')).toBe('"late" AND "deliv"*');
  });

  test('takes a last word of one letter as it is', () => {
    expect(matchExpression('t')).toBe('"t"');
    expect(matchExpression('plan b')).toBe('"plan" AND "b"');
    expect(matchExpression('a@b')).toBe('"a b"');
    expect(matchExpression('th')).toBe('"th"*');
  });

  test('keeps together what stands together', () => {
    expect(matchExpression("don't panic")).toBe('"don t" AND "panic"*');
    expect(matchExpression('me@example.org')).toBe('"me example org"*');
  });

  test('asks for pairs in scripts without spaces, for a lone character as the beginning of a pair', () => {
    expect(matchExpression('東京都')).toBe('"東京 京都"*');
    expect(matchExpression('東 price')).toBe('"東"* AND "price"*');
  });

  test.each(['', '   ', '!?', '"', '***', '( ) "" -', '\u0000'])('%j holds no word', (query) => {
    expect(matchExpression(query)).toBeNull();
  });

  test('words and quotes of the query language become plain words', () => {
    expect(matchExpression('a" OR text:b NEAR(c) -d^ NOT *')).toBe(
      '"a" AND "OR" AND "text b" AND "NEAR c" AND "d" AND "NOT"*',
    );
  });

  test('takes no more than 32 words', () => {
    expect(matchExpression('word '.repeat(1000))!.split(' AND ')).toHaveLength(32);
  });
});
