import { oneHotValues } from './labels.ts';

/** A column with the values of the first rows. */
export interface SampledColumn {
  readonly name: string;
  readonly values: readonly string[];
}

/** Marks a column as playing a part. */
export function take(index: number, taken: Set<number>): number {
  taken.add(index);
  return index;
}

/** The places of the columns that play no part yet. */
export function freeColumns(
  columns: readonly SampledColumn[],
  taken: ReadonlySet<number>,
): readonly number[] {
  return columns.map((_, index) => index).filter((index) => !taken.has(index));
}

/** Whether all cells are 0, 1 or empty, and some are not empty. */
export function isOneHot(column: SampledColumn): boolean {
  const filled = column.values.filter((value) => value.trim() !== '');
  return filled.length > 0 && filled.every((value) => oneHotValues.has(value.trim().toLowerCase()));
}

/** Two or more columns of nothing but 0 and 1, mostly filled, are one class each. */
export function takeOneHot(columns: readonly SampledColumn[], taken: Set<number>): readonly number[] | null {
  const found = freeColumns(columns, taken).filter((index) => {
    const column = columns[index]!;
    const filled = column.values.filter((value) => value.trim() !== '').length;
    return filled * 2 >= column.values.length && isOneHot(column);
  });
  if (found.length < 2) return null;
  for (const index of found) taken.add(index);
  return found;
}

/** The column with the longest values on average; of equals the last, since labels mostly come first. */
export function guessText(columns: readonly SampledColumn[], taken: Set<number>): number | null {
  let best: number | null = null;
  let bestLength = -1;
  for (const index of freeColumns(columns, taken)) {
    const values = columns[index]!.values;
    const length = values.reduce((sum, value) => sum + value.length, 0) / Math.max(1, values.length);
    if (length >= bestLength) {
      best = index;
      bestLength = length;
    }
  }
  return best === null ? null : take(best, taken);
}

/**
 * The column whose short values repeat most. Where the text was found by its name, the other columns have
 * telling names too, and only a lone one is taken for the label.
 */
export function guessLabel(
  columns: readonly SampledColumn[],
  taken: Set<number>,
  textNamed: boolean,
): number | null {
  const free = freeColumns(columns, taken);
  if (textNamed && free.length > 1) return null;
  let best: number | null = null;
  let bestRatio = 2;
  for (const index of free) {
    const values = columns[index]!.values.filter((value) => value.trim() !== '');
    if (values.length === 0 || values.some((value) => value.length > 300)) continue;
    const distinct = new Set(values).size;
    const ratio = distinct / values.length + (values.every((value) => /^[\d.,:/-]+$/.test(value)) ? 0.5 : 0);
    const repeats = distinct <= values.length * 0.5 || free.length === 1 || values.length < 5;
    if (repeats && ratio < bestRatio) {
      best = index;
      bestRatio = ratio;
    }
  }
  return best === null ? null : take(best, taken);
}

/** A leading column of short codes of which none repeats. */
export function guessId(columns: readonly SampledColumn[], taken: Set<number>): number | null {
  for (const index of freeColumns(columns, taken)) {
    const values = columns[index]!.values;
    const codes = values.length > 1 && values.every((value) => /^[\w.:#/-]{1,60}$/.test(value.trim()));
    if (codes && new Set(values).size === values.length) return take(index, taken);
  }
  return null;
}
