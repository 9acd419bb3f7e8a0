import { kindOf, kinds } from './characters.ts';
import { type Folding, normaliseText, originalOffsets } from './normalise.ts';
import { Tokens } from './tokens.ts';
import { spaceUnits } from './white-space.ts';

/** A stretch of text between white space, cut into tokens; overwritten by the next stretch. */
export interface PlacedStretch {
  readonly tokens: Tokens;
  /** Number of its first token in the whole text. */
  readonly firstToken: number;
}

/** Tokens of a whole text by their places in it (UTF-16 offsets, end exclusive). */
export interface PlacedTokens {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** Letters of a script without spaces: shown together with others as words, see {@link joinIntoWords}. */
  readonly spaceless: readonly boolean[];
}

/** Cuts a text as learning does, and tells where each token stands in it. */
export function placeTokens(
  text: string,
  folding: Folding,
  onStretch: (stretch: PlacedStretch) => void = () => {},
): PlacedTokens {
  const starts: number[] = [];
  const ends: number[] = [];
  const spaceless: boolean[] = [];
  const tokens = new Tokens();
  for (let at = 0; at < text.length; ) {
    if (spaceUnits[text.charCodeAt(at)] === 1) {
      at++;
      continue;
    }
    const start = at;
    while (at < text.length && spaceUnits[text.charCodeAt(at)] !== 1) at++;
    const stretch = text.slice(start, at);
    const map = originalOffsets(stretch, folding);
    tokens.read(normaliseText(stretch, folding));
    const firstToken = starts.length;
    for (let token = 0; token < tokens.tokenCount; token++) {
      starts.push(start + map.starts[tokens.origins[tokens.starts[token]!]!]!);
      ends.push(start + map.ends[tokens.origins[tokens.ends[token]! - 1]!]!);
      spaceless.push(kindOf(codePointAt(tokens, tokens.starts[token]!)) === kinds.spaceless);
    }
    onStretch({ tokens, firstToken });
  }
  return { starts, ends, spaceless };
}

/** A word as it is shown: one token, or neighbouring letters of a script without spaces. */
export interface PlacedWord {
  readonly start: number;
  readonly end: number;
  /** Its tokens, `toToken` exclusive. */
  readonly fromToken: number;
  readonly toToken: number;
}

/**
 * Letters of scripts without spaces are joined where the runtime's own word lists see a word. This only decides what
 * is shown together: learning never depends on it.
 */
export function joinIntoWords(text: string, { starts, ends, spaceless }: PlacedTokens): PlacedWord[] {
  const wordStarts = spaceless.includes(true) ? segmentStarts(text) : undefined;
  const words: { start: number; end: number; fromToken: number; toToken: number }[] = [];
  for (let token = 0; token < starts.length; token++) {
    const start = starts[token]!;
    const end = ends[token]!;
    const open = words.at(-1);
    const joins =
      open !== undefined &&
      spaceless[token] === true &&
      spaceless[token - 1] === true &&
      open.end === start &&
      wordStarts?.[start] === 0;
    if (joins) {
      open.end = end;
      open.toToken = token + 1;
    } else {
      words.push({ start, end, fromToken: token, toToken: token + 1 });
    }
  }
  return words;
}

/** 1 where a word begins. */
function segmentStarts(text: string): Uint8Array {
  const starts = new Uint8Array(text.length);
  for (const { index } of new Intl.Segmenter('und', { granularity: 'word' }).segment(text)) starts[index] = 1;
  return starts;
}

function codePointAt(tokens: Tokens, place: number): number {
  const unit = tokens.units[place]!;
  if (unit < 0xd800 || unit > 0xdbff) return unit;
  return ((unit - 0xd800) << 10) + (tokens.units[place + 1]! - 0xdc00) + 0x10000;
}
