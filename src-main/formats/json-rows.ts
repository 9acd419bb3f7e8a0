import { findContainer, scanValue, skipSpace } from './json-scan.ts';

/** One JSON value of a file and the line on which it starts. */
export interface JsonRow {
  readonly line: number;
  /** The place in its list, from 1, where lines do not tell the members apart. */
  readonly entry?: number;
  readonly value: unknown;
}

export interface BrokenJson {
  readonly line: number;
  readonly entry?: number;
  readonly reason: string;
}

export type JsonItem = JsonRow | BrokenJson;

/** UTF-16 units; the longest allowed text may take six of them a character when it is escaped. */
export const maximalValueCharacters = 8_000_000;

export interface JsonSplitter {
  push(chunk: string): JsonItem[];
  end(): JsonItem[];
}

/** Reads one JSON value a line. Blank lines are left out; a line that is no JSON is reported. */
export class JsonLinesSplitter implements JsonSplitter {
  #buffer = '';
  #line = 1;
  #dropping = false;

  push(chunk: string): JsonItem[] {
    const buffer = this.#buffer === '' ? chunk : this.#buffer + chunk;
    const items: JsonItem[] = [];
    let position = 0;
    for (;;) {
      const end = buffer.indexOf('\n', position);
      if (end < 0) break;
      this.#finishLine(buffer.slice(position, end), items);
      position = end + 1;
    }
    this.#buffer = this.#dropping ? '' : buffer.slice(position);
    if (this.#buffer.length > maximalValueCharacters) {
      items.push(tooLong(this.#line));
      this.#buffer = '';
      this.#dropping = true;
    }
    return items;
  }

  end(): JsonItem[] {
    const items: JsonItem[] = [];
    this.#finishLine(this.#buffer, items);
    this.#buffer = '';
    return items;
  }

  #finishLine(text: string, items: JsonItem[]): void {
    const line = this.#line;
    this.#line += 1;
    if (this.#dropping) this.#dropping = false;
    else if (text.trim() !== '') items.push(parseValue(text, line));
  }
}

function tooLong(line: number): BrokenJson {
  return { line, reason: `The row is longer than ${maximalValueCharacters} characters.` };
}

function parseValue(text: string, line: number): JsonItem {
  const parsed = parseJson(text);
  if ('value' in parsed) return { line, value: parsed.value };
  return { line, reason: `The row is not valid JSON: ${parsed.problem}.` };
}

/** The value, or what is wrong, without a word of the text: problems go to logs, which hold no texts. */
export function parseJson(text: string): { readonly value: unknown } | { readonly problem: string } {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    // The engine's message quotes the text.
    return {
      problem: error instanceof Error ? error.message.replace(/, (\.\.\.)?".*$/s, '') : String(error),
    };
  }
}

/**
 * Reads the members of a JSON list, or of the first list named `documents`, `data`, `rows`... in a JSON
 * object, without holding more than one member in memory. An object without such a list is one document.
 * A broken member is reported and reading starts again at the next line that opens an object.
 */
export class JsonListSplitter implements JsonSplitter {
  #buffer = '';
  #position = 0;
  #line = 1;
  #counted = 0;
  #state: 'start' | 'list' | 'resync' | 'done' = 'start';
  #listLine = 0;
  #members = 0;
  #numbered = false;

  push(chunk: string): JsonItem[] {
    this.#buffer = this.#buffer === '' ? chunk : this.#buffer + chunk;
    const items = this.#take(false);
    if (this.#buffer.length > maximalValueCharacters) {
      items.push(tooLong(this.#lineAt(skipSpace(this.#buffer, this.#position, true))));
      this.#state = this.#state === 'start' ? 'done' : 'resync';
      this.#position = this.#buffer.length;
      this.#forget();
    }
    return items;
  }

  end(): JsonItem[] {
    const items = this.#take(true);
    if (this.#state === 'list') {
      items.push({
        line: this.#lineAt(this.#buffer.length),
        reason: 'The file ends before its list of documents does.',
      });
    }
    this.#state = 'done';
    return items;
  }

  #take(final: boolean): JsonItem[] {
    const items: JsonItem[] = [];
    if (this.#state === 'start') this.#start(final, items);
    while (this.#state === 'list' || this.#state === 'resync') {
      const goesOn = this.#state === 'list' ? this.#member(final, items) : this.#resync();
      if (!goesOn) break;
    }
    this.#forget();
    if (this.#state === 'done') this.#buffer = '';
    return items;
  }

  /** Drops what has been read. */
  #forget(): void {
    this.#lineAt(this.#position);
    this.#buffer = this.#buffer.slice(this.#position);
    this.#counted = 0;
    this.#position = 0;
  }

  #lineAt(position: number): number {
    for (;;) {
      const next = this.#buffer.indexOf('\n', this.#counted);
      if (next < 0 || next >= position) return this.#line;
      this.#line += 1;
      this.#counted = next + 1;
    }
  }

  #start(final: boolean, items: JsonItem[]): void {
    const begin = skipSpace(this.#buffer, 0);
    if (begin >= this.#buffer.length) return;
    const first = this.#buffer[begin];
    if (first === '[') {
      this.#enterList(begin + 1);
    } else if (first === '{') {
      this.#startObject(begin, final, items);
    } else {
      items.push({
        line: this.#lineAt(begin),
        reason: 'The file holds neither a JSON list nor a JSON object.',
      });
      this.#state = 'done';
    }
  }

  #startObject(begin: number, final: boolean, items: JsonItem[]): void {
    const list = findContainer(this.#buffer, begin);
    if (list >= 0) {
      this.#enterList(list);
      return;
    }
    const scan = scanValue(this.#buffer, begin);
    if (scan.state === 'incomplete' && !final) return;
    const end = scan.state === 'incomplete' ? this.#buffer.length : scan.end;
    items.push(parseValue(this.#buffer.slice(begin, end), this.#lineAt(begin)));
    this.#position = end;
    this.#state = 'done';
  }

  #enterList(position: number): void {
    this.#listLine = this.#lineAt(position);
    this.#position = position;
    this.#state = 'list';
  }

  /** A list whose first member stands on the line of its bracket may have all of them there. */
  #entryAt(line: number): { readonly entry?: number } {
    this.#members += 1;
    if (this.#members === 1) this.#numbered = line === this.#listLine;
    return this.#numbered ? { entry: this.#members } : {};
  }

  /** Reads one member; false when the buffer must grow first. */
  #member(final: boolean, items: JsonItem[]): boolean {
    const buffer = this.#buffer;
    const begin = skipSpace(buffer, this.#position, true);
    if (begin >= buffer.length) return false;
    if (buffer[begin] === ']') {
      this.#position = begin + 1;
      this.#state = 'done';
      return false;
    }
    const scan = scanValue(buffer, begin);
    if (scan.state === 'incomplete' && !final) return false;
    const line = this.#lineAt(begin);
    const entry = this.#entryAt(line);
    if (scan.state === 'read') {
      items.push({ ...parseValue(buffer.slice(begin, scan.end), line), ...entry });
      this.#position = scan.end;
      return true;
    }
    items.push({
      line,
      ...entry,
      reason: 'The row is not valid JSON: a text or a bracket in it is never closed.',
    });
    this.#position = begin + 1;
    this.#state = 'resync';
    return true;
  }

  #resync(): boolean {
    const pattern = /\n[ \t\r]*(?=\{)/g;
    pattern.lastIndex = this.#position;
    const match = pattern.exec(this.#buffer);
    if (match === null) {
      // The last line stays: the bracket that ends the search may come with the next chunk.
      this.#position = Math.max(this.#position, this.#buffer.lastIndexOf('\n'));
      return false;
    }
    this.#position = match.index + match[0].length;
    this.#state = 'list';
    return true;
  }
}
