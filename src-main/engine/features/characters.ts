/** What a code point means to the tokeniser. */
export const kinds = {
  space: 1,
  /** A letter or digit of a script that writes spaces between words. */
  word: 2,
  /** A letter of a script without spaces: a token of its own. */
  spaceless: 3,
  /** A combining mark, variation selector or joiner: belongs to the token before it. */
  extender: 4,
  /** Punctuation and other symbols: a token of its own. */
  symbol: 5,
  emoji: 6,
  /** A skin tone: belongs to the emoji before it. */
  emojiModifier: 7,
  /** Half of a flag. */
  regionalIndicator: 8,
} as const;

const spaceless =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]/u;
const letter = /\p{L}/u;
const numberOrUnderscore = /[\p{N}_]/u;
/** Marks, zero-width joiners, the soft hyphen and the word joiner. */
const extender = /\p{M}|\u200c|\u200d|\u00ad|\u2060/u;
const space = /[\s\u200b\p{Cc}\p{Zs}]/u;
const emojiModifier = /\p{Emoji_Modifier}/u;
const regionalIndicator = /\p{Regional_Indicator}/u;
const emoji = /\p{Extended_Pictographic}/u;

function classify(codePoint: number): number {
  const character = String.fromCodePoint(codePoint);
  if (space.test(character)) return kinds.space;
  if (letter.test(character)) return spaceless.test(character) ? kinds.spaceless : kinds.word;
  if (numberOrUnderscore.test(character)) return kinds.word;
  if (extender.test(character)) return kinds.extender;
  if (emojiModifier.test(character)) return kinds.emojiModifier;
  if (regionalIndicator.test(character)) return kinds.regionalIndicator;
  return emoji.test(character) ? kinds.emoji : kinds.symbol;
}

/** Filled as code points are met; 0 = not met yet. */
const known = new Uint8Array(0x110000);

/** One of {@link kinds}. */
export function kindOf(codePoint: number): number {
  const kind = known[codePoint]!;
  if (kind !== 0) return kind;
  const found = classify(codePoint);
  known[codePoint] = found;
  return found;
}
