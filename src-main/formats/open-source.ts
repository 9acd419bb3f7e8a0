import { AppError } from '../domain/errors.ts';
import type { ImportRecord, RejectedRow } from '../domain/import.ts';
import type { FormatName, ReadOptions } from '../domain/source.ts';
import type { SampledColumn } from './column-guess.ts';
import { describeColumns, mappingOf, planColumns, uniqueNames } from './columns.ts';
import { isOwnHeader, restoreCells } from './csv-cell.ts';
import { detectDelimiter, detectHeader, sampleRows } from './csv-detect.ts';
import { type BrokenRow, CsvSplitter, type TableRow } from './csv-rows.ts';
import { checkEncoding, createStreamDecoder, type DetectedEncoding, detectFileEncoding } from './encoding.ts';
import { openAzure } from './exchange/open-azure.ts';
import { openComprehend } from './exchange/open-comprehend.ts';
import { openManifest } from './exchange/open-manifest.ts';
import { type JsonItem, JsonLinesSplitter, JsonListSplitter } from './json-rows.ts';
import { openDocument, openLines } from './open-document.ts';
import {
  type ConvertedChunk,
  labelReader,
  type OpenedSource,
  readSample,
  splitFile,
  warningsOf,
} from './opened-source.ts';
import { createRecordMaker, rejectedRow } from './record.ts';
import { createJsonConverter, planJson } from './record-from-json.ts';
import { createTableConverter } from './record-from-table.ts';
import { fileEnding, isDocumentFormat } from './sniff.ts';
import type { ReadContext, SourceFile } from './types.ts';
import { readSheetRows } from './xlsx-rows.ts';

/** What a spreadsheet can have at most; a wrong delimiter finds more. */
const maximalColumns = 16_384;
const sampledValues = 200;

/**
 * Makes every guess that the options leave open, from the first megabyte.
 *
 * @throws AppError file_not_found, file_unreadable, file_malformed, file_too_large, bad_request (a column or
 *   a sheet that is not there), unsupported_option (encoding, delimiter)
 */
export async function openSource(
  source: SourceFile,
  options: ReadOptions,
  context: ReadContext,
): Promise<OpenedSource> {
  checkDelimiter(options.delimiter);
  const format = options.format ?? source.format;
  if (format === 'xlsx') return openWorkbook(source, options, context);
  if (format === 'azure') return openAzure(source, options, context);
  const detected = await encodingOf(source, format, options.encoding);
  const resolved: ReadOptions = { ...options, format, encoding: detected.encoding };
  if (isDocumentFormat(format))
    return openDocument(source, { ...resolved, format }, detected, options.encoding);
  switch (format) {
    case 'lines':
      return openLines(source, resolved, detected);
    case 'csv':
      return openTable(source, resolved, detected, context);
    case 'comprehend':
      return openComprehend(source, resolved, detected, context);
    case 'comprehend-manifest':
      return openManifest(source, resolved, detected, context);
    default:
      return openJson(source, resolved, detected, context);
  }
}

/** A file that says its encoding itself needs no guess. */
async function encodingOf(
  { path }: SourceFile,
  format: FormatName,
  chosen: string | null,
): Promise<DetectedEncoding> {
  if (chosen !== null) return { encoding: checkEncoding(chosen), confidence: 1 };
  if (format === 'pdf' || format === 'docx' || format === 'eml') return { encoding: 'utf-8', confidence: 1 };
  return await detectFileEncoding(path);
}

function checkDelimiter(delimiter: string | null): void {
  if (delimiter === null || (delimiter.length === 1 && !'"\r\n'.includes(delimiter))) return;
  throw new AppError(
    'unsupported_option',
    `The delimiter "${delimiter}" is not possible: give one character, such as a comma or a tab.`,
  );
}

async function openTable(
  source: SourceFile,
  options: ReadOptions,
  detected: DetectedEncoding,
  context: ReadContext,
): Promise<OpenedSource> {
  const sample = await readSample(source.path, detected.encoding);
  const isTabFile = ['tsv', 'tab'].includes(fileEnding(source.path));
  const delimiter = options.delimiter ?? detectDelimiter(sample.text, sample.complete, isTabFile);
  const sampled = sampleRows(sample.text, delimiter, sample.complete);
  const own = sampled[0] !== undefined && isOwnHeader(sampled[0].cells);
  const restore = (row: TableRow): TableRow =>
    own ? { line: row.line, cells: restoreCells(row.cells) } : row;
  const table = describeTable(source, options, sampled.map(restore));
  const decoder = createStreamDecoder(detected.encoding);
  const maker = createRecordMaker(source.name, options.defaultDataset, () => decoder.damaged);
  const toRecord = createTableConverter(table.plan, labelReader(context.kind, options), maker);
  let headerLeft = table.hasHeader;
  const convert = function* (
    items: readonly (TableRow | BrokenRow)[],
  ): Generator<ImportRecord | RejectedRow> {
    for (const item of items) {
      if ('reason' in item) yield { source: source.name, line: item.line, reason: item.reason };
      else if (headerLeft) headerLeft = false;
      else yield toRecord(restore(item));
    }
  };
  return {
    format: 'csv',
    options: { ...options, delimiter, hasHeader: table.hasHeader, mapping: mappingOf(table.plan) },
    encodingConfidence: detected.confidence,
    columns: table.columns,
    sheets: [],
    chunks: () => splitFile(source.path, decoder, new CsvSplitter(delimiter), convert),
    warnings: () => warningsOf(source, detected, maker),
  };
}

async function openJson(
  source: SourceFile,
  options: ReadOptions,
  detected: DetectedEncoding,
  context: ReadContext,
): Promise<OpenedSource> {
  const createSplitter = () => (options.format === 'json' ? new JsonListSplitter() : new JsonLinesSplitter());
  const sample = await readSample(source.path, detected.encoding);
  const splitter = createSplitter();
  const items = splitter.push(sample.text);
  if (sample.complete || items.length === 0) items.push(...splitter.end());
  const found = planJson(items.slice(0, sampledValues), options.mapping, source.name);
  const decoder = createStreamDecoder(detected.encoding);
  const maker = createRecordMaker(source.name, options.defaultDataset, () => decoder.damaged);
  const toRecord = createJsonConverter(found.plan, labelReader(context.kind, options), maker);
  const convert = function* (rows: readonly JsonItem[]): Generator<ImportRecord | RejectedRow> {
    for (const row of rows) {
      yield 'reason' in row ? rejectedRow(source.name, row, row.reason) : toRecord(row);
    }
  };
  return {
    format: options.format!,
    options: { ...options, mapping: found.table === null ? options.mapping : mappingOf(found.table) },
    encodingConfidence: detected.confidence,
    columns: found.table === null ? [] : describeColumns(found.columns, found.table),
    sheets: [],
    chunks: () => splitFile(source.path, decoder, createSplitter(), convert),
    warnings: () => warningsOf(source, detected, maker),
  };
}

async function openWorkbook(
  source: SourceFile,
  options: ReadOptions,
  context: ReadContext,
): Promise<OpenedSource> {
  const workbook = await readSheetRows(source.path, source.name, options.sheet);
  const table = describeTable(source, options, workbook.rows);
  const maker = createRecordMaker(source.name, options.defaultDataset, () => false);
  const toRecord = createTableConverter(table.plan, labelReader(context.kind, options), maker);
  async function* chunks(): AsyncGenerator<ConvertedChunk> {
    yield {
      items: workbook.rows
        .slice(table.hasHeader ? 1 : 0)
        .values()
        .map(toRecord),
      bytes: source.bytes,
    };
  }
  return {
    format: 'xlsx',
    options: {
      ...options,
      format: 'xlsx',
      encoding: 'utf-8',
      sheet: workbook.sheet,
      hasHeader: table.hasHeader,
      mapping: mappingOf(table.plan),
    },
    encodingConfidence: 1,
    columns: table.columns,
    sheets: workbook.sheets,
    chunks,
    warnings: () => maker.notes.warnings(source.name, 'utf-8'),
  };
}

function describeTable(source: SourceFile, options: ReadOptions, rows: readonly TableRow[]) {
  if (rows.length === 0) {
    throw new AppError('nothing_to_import', `"${source.name}" holds no rows.`, { name: source.name });
  }
  const hasHeader = options.hasHeader ?? detectHeader(rows);
  const body = (hasHeader ? rows.slice(1) : rows).slice(0, sampledValues);
  const header = hasHeader ? rows[0]!.cells : null;
  const width = header?.length ?? mostFrequent(body.map((row) => row.cells.length));
  if (width > maximalColumns) {
    throw new AppError(
      'file_malformed',
      `"${source.name}" has ${width} columns; ${maximalColumns} are the most. Check the delimiter.`,
      { name: source.name },
    );
  }
  const columns: readonly SampledColumn[] = uniqueNames(header, width).map((name, index) => ({
    name,
    values: body.map((row) => row.cells[index] ?? ''),
  }));
  const plan = planColumns(columns, options.mapping, hasHeader, source.name);
  return { hasHeader, plan, columns: describeColumns(columns, plan) };
}

function mostFrequent(widths: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [1, 0])[0];
}
