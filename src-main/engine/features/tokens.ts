import { kindOf, kinds } from './characters.ts';

const spaceUnit = 0x20;
const zeroWidthJoiner = 0x200d;

/**
 * A text cut into tokens. Reused from text to text: a new call of {@link Tokens.read} overwrites everything,
 * and arrays are longer than what they hold.
 */
export class Tokens {
  /** The text's UTF-16 units, with one space at both ends and one for every run of white space. */
  units = new Uint16Array(256);
  unitCount = 0;
  /** Per unit: its place in the text that was read (for spaces: undefined). */
  origins = new Int32Array(256);
  /** Token boundaries as indexes into `units`, end exclusive; every unit that is no space is in one token. */
  starts = new Int32Array(64);
  ends = new Int32Array(64);
  tokenCount = 0;

  /**
   * Words are runs of letters, digits and underscores with their marks; every punctuation mark or symbol, every
   * emoji sequence and every letter of a script without spaces is a token of its own.
   * @param text as `normaliseText` returns it
   */
  read(text: string): void {
    this.reserve(text.length);
    const { units, origins } = this;
    const { space, symbol } = kinds;
    this.tokenCount = 0;
    units[0] = spaceUnit;
    let count = 1;
    let open = space as number;
    let unitBefore = spaceUnit;
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index);
      const wide = unit >= 0xd800 && unit <= 0xdbff;
      const codePoint = wide ? text.codePointAt(index)! : unit;
      const kind = kindOf(codePoint);
      if (kind === space) {
        if (units[count - 1] !== spaceUnit) units[count++] = spaceUnit;
        open = space;
        unitBefore = spaceUnit;
        continue;
      }
      if (!continuesToken(open, kind, unitBefore)) {
        this.openToken(count);
        open = kind;
      } else if (kind === kinds.regionalIndicator) {
        open = symbol;
      }
      origins[count] = index;
      units[count++] = unit;
      if (wide) {
        index++;
        origins[count] = index;
        units[count++] = text.charCodeAt(index);
      }
      this.ends[this.tokenCount - 1] = count;
      unitBefore = unit;
    }
    if (units[count - 1] !== spaceUnit) units[count++] = spaceUnit;
    this.unitCount = count;
  }

  private openToken(start: number): void {
    if (this.tokenCount === this.starts.length) {
      this.starts = extended(this.starts, this.tokenCount * 2);
      this.ends = extended(this.ends, this.tokenCount * 2);
    }
    this.starts[this.tokenCount++] = start;
  }

  private reserve(textLength: number): void {
    if (this.units.length >= textLength + 2) return;
    const size = Math.max(textLength + 2, this.units.length * 2);
    this.units = new Uint16Array(size);
    this.origins = new Int32Array(size);
  }
}

function continuesToken(open: number, kind: number, unitBefore: number): boolean {
  if (open === kinds.space) return false;
  switch (kind) {
    case kinds.extender:
      return true;
    case kinds.word:
      // A text may begin with a mark that has nothing to stand on: it counts as a word's first letter.
      return open === kinds.word || open === kinds.extender;
    case kinds.emoji:
      return open === kinds.emoji && unitBefore === zeroWidthJoiner;
    case kinds.emojiModifier:
      return open === kinds.emoji;
    case kinds.regionalIndicator:
      return open === kinds.regionalIndicator;
    default:
      return false;
  }
}

function extended(values: Int32Array, size: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(size);
  larger.set(values);
  return larger;
}
