/** A field of a message: its number, and a count, a text, bytes, or a message within. */
type Field = readonly [number: number, value: number | string | Uint8Array | Message];

/** A protocol buffer to be written; a field that comes several times is repeated. */
export type Message = readonly Field[];

/** How a value is laid out (protobuf.dev/programming-guides/encoding, "Message Structure"). */
const wireTypes = { number: 0, bytes: 2 } as const;

/** The message as pieces that follow one another. Bytes are handed on as they are, so that large ones are not copied. */
export function encodeMessage(message: Message): readonly Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (const [number, value] of message) {
    if (typeof value === 'number') {
      pieces.push(Uint8Array.from([...varint((number << 3) | wireTypes.number), ...varint(value)]));
      continue;
    }
    const content = contentOf(value);
    const length = content.reduce((sum, piece) => sum + piece.length, 0);
    pieces.push(Uint8Array.from([...varint((number << 3) | wireTypes.bytes), ...varint(length)]), ...content);
  }
  return pieces;
}

function contentOf(value: string | Uint8Array | Message): readonly Uint8Array[] {
  if (typeof value === 'string') return [new TextEncoder().encode(value)];
  return value instanceof Uint8Array ? [value] : encodeMessage(value);
}

/** Seven bits a byte, the lowest first. @param value a whole number, not negative, below 2⁵³ */
function varint(value: number): readonly number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  bytes.push(rest);
  return bytes;
}
