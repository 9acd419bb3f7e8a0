/** One row of a delimited text. `line` counts from 1 and is the line on which the row starts. */
export interface TableRow {
  readonly line: number;
  readonly cells: readonly string[];
}

export interface BrokenRow {
  readonly line: number;
  readonly reason: string;
}

export type CsvItem = TableRow | BrokenRow;

/** UTF-16 units; a row that is longer is given up, so that one stray quote cannot fill the memory. */
export const maximalRowCharacters = 4_000_000;

const quote = 34;
const lineFeed = 10;
const carriageReturn = 13;

/**
 * Splits delimited text (RFC 4180) into rows, chunk by chunk. More forgiving than the RFC: any line end, any
 * one-character delimiter, rows of unequal length, quotes inside unquoted cells, blanks after a closing
 * quote. Blank lines are left out.
 *
 * A row with broken quotes is reported, and reading starts again on the line after the one on which the
 * broken row began. No CSV library does that: they lose all rows up to the next quote or to the end of the
 * file. Until the place of the error is passed, a line with a quote in the middle of a cell is taken for
 * the rest of the broken row and reported too.
 */
export class CsvSplitter {
  readonly #delimiter: number;
  #buffer = '';
  #line = 1;
  /** Lone carriage returns end lines only in files without any line feed. */
  #lineEnd: number | null = null;
  /** The rest of an over-long row is being dropped. */
  #dropping = false;
  /** Offset into the buffer up to which lines are leftovers of a broken row, and that row's line. */
  #doubtfulEnd = 0;
  #doubtfulLine = 0;

  constructor(delimiter: string) {
    this.#delimiter = delimiter.charCodeAt(0);
  }

  /** The rows that are complete after this chunk. */
  push(chunk: string): CsvItem[] {
    this.#buffer = this.#buffer === '' ? chunk : this.#buffer + chunk;
    return this.#take(false);
  }

  /** The last rows. */
  end(): CsvItem[] {
    const items = this.#take(true);
    this.#buffer = '';
    return items;
  }

  #take(final: boolean): CsvItem[] {
    const items: CsvItem[] = [];
    const buffer = this.#buffer;
    this.#lineEnd ??= findLineEnd(buffer, final);
    if (this.#lineEnd === null) {
      if (this.#dropping) this.#buffer = '';
      this.#dropIfTooLong(items);
      return items;
    }
    let position = this.#dropping ? this.#skipLine(0) : 0;
    while (position >= 0 && position < buffer.length) {
      const next = this.#readRow(position, final, items);
      if (next < 0) break;
      position = next;
    }
    // A negative position means that the line being dropped goes on in the next chunk.
    const used = position < 0 ? buffer.length : position;
    this.#buffer = buffer.slice(used);
    this.#doubtfulEnd -= used;
    if (!final) this.#dropIfTooLong(items);
    return items;
  }

  /** Reads one row; returns where the next one starts, or -1 when the buffer ends before the row does. */
  #readRow(start: number, final: boolean, items: CsvItem[]): number {
    const buffer = this.#buffer;
    const lineEnd = this.#lineEnd!;
    const firstLine = this.#line;
    const cells: string[] = [];
    let position = start;
    let strayQuote = false;
    for (;;) {
      if (buffer.charCodeAt(position) === quote) {
        const cell = readQuoted(buffer, position, this.#delimiter, lineEnd, final);
        if (cell.state === 'incomplete') return this.#putBack(firstLine);
        if (cell.state === 'broken')
          return this.#giveUp(start, cell.end, firstLine, cell.reason, final, items);
        this.#line += cell.lines;
        cells.push(cell.text);
        position = cell.end;
      } else {
        const end = this.#endOfPlain(position);
        if (end === buffer.length && !final) return this.#putBack(firstLine);
        const cell = this.#plainCell(position, end);
        strayQuote ||= start < this.#doubtfulEnd && cell.includes('"');
        cells.push(cell);
        position = end;
      }
      if (position >= buffer.length || buffer.charCodeAt(position) !== this.#delimiter) break;
      position += 1;
    }
    this.#line += 1;
    if (strayQuote) items.push({ line: firstLine, reason: restOfBrokenRow(this.#doubtfulLine) });
    else if (cells.length > 1 || cells[0]!.trim() !== '') items.push({ line: firstLine, cells });
    return position + 1;
  }

  /** The cell without the carriage return of its line end. */
  #plainCell(start: number, end: number): string {
    const buffer = this.#buffer;
    const closesLine = end === buffer.length || buffer.charCodeAt(end) === lineFeed;
    const paired =
      closesLine &&
      this.#lineEnd === lineFeed &&
      end > start &&
      buffer.charCodeAt(end - 1) === carriageReturn;
    return buffer.slice(start, paired ? end - 1 : end);
  }

  #putBack(line: number): number {
    this.#line = line;
    return -1;
  }

  #endOfPlain(position: number): number {
    const buffer = this.#buffer;
    const delimiter = this.#delimiter;
    const lineEnd = this.#lineEnd!;
    let end = position;
    while (end < buffer.length) {
      const code = buffer.charCodeAt(end);
      if (code === delimiter || code === lineEnd) break;
      end += 1;
    }
    return end;
  }

  /** Reports a broken row and goes back to the line after its first one. */
  #giveUp(
    start: number,
    errorAt: number,
    firstLine: number,
    reason: string,
    final: boolean,
    items: CsvItem[],
  ): number {
    this.#line = firstLine;
    const next = this.#skipLine(start);
    if (next < 0 && !final) return -1;
    items.push({ line: firstLine, reason });
    if (errorAt > this.#doubtfulEnd) this.#doubtfulLine = firstLine;
    this.#doubtfulEnd = Math.max(this.#doubtfulEnd, errorAt);
    return next < 0 ? this.#buffer.length : next;
  }

  /** The start of the line after `position`; -1 when the buffer ends first. */
  #skipLine(position: number): number {
    const end = this.#buffer.indexOf(String.fromCharCode(this.#lineEnd!), position);
    if (end < 0) return -1;
    this.#dropping = false;
    this.#line += 1;
    return end + 1;
  }

  #dropIfTooLong(items: CsvItem[]): void {
    if (this.#dropping || this.#buffer.length <= maximalRowCharacters) return;
    const line = this.#line;
    items.push({
      line,
      reason: `The row is longer than ${maximalRowCharacters} characters, or a quote in it is never closed.`,
    });
    const next = this.#lineEnd === null ? -1 : this.#skipLine(0);
    this.#dropping = next < 0;
    this.#buffer = next < 0 ? '' : this.#buffer.slice(next);
    this.#doubtfulEnd = 0;
    if (next < 0) return;
    for (const item of this.#take(false)) items.push(item);
  }
}

function restOfBrokenRow(line: number): string {
  return `This line looks like the rest of the row with broken quotes in line ${line}.`;
}

/** A file whose start of this length has no line feed ends its lines with carriage returns, if it has some. */
const lineEndSample = 64 * 1024;

/** Line feeds end lines wherever the file has one; `null` while that cannot be told yet. */
function findLineEnd(buffer: string, final: boolean): number | null {
  if (buffer.includes('\n')) return lineFeed;
  if (!final && buffer.length < lineEndSample) return null;
  const lone = buffer.indexOf('\r');
  // A carriage return at the very end may be the first half of a pair.
  if (lone >= 0 && (final || lone < buffer.length - 1)) return carriageReturn;
  return final ? lineFeed : null;
}

type QuotedCell =
  | { readonly state: 'read'; readonly text: string; readonly end: number; readonly lines: number }
  | { readonly state: 'broken'; readonly reason: string; readonly end: number }
  | { readonly state: 'incomplete' };

function readQuoted(
  buffer: string,
  start: number,
  delimiter: number,
  lineEnd: number,
  final: boolean,
): QuotedCell {
  let from = start + 1;
  let doubled = false;
  for (;;) {
    const closing = buffer.indexOf('"', from);
    if (closing < 0) {
      if (!final) return { state: 'incomplete' };
      return { state: 'broken', reason: 'A quote is opened but never closed.', end: buffer.length };
    }
    if (closing + 1 >= buffer.length && !final) return { state: 'incomplete' };
    if (buffer.charCodeAt(closing + 1) === quote) {
      doubled = true;
      from = closing + 2;
      continue;
    }
    const end = skipBlanks(buffer, closing + 1, delimiter);
    if (end >= buffer.length && !final) return { state: 'incomplete' };
    const code = buffer.charCodeAt(end);
    if (end < buffer.length && code !== delimiter && code !== lineEnd) {
      return {
        state: 'broken',
        reason: 'Text follows a closing quote; a quote inside a cell must be doubled.',
        end,
      };
    }
    const raw = buffer.slice(start + 1, closing);
    return {
      state: 'read',
      text: doubled ? raw.replaceAll('""', '"') : raw,
      end,
      lines: countLines(raw, lineEnd),
    };
  }
}

function skipBlanks(buffer: string, position: number, delimiter: number): number {
  let end = position;
  for (;;) {
    const code = buffer.charCodeAt(end);
    const blank = code === 32 || code === 9 || code === carriageReturn;
    if (!blank || code === delimiter) return end;
    if (code === carriageReturn && buffer.charCodeAt(end + 1) !== lineFeed && end + 1 < buffer.length)
      return end;
    end += 1;
  }
}

function countLines(text: string, lineEnd: number): number {
  const character = String.fromCharCode(lineEnd);
  let lines = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) lines += 1;
  return lines;
}
