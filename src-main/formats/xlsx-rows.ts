import { readFile } from 'node:fs/promises';
import readWorkbook, { type CellValue } from 'read-excel-file/node';
import { AppError } from '../domain/errors.ts';
import type { TableRow } from './csv-rows.ts';
import { fileError, fileStatus } from './file-bytes.ts';
import { checkZipSize } from './zip-check.ts';

export const maximalWorkbookBytes = 100 * 1024 * 1024;
/** Bytes of XML; a workbook is read as a whole, with five to ten times as much memory. */
export const maximalUnpackedBytes = 256 * 1024 * 1024;

export interface Workbook {
  readonly sheets: readonly string[];
  /** The sheet that was read. */
  readonly sheet: string;
  /** Rows that hold anything; `line` is the number that Excel shows. */
  readonly rows: readonly TableRow[];
}

/**
 * Reads one sheet: the one named, else the first with any content. Every cell becomes text: dates as
 * ISO 8601 (without a time where it is midnight), truth values as `true` and `false`.
 *
 * @throws AppError file_too_large, file_malformed, bad_request (no such sheet)
 */
export async function readSheetRows(path: string, name: string, sheet: string | null): Promise<Workbook> {
  const { bytes } = await fileStatus(path);
  if (bytes > maximalWorkbookBytes) {
    throw new AppError(
      'file_too_large',
      `"${name}" is larger than 100 MB. Save the sheet as CSV and import that.`,
      { name },
    );
  }
  const archive = await readFile(path).catch((error: unknown) => {
    throw fileError(error, path);
  });
  await checkZipSize(archive, maximalUnpackedBytes, name);
  const workbook = await readWorkbook(archive, { trim: false }).catch((error: unknown) => {
    throw workbookError(error, name);
  });
  const sheets = workbook.map((one) => one.sheet);
  const chosen =
    sheet === null
      ? (workbook.find((one) => one.data.length > 0) ?? workbook[0])
      : workbook.find((one) => one.sheet === sheet);
  if (chosen === undefined) {
    throw new AppError(
      'bad_request',
      `"${name}" has no sheet "${sheet ?? ''}". Its sheets are: ${sheets.join(', ')}.`,
      { sheets },
    );
  }
  const rows: TableRow[] = [];
  for (const [index, cells] of chosen.data.entries()) {
    const texts = cells.map(cellText);
    if (texts.some((text) => text !== '')) rows.push({ line: index + 1, cells: texts });
  }
  return { sheets, sheet: chosen.sheet, rows };
}

function workbookError(error: unknown, name: string): AppError {
  // The library that reads workbooks overflows the stack at some 800,000 rows.
  if (error instanceof RangeError) {
    return new AppError(
      'file_too_large',
      `"${name}" has too many rows. Save the sheet as CSV and import that.`,
      { name },
    );
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new AppError('file_malformed', `"${name}" cannot be read as an Excel workbook: ${reason}`, { name });
}

function cellText(value: CellValue | null): string {
  if (value === null || value === undefined) return '';
  const cell: unknown = value;
  if (cell instanceof Date) return cell.toISOString().replace(/T00:00:00\.000Z$/, '');
  return String(cell);
}
