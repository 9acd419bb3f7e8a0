/**
 * The text that the tokeniser reads: well-formed UTF-16, Unicode NFC, lower case (no locale's rules).
 * Its length can differ from the original's: see {@link originalOffsets}.
 */
export function normaliseText(text: string): string {
  return text.toWellFormed().normalize('NFC').toLowerCase();
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
export function originalOffsets(text: string): OffsetMap {
  const wellFormed = text.toWellFormed();
  const length = normaliseText(text).length;
  const starts = new Int32Array(length);
  const ends = new Int32Array(length);
  let position = 0;
  for (const match of wellFormed.matchAll(composed)) {
    const pieceLength = match[0].normalize('NFC').toLowerCase().length;
    const exact = pieceLength === match[0].length;
    for (let unit = 0; unit < pieceLength && position < length; unit++, position++) {
      starts[position] = exact ? match.index + unit : match.index;
      ends[position] = exact ? match.index + unit + 1 : match.index + match[0].length;
    }
  }
  return { starts, ends };
}
