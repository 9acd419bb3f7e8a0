import { describe, expect, it } from 'vitest';
import { kindOf, kinds } from './characters.ts';
import { normaliseText, originalOffsets } from './normalise.ts';
import { Tokens } from './tokens.ts';
import { spaceUnits } from './white-space.ts';

function tokensOf(text: string): string[] {
  const tokens = new Tokens();
  tokens.read(normaliseText(text, 'simple'));
  return Array.from({ length: tokens.tokenCount }, (_, token) =>
    String.fromCharCode(...tokens.units.subarray(tokens.starts[token], tokens.ends[token])),
  );
}

describe('Tokens', () => {
  it.each([
    ["I don't know_it 2x!", ['i', 'don', "'", 't', 'know_it', '2x', '!']],
    ['GROẞE Straße ΣΑΣ', ['große', 'straße', 'σας']],
    ['wait...', ['wait', '.', '.', '.']],
    ['日本語のABC', ['日', '本', '語', 'の', 'abc']],
    ['スーパー', ['ス', 'ー', 'パ', 'ー']],
    ['ภาษาไทย', ['ภ', 'า', 'ษ', 'า', 'ไ', 'ท', 'ย']],
    ['ที่นี่', ['ที่', 'นี่']],
    ['हिन्दी में', ['हिन्दी', 'में']],
    ['한국어 문장', ['한국어', '문장']],
    ['می‌خواهم', ['می‌خواهم']],
    ['👩‍👩‍👧👍🏽❤️', ['👩‍👩‍👧', '👍🏽', '❤️']],
    ['🇩🇪🇫🇷', ['🇩🇪', '🇫🇷']],
    ['a\u0000b\u200bc\u2028d', ['a', 'b', 'c', 'd']],
    ['\u0301x', ['\u0301x']],
    ['', []],
    [' \t\r\n\u3000', []],
  ])('cuts %j', (text, expected) => {
    expect(tokensOf(text)).toEqual(expected);
  });

  it('treats composed and decomposed spellings alike', () => {
    expect(tokensOf('Cafe\u0301 nai\u0308ve')).toEqual(tokensOf('Café naïve'));
    expect(tokensOf('\u1112\u1161\u11ab')).toEqual(tokensOf('한'));
  });

  it('survives half a surrogate pair', () => {
    expect(tokensOf('a\ud83d b')).toEqual(['a', '\ufffd', 'b']);
  });

  it('keeps one space between stretches and at both ends', () => {
    const tokens = new Tokens();
    tokens.read('  a \n b,c ');
    expect(String.fromCharCode(...tokens.units.subarray(0, tokens.unitCount))).toBe(' a b,c ');
  });

  it('puts every unit that is no space into exactly one token, also in a million characters', () => {
    const tokens = new Tokens();
    tokens.read('abc 日本, 👩‍👩‍👧! é'.repeat(60_000));
    expect(tokens.unitCount).toBeGreaterThan(1_000_000);
    let at = 0;
    let gaps = 0;
    for (let token = 0; token < tokens.tokenCount; token++) {
      for (; at < tokens.starts[token]!; at++) if (tokens.units[at] !== 0x20) gaps++;
      if (at !== tokens.starts[token]) gaps++;
      at = tokens.ends[token]!;
    }
    expect(gaps).toBe(0);
  });
});

describe('spaceUnits', () => {
  it('names exactly the white space that the tokeniser knows', () => {
    const wrong: string[] = [];
    for (let codePoint = 0; codePoint < 0x11000; codePoint++) {
      if (codePoint >= 0xd800 && codePoint < 0xe000) continue;
      const isSpace = codePoint < 65536 && spaceUnits[codePoint] === 1;
      if ((kindOf(codePoint) === kinds.space) !== isSpace) wrong.push(codePoint.toString(16));
    }
    expect(wrong).toEqual([]);
  });
});

describe('originalOffsets', () => {
  it.each([
    'plain',
    'Cafe\u0301 au lait',
    'İstanbul',
    'x\ud83dy',
    '\u1112\u1161\u11ab글',
    'ﬁ \u2126 a\u0327\u0301',
  ])('maps every unit of %j into the original', (text) => {
    const { starts, ends } = originalOffsets(text, 'simple');
    expect(starts.length).toBe(normaliseText(text, 'simple').length);
    expect(starts[0]).toBe(0);
    expect(ends.at(-1)).toBe(text.length);
    for (let unit = 0; unit < starts.length; unit++) expect(ends[unit]).toBeGreaterThan(starts[unit]!);
  });

  it('leads a word back to its original spelling', () => {
    const text = 'U\u0308BER İzmir';
    const { starts, ends } = originalOffsets(text, 'simple');
    const start = normaliseText(text, 'simple').indexOf('ber');
    expect(text.slice(starts[start], ends[start + 2])).toBe('BER');
    expect(text.slice(starts[0], ends[start + 2])).toBe('U\u0308BER');
    expect(text.slice(starts[start + 4], ends.at(-1))).toBe('İzmir');
  });
});
