/**
 * How letters are made alike. `simple`: lower case by no locale's rules, as models of artefact version 1 were
 * trained. `full`: also what case folding joins: sharp s as ss, the final sigma as sigma, the Turkish dotted capital
 * and the dotless small i as i; else a word and its capitals would be two words.
 */
export type Folding = 'simple' | 'full';

const foldedFurther = /[\u00df\u03c2\u0131]|i\u0307/;
const foldedFurtherAll = /[\u00df\u03c2\u0131]|i\u0307/g;

function foldFurther(text: string): string {
  return text.replace(foldedFurtherAll, (found) => {
    if (found === '\u00df') return 'ss';
    return found === '\u03c2' ? '\u03c3' : 'i';
  });
}

/**
 * A stretch of text without white space as the tokeniser reads it: well-formed UTF-16, Unicode NFC, folded.
 * Its length can differ from the original's: see {@link originalOffsets}.
 */
export function normaliseText(text: string, folding: Folding): string {
  const lower = text.toWellFormed().normalize('NFC').toLowerCase();
  return folding === 'full' && foldedFurther.test(lower) ? foldFurther(lower) : lower;
}

/** A code point that composes with nothing before it, and all that may compose with it. */
const composed = /[^\p{M}\u1160-\u11ff][\p{M}\u1160-\u11ff]*|[\p{M}\u1160-\u11ff]+/gu;

export interface OffsetMap {
  /** Per UTF-16 unit of the normalised text: where the stretch of original text begins that it comes from. */
  readonly starts: Int32Array;
  /** The same for the exclusive end. */
  readonly ends: Int32Array;
}

/** Leads from offsets in `normaliseText(text)` back to offsets in `text`. */
export function originalOffsets(text: string, folding: Folding): OffsetMap {
  const wellFormed = text.toWellFormed();
  const length = normaliseText(text, folding).length;
  const starts = new Int32Array(length);
  const ends = new Int32Array(length);
  let position = 0;
  for (const match of wellFormed.matchAll(composed)) {
    const pieceLength = normaliseText(match[0], folding).length;
    const exact = pieceLength === match[0].length;
    for (let unit = 0; unit < pieceLength && position < length; unit++, position++) {
      starts[position] = exact ? match.index + unit : match.index;
      ends[position] = exact ? match.index + unit + 1 : match.index + match[0].length;
    }
  }
  return { starts, ends };
}
