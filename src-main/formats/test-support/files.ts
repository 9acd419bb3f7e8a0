import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import type { ExchangeTally } from '../../domain/exchange/tally.ts';
import type { ImportRecord, RejectedRow } from '../../domain/import.ts';
import { automaticReadOptions, type ReadOptions } from '../../domain/source.ts';
import { discoverSources } from '../discover.ts';
import { readRecords } from '../read.ts';
import type { ReadContext, SourceFile } from '../types.ts';

/** A folder of its own for one test, gone when the test ends. */
export interface TestFolder extends Disposable {
  readonly path: string;
  /** Writes a file below the folder and gives its path. */
  readonly write: (name: string, content: string | Uint8Array) => string;
}

export function testFolder(): TestFolder {
  const path = mkdtempSync(join(tmpdir(), 'winnow-formats-'));
  return {
    path,
    write: (name, content) => {
      const file = join(path, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
      return file;
    },
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}

export interface WholeRead {
  readonly records: readonly ImportRecord[];
  readonly rejected: readonly RejectedRow[];
  readonly warnings: readonly string[];
  readonly bytesRead: number;
  readonly batches: number;
  readonly classes: readonly string[];
  readonly tally: ExchangeTally | null;
}

/** Reads a file as the import would: found by its path, all batches together. */
export async function readAll(
  path: string,
  options: Partial<ReadOptions> = {},
  kind: ReadContext['kind'] = 'single',
): Promise<WholeRead> {
  const { sources } = await discoverSources([path], options.format ?? null);
  const parts = await Promise.all(sources.map((source) => readSource(source, options, kind)));
  return {
    records: parts.flatMap((part) => part.records),
    rejected: parts.flatMap((part) => part.rejected),
    warnings: parts.flatMap((part) => part.warnings),
    bytesRead: parts.reduce((sum, part) => sum + part.bytesRead, 0),
    batches: parts.reduce((sum, part) => sum + part.batches, 0),
    classes: parts.flatMap((part) => part.classes),
    tally: parts[0]?.tally ?? null,
  };
}

async function readSource(
  source: SourceFile,
  options: Partial<ReadOptions>,
  kind: ReadContext['kind'],
): Promise<WholeRead> {
  const records: ImportRecord[] = [];
  const rejected: RejectedRow[] = [];
  const warnings: string[] = [];
  let bytesRead = 0;
  let batches = 0;
  const classes: string[] = [];
  let tally: ExchangeTally | null = null;
  for await (const batch of readRecords(source, { ...automaticReadOptions, ...options }, { kind })) {
    records.push(...batch.records);
    rejected.push(...batch.rejected);
    warnings.push(...batch.warnings);
    bytesRead += batch.bytesRead;
    batches += 1;
    classes.push(...(batch.classes ?? []));
    tally = batch.tally ?? tally;
  }
  return { records, rejected, warnings, bytesRead, batches, classes, tally };
}

const tables = new Map<string, ReadonlyMap<string, readonly number[]>>();

/** Encodes a text in an encoding of one or two bytes a character, by asking the decoder what each means. */
export function encodeText(text: string, encoding: string): Uint8Array {
  let table = tables.get(encoding);
  if (table === undefined) {
    table = encodingTable(encoding);
    tables.set(encoding, table);
  }
  const bytes: number[] = [];
  for (const character of text) {
    const code = table.get(character);
    if (code === undefined) throw new Error(`${encoding} has no ${character}`);
    bytes.push(...code);
  }
  return Uint8Array.from(bytes);
}

function encodingTable(encoding: string): ReadonlyMap<string, readonly number[]> {
  const decoder = new TextDecoder(encoding);
  const table = new Map<string, readonly number[]>();
  for (let byte = 0; byte < 256; byte += 1) {
    const text = decoder.decode(Uint8Array.of(byte));
    if (text !== '\uFFFD') table.set(text, [byte]);
  }
  if (!/^(shift_jis|euc-|gb|big5)/.test(encoding)) return table;
  for (let first = 0x81; first < 0xff; first += 1) {
    for (let second = 0x40; second < 0xff; second += 1) {
      const text = decoder.decode(Uint8Array.of(first, second));
      if ([...text].length === 1 && text !== '\uFFFD' && !table.has(text)) table.set(text, [first, second]);
    }
  }
  return table;
}

export function encodeUtf16(text: string, bigEndian: boolean, withMark: boolean): Uint8Array {
  const bytes = Buffer.from(withMark ? `\uFEFF${text}` : text, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
}

export interface ZipPart {
  readonly name: string;
  readonly content: string | Uint8Array;
  /** A lie about the size, as a bomb tells it. */
  readonly statedSize?: number;
  readonly hidden?: boolean;
}

/** A ZIP archive; `hidden` parts are missing from its directory. */
export function zip(parts: readonly ZipPart[]): Buffer {
  const local: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const content = Buffer.from(part.content);
    const data = deflateRawSync(content);
    const size = part.statedSize ?? content.length;
    const name = Buffer.from(part.name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(size, 18);
    common.writeUInt16LE(name.length, 22);
    const header = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name, data]);
    if (part.hidden !== true) {
      const rest = Buffer.alloc(14);
      rest.writeUInt32LE(offset, 10);
      directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, rest, name]));
    }
    local.push(header);
    offset += header.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, entries, end]);
}

export type SheetCell = string | number | boolean | Date | null;

/** A workbook as Excel would save it, as far as a reader can tell. */
export function workbook(sheets: Readonly<Record<string, readonly (readonly SheetCell[])[]>>): Buffer {
  return zip(workbookParts(sheets));
}

export function workbookParts(
  sheets: Readonly<Record<string, readonly (readonly SheetCell[])[]>>,
): readonly ZipPart[] {
  const names = Object.keys(sheets);
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const packages = 'http://schemas.openxmlformats.org/package/2006';
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  return [
    {
      name: '[Content_Types].xml',
      content: `${head}<Types xmlns="${packages}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    },
    {
      name: '_rels/.rels',
      content: `${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      content: `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${names
        .map(
          (name, index) => `<sheet name="${escapeXml(name)}" sheetId="${index + 1}" r:id="s${index + 1}"/>`,
        )
        .join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `${head}<Relationships xmlns="${packages}/relationships">${names
        .map(
          (_, index) =>
            `<Relationship Id="s${index + 1}" Type="${office}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
        )
        .join('')}<Relationship Id="st" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    },
    {
      name: 'xl/styles.xml',
      content: `${head}<styleSheet xmlns="${main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    },
    ...names.map((name, index) => ({
      name: `xl/worksheets/sheet${index + 1}.xml`,
      content: `${head}<worksheet xmlns="${main}"><sheetData>${sheets[name]!.map(sheetRow).join('')}</sheetData></worksheet>`,
    })),
  ];
}

function sheetRow(cells: readonly SheetCell[], index: number): string {
  const parts = cells.map((cell, column) =>
    sheetCell(cell, `${String.fromCharCode(65 + column)}${index + 1}`),
  );
  return `<row r="${index + 1}">${parts.join('')}</row>`;
}

function sheetCell(cell: SheetCell, place: string): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`;
  if (typeof cell === 'boolean') return `<c r="${place}" t="b"><v>${cell ? 1 : 0}</v></c>`;
  // Days since 30 December 1899.
  if (cell instanceof Date) return `<c r="${place}" s="1"><v>${cell.getTime() / 86_400_000 + 25_569}</v></c>`;
  return `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(cell)}</t></is></c>`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** A generator of numbers from 0 to below 1 that repeats itself for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
