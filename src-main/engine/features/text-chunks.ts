/** Several texts as one array of UTF-16 units, in memory that threads share. */
export interface TextChunk {
  readonly units: Uint16Array;
  /** Where each text ends; it begins where the one before ends. */
  readonly ends: Uint32Array;
}

/** Texts are handed out in chunks of about this many UTF-16 units: large enough to make threads worth their while. */
const leastChunk = 100_000;
const mostChunk = 1_000_000;
/** Into how many chunks a round is cut, if they are not too small for that. */
const chunksPerRound = 8;
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

  /** What was gathered, in order, and begins anew. */
  take(): TextChunk[] {
    const size = Math.min(mostChunk, Math.max(leastChunk, Math.ceil(this.units / chunksPerRound)));
    const chunks: TextChunk[] = [];
    let from = 0;
    let units = 0;
    for (let text = 0; text < this.texts.length; text++) {
      units += this.texts[text]!.length;
      if (units < size && text < this.texts.length - 1) continue;
      chunks.push(chunkOf(this.texts.slice(from, text + 1), units));
      from = text + 1;
      units = 0;
    }
    this.texts = [];
    this.units = 0;
    return chunks;
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
