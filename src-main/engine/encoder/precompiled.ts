const leafBit = 1 << 8;
const valueMask = 0x7fffffff;
/** The only bits of an inner unit that a key's byte is compared with: leaves have the topmost set. */
const labelMask = 0x800000ff;
/** Longer graphemes, in bytes of UTF-8, are looked up character by character. */
const longestGrapheme = 5;

/**
 * The normaliser `Precompiled` of tokenizer.json: the character map of a SentencePiece model (XLM-RoBERTa, T5 and
 * their kin). Layout: length in bytes of a double-array trie (4 bytes, little-endian), the trie as 32-bit units as
 * Darts-clone packs them, then the replacements as UTF-8, each ended by a zero byte; a leaf's value is the offset
 * of its replacement. Graphemes of up to 5 bytes are looked up whole, then character by character. As in the Rust
 * package `tokenizers`, the shortest prefix that is in the trie stands for the whole.
 * @throws RangeError when the map is cut off.
 */
export function precompiledNormaliser(base64: string): (text: string) => string {
  const bytes = Uint8Array.from(Buffer.from(base64, 'base64'));
  const trieBytes = new DataView(bytes.buffer).getUint32(0, true);
  const units = new Uint32Array(bytes.buffer.slice(4, 4 + trieBytes));
  const results = bytes.subarray(4 + trieBytes);
  if (units.length * 4 !== trieBytes) throw new RangeError('The character map is cut off.');
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  const known = new Map<string, string | undefined>();
  const lookUp = (part: string): string | undefined => {
    const offset = shortestPrefix(units, encoder.encode(part));
    if (offset === undefined) return undefined;
    const end = results.indexOf(0, offset);
    return decoder.decode(results.subarray(offset, end === -1 ? results.length : end));
  };
  const replacement = (part: string): string | undefined => {
    if (!known.has(part)) known.set(part, lookUp(part));
    return known.get(part);
  };
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
  return (text) => {
    let normal = '';
    for (const { segment } of segmenter.segment(text)) {
      const whole = Buffer.byteLength(segment) <= longestGrapheme ? replacement(segment) : undefined;
      if (whole !== undefined) {
        normal += whole;
        continue;
      }
      for (const character of segment) normal += replacement(character) ?? character;
    }
    return normal;
  };
}

function shortestPrefix(units: Uint32Array, key: Uint8Array): number | undefined {
  let position = offsetOf(units[0] ?? 0);
  for (const byte of key) {
    if (byte === 0) return undefined;
    position ^= byte;
    const unit = units[position] ?? 0;
    if ((unit & labelMask) >>> 0 !== byte) return undefined;
    position ^= offsetOf(unit);
    if ((unit & leafBit) !== 0) return (units[position] ?? 0) & valueMask;
  }
  return undefined;
}

function offsetOf(unit: number): number {
  return (unit >>> 10) << ((unit & (1 << 9)) >>> 6);
}
