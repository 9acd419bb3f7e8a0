import { namesRole, roleNames } from './columns.ts';
import { CsvSplitter, type TableRow } from './csv-rows.ts';

export const delimiters = [',', ';', '\t', '|'] as const;
const sampledRows = 200;

/** Rows of a sample; broken ones are left out, and so is the last one where the file goes on. */
export function sampleRows(text: string, delimiter: string, complete: boolean): readonly TableRow[] {
  const splitter = new CsvSplitter(delimiter);
  const items = splitter.push(text);
  const last = complete || items.length === 0 ? splitter.end() : [];
  const rows: TableRow[] = [];
  for (const item of [...items, ...last]) {
    if ('cells' in item) rows.push(item);
    if (rows.length >= sampledRows) break;
  }
  return rows;
}

/** The delimiter with which most rows get the same number of cells, two at least. */
export function detectDelimiter(text: string, complete: boolean, isTabFile: boolean): string {
  const head = text.slice(0, 128 * 1024);
  const whole = complete && head.length === text.length;
  // A tab or a comma between cells is likelier than a bar, which often parts labels.
  const weights: Readonly<Record<string, number>> = {
    '\t': isTabFile ? 2 : 1.02,
    ',': 1,
    ';': 0.99,
    '|': 0.9,
  };
  let best = isTabFile ? '\t' : ',';
  let bestScore = 0;
  for (const delimiter of delimiters) {
    const score = consistency(sampleRows(head, delimiter, whole)) * weights[delimiter]!;
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}

/** The share of rows with the commonest number of cells; less when the first row differs, more for many cells. */
function consistency(rows: readonly TableRow[]): number {
  const counts = new Map<number, number>();
  for (const row of rows) {
    if (row.cells.length > 1) counts.set(row.cells.length, (counts.get(row.cells.length) ?? 0) + 1);
  }
  const [width, count] = [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0]);
  if (count === 0) return 0;
  const firstFits = rows[0]!.cells.length === width ? 1 : 0.8;
  return (count / rows.length) * firstFits * (1 + 0.005 * Math.min(width, 6));
}

/**
 * Whether the first row names the columns: one of its cells is a usual name of a column, or all cells are
 * short, different, without sentence marks, none occurs again below itself, and what is below looks different.
 * In doubt there is no header: Comprehend's tables have none.
 */
export function detectHeader(rows: readonly { readonly cells: readonly string[] }[]): boolean {
  const first = rows[0]?.cells.map((cell) => cell.trim());
  if (first === undefined || first.some((cell) => cell.length > 100)) return false;
  const below = rows.slice(1);
  const repeats = (cell: string, index: number): boolean =>
    below.some((row) => row.cells[index]?.trim() === cell);
  const roles = Object.keys(roleNames) as (keyof typeof roleNames)[];
  if (first.some((cell, index) => roles.some((role) => namesRole(cell, role)) && !repeats(cell, index)))
    return true;
  if (below.length === 0 || first.length < 2) return false;
  const namesOnly = first.every(
    (cell) =>
      cell !== '' && cell.length <= 40 && cell.split(/\s+/).length <= 4 && !/[.!?,;|]|^[\d.,-]+$/.test(cell),
  );
  return (
    namesOnly &&
    new Set(first).size === first.length &&
    !first.some(repeats) &&
    hasLongerColumn(first, below) &&
    hasTellingColumn(first, below)
  );
}

/** Somewhere the cells below are much longer than the first one: a text below its name. */
function hasLongerColumn(
  first: readonly string[],
  below: readonly { readonly cells: readonly string[] }[],
): boolean {
  return first.some((cell, index) => {
    const length = below.reduce((sum, row) => sum + (row.cells[index]?.length ?? 0), 0) / below.length;
    return length > 20 && length > cell.length * 2;
  });
}

/** Somewhere the cells below repeat (labels) or are numbers, and the first one is neither. */
function hasTellingColumn(
  first: readonly string[],
  below: readonly { readonly cells: readonly string[] }[],
): boolean {
  return first.some((_, index) => {
    const cells = below.map((row) => row.cells[index]?.trim() ?? '');
    return new Set(cells).size <= cells.length * 0.7 || cells.every((cell) => /^\d[\d.,]*$/.test(cell));
  });
}
