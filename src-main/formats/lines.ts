import { maximalTextCharacters } from './types.ts';

/** One line of a file that holds one document a line; `text` is `null` where it is too long to be one. */
export interface TextLine {
  readonly line: number;
  readonly text: string | null;
}

/**
 * Cuts a text at LF, CR and CRLF, and nowhere else: U+2028, U+2029 and U+0085 are parts of a line, as Amazon
 * Comprehend has it. Blank lines count but are left out.
 */
export class LineSplitter {
  #rest = '';
  #line = 1;
  #endedInReturn = false;
  #tooLong = false;

  push(chunk: string): TextLine[] {
    const lines: TextLine[] = [];
    // A return at the end of the chunk before was taken as an end already.
    const start = this.#endedInReturn && chunk.startsWith('\n') ? 1 : 0;
    if (chunk !== '') this.#endedInReturn = chunk.endsWith('\r');
    const parts = chunk.slice(start).split(/\r\n|\n|\r/);
    for (const [index, part] of parts.entries()) {
      this.#append(part);
      if (index < parts.length - 1) this.#finish(lines);
    }
    return lines;
  }

  end(): TextLine[] {
    const lines: TextLine[] = [];
    this.#finish(lines);
    return lines;
  }

  /** What is too long is dropped as it comes. */
  #append(part: string): void {
    this.#tooLong ||= this.#rest.length + part.length > maximalTextCharacters;
    this.#rest = this.#tooLong ? '' : this.#rest + part;
  }

  #finish(lines: TextLine[]): void {
    if (this.#tooLong) lines.push({ line: this.#line, text: null });
    else if (this.#rest.trim() !== '') lines.push({ line: this.#line, text: this.#rest });
    this.#line += 1;
    this.#rest = '';
    this.#tooLong = false;
  }
}
