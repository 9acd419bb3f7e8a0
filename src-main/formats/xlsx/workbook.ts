import { rowNumber } from './worksheet-row.ts';
import { type ZipEntry, zip } from './zip.ts';

/** Rows of a worksheet, its header among them (Excel's limit). */
export const maximalSheetRows = 1_048_576;
/** Columns of a worksheet (Excel's limit). */
export const maximalSheetColumns = 16_384;
/** A sheet ends before the 4 GB that a plain archive allows. */
const maximalSheetBytes = 3_500_000_000;

export interface WorkbookRows {
  /** First row of every sheet, of `worksheetRow`; empty = none. */
  readonly header: string;
  /** Rows of `worksheetRow`, cut anywhere. */
  readonly rows: AsyncIterable<Uint8Array>;
  /** Of the first sheet; the next ones are called "NAME 2" and so on. */
  readonly sheetName: string;
  /** Rows of a sheet, its header among them. */
  readonly sheetRows?: number;
}

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const sheetStart = `${xml}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>\n`;
const sheetEnd = '</sheetData></worksheet>';

/**
 * A workbook (ECMA-376) in pieces, in constant memory. Rows that one sheet cannot hold go to further sheets. Equal rows
 * give equal bytes. @throws AppError `file_too_large` beyond 4 GB.
 */
export function workbook(content: WorkbookRows): AsyncGenerator<Uint8Array> {
  return zip(entriesOf(content));
}

async function* entriesOf({
  header,
  rows,
  sheetName,
  sheetRows = maximalSheetRows,
}: WorkbookRows): AsyncGenerator<ZipEntry> {
  const lines = new SheetReader(rows, sheetRows, header === '' ? 0 : 1);
  let sheets = 0;
  do {
    sheets++;
    yield { name: `xl/worksheets/sheet${sheets}.xml`, content: sheetOf(header, lines) };
  } while (await lines.more());
  const names = Array.from({ length: sheets }, (_, index) =>
    index === 0 ? sheetName : `${sheetName} ${index + 1}`,
  );
  for (const [name, text] of Object.entries(describing(names))) yield { name, content: [Buffer.from(text)] };
}

async function* sheetOf(header: string, lines: SheetReader): AsyncGenerator<Uint8Array> {
  yield Buffer.from(sheetStart + numbered(header, 1));
  yield* lines.sheet();
  yield Buffer.from(sheetEnd);
}

/** Deals rows out to sheets, whatever the pieces in which they come, and numbers them. */
class SheetReader {
  readonly #pieces: AsyncIterator<Uint8Array>;
  readonly #maximalRows: number;
  readonly #headerRows: number;
  /** Whole rows, with their bytes as characters; those before `#next` are written. */
  #lines: readonly string[] = [];
  #next = 0;
  #rest = '';

  constructor(rows: AsyncIterable<Uint8Array>, maximalRows: number, headerRows: number) {
    this.#pieces = rows[Symbol.asyncIterator]();
    this.#maximalRows = maximalRows - headerRows;
    this.#headerRows = headerRows;
  }

  async more(): Promise<boolean> {
    while (this.#next === this.#lines.length) {
      const { value, done } = await this.#pieces.next();
      if (done === true) return false;
      const piece = value as Uint8Array;
      const text = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength).toString('latin1');
      const lines = (this.#rest + text).split('\n');
      this.#rest = lines.pop()!;
      this.#lines = lines;
      this.#next = 0;
    }
    return true;
  }

  async *sheet(): AsyncGenerator<Uint8Array> {
    let rows = 0;
    let bytes = 0;
    while (rows < this.#maximalRows && bytes < maximalSheetBytes && (await this.more())) {
      let text = '';
      while (
        this.#next < this.#lines.length &&
        rows < this.#maximalRows &&
        bytes + text.length < maximalSheetBytes
      ) {
        rows++;
        text += `${numbered(this.#lines[this.#next++]!, rows + this.#headerRows)}\n`;
      }
      bytes += text.length;
      yield Buffer.from(text, 'latin1');
    }
  }
}

function numbered(row: string, number: number): string {
  return row.replaceAll(rowNumber, String(number));
}

function describing(sheets: readonly string[]): Readonly<Record<string, string>> {
  const types = 'http://schemas.openxmlformats.org/package/2006';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const kind = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const each = (part: (number: number, name: string) => string): string =>
    sheets.map((name, index) => part(index + 1, name)).join('');
  return {
    'xl/workbook.xml': `${xml}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${office}"><sheets>${each(
      (number, name) => `<sheet name="${name}" sheetId="${number}" r:id="rId${number}"/>`,
    )}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${xml}<Relationships xmlns="${types}/relationships">${each(
      (number) =>
        `<Relationship Id="rId${number}" Type="${office}/worksheet" Target="worksheets/sheet${number}.xml"/>`,
    )}</Relationships>`,
    '_rels/.rels': `${xml}<Relationships xmlns="${types}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    '[Content_Types].xml': `${xml}<Types xmlns="${types}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${kind}.sheet.main+xml"/>${each(
      (number) =>
        `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${kind}.worksheet+xml"/>`,
    )}</Types>`,
  };
}
