/** Several texts as one array of UTF-16 units, in memory that threads share. */
export interface TextChunk {
  readonly units: Uint16Array;
  /** Where each text ends; it begins where the one before ends. */
  readonly ends: Uint32Array;
}

/** Texts are handed out in chunks of about this many UTF-16 units: large enough to make threads worth their while. */
const leastChunk = 100_000;
/** The larger a chunk, the fewer n-grams are looked up twice; the smaller, the less a thread waits for the others. */
const mostChunk = 4_000_000;
const chunksPerThread = 2;
/** UTF-16 units held at one time. */
export const unitsPerRound = 16_000_000;

/** Gathers texts and cuts them into chunks; cutting changes no result. */
export class ChunkBuilder {
  units = 0;
  private texts: string[] = [];

  add(text: string): void {
    this.texts.push(text);
    this.units += text.length;
  }

  /** What was gathered, in order, for this many threads; begins anew. */
  *take(threads: number): Generator<TextChunk, void, void> {
    const share = Math.ceil(this.units / (threads * chunksPerThread));
    const size = Math.min(mostChunk, Math.max(leastChunk, share));
    const { texts } = this;
    this.texts = [];
    this.units = 0;
    let from = 0;
    let units = 0;
    for (let text = 0; text < texts.length; text++) {
      units += texts[text]!.length;
      if (units < size && text < texts.length - 1) continue;
      yield chunkOf(texts.slice(from, text + 1), units);
      from = text + 1;
      units = 0;
    }
  }
}

function chunkOf(texts: readonly string[], size: number): TextChunk {
  const units = new Uint16Array(new SharedArrayBuffer(size * 2));
  const ends = new Uint32Array(new SharedArrayBuffer(texts.length * 4));
  const bytes = Buffer.from(units.buffer);
  let at = 0;
  texts.forEach((text, place) => {
    bytes.write(text, at * 2, 'utf16le');
    at += text.length;
    ends[place] = at;
  });
  return { units, ends };
}
