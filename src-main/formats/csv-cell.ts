/** How cells are written. */
export interface CsvCellOptions {
  readonly delimiter: string;
  /**
   * Puts an apostrophe before a cell that a spreadsheet would run as a formula: it starts with = + - @, a tab
   * or a carriage return (OWASP, "CSV Injection"). A cell that starts with apostrophes before such a
   * character gets one more, so that {@link restoreCells} can tell them apart.
   */
  readonly neutralizeFormulas: boolean;
}

export const plainCsvCells: CsvCellOptions = { delimiter: ',', neutralizeFormulas: false };
export const spreadsheetCsvCells: CsvCellOptions = { delimiter: ',', neutralizeFormulas: true };

const formulaStart = /^'*[=+\-@\t\r]/;
const neutralizedStart = /^'+[=+\-@\t\r]/;

/** One cell by RFC 4180: in quotes where it must be. */
export function csvCell(text: string, options: CsvCellOptions = plainCsvCells): string {
  const safe = options.neutralizeFormulas && formulaStart.test(text) ? `'${text}` : text;
  const special =
    safe.includes('"') || safe.includes('\n') || safe.includes('\r') || safe.includes(options.delimiter);
  // White space at the ends is kept by readers only within quotes.
  return special || safe.trim() !== safe ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Takes the apostrophe away again that was put before a formula. */
export function restoreCells(cells: readonly string[]): readonly string[] {
  if (!cells.some((cell) => cell.startsWith("'"))) return cells;
  return cells.map((cell) => (neutralizedStart.test(cell) ? cell.slice(1) : cell));
}

/** The first columns of every table of documents that Winnow writes. */
export function ownColumns(labelName: 'label' | 'labels'): readonly string[] {
  return ['id', 'text', labelName, 'dataset', 'language'];
}

/** Whether a table was written by Winnow, to judge by its header. */
export function isOwnHeader(cells: readonly string[]): boolean {
  return (['label', 'labels'] as const).some((name) =>
    ownColumns(name).every((column, index) => cells[index] === column),
  );
}

/** One row with its line end (CRLF, by RFC 4180). A row of one empty cell would be a blank line: it gets quotes. */
export function csvLine(cells: readonly string[], options: CsvCellOptions = plainCsvCells): string {
  const line = cells.map((cell) => csvCell(cell, options)).join(options.delimiter);
  return `${line === '' ? '""' : line}\r\n`;
}

/**
 * Labels as one cell that the import reads back exactly: empty for unlabelled, `[]` for "none of the
 * classes", `A|B` otherwise, and a JSON list where a name holds the delimiter or looks like JSON.
 */
export function csvLabels(labels: readonly string[] | null, delimiter: string | null): string {
  if (labels === null) return '';
  if (labels.length === 0) return '[]';
  const plain = labels.every(
    (label) => !/^[[{]/.test(label) && (delimiter === null || !label.includes(delimiter)),
  );
  if (!plain || (delimiter === null && labels.length > 1)) return JSON.stringify(labels);
  return labels.join(delimiter ?? '');
}
