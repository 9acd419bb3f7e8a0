import type { Confusion } from './confusion.ts';

export const matrixOrders = ['given', 'confused', 'name'] as const;
export type MatrixOrder = (typeof matrixOrders)[number];

export interface MatrixChoice {
  readonly order: MatrixOrder;
  /** Part of a class's name; empty shows all. */
  readonly search: string;
}

/**
 * Which classes of the matrix are shown, and in which order. `confused` puts those first that most mistakes go from
 * or to. A search keeps the classes it finds and those that they are confused with, so that their mistakes stay.
 */
export function chosenClasses(
  confusion: Confusion,
  names: readonly string[],
  candidates: readonly number[],
  choice: MatrixChoice,
): readonly number[] {
  return ordered(confusion, names, found(confusion, names, candidates, choice.search), choice.order);
}

function found(
  { counts }: Confusion,
  names: readonly string[],
  candidates: readonly number[],
  search: string,
): readonly number[] {
  const wanted = search.trim().toLocaleLowerCase();
  if (wanted === '') return candidates;
  const hits = candidates.filter((index) => (names[index] ?? '').toLocaleLowerCase().includes(wanted));
  const shown = new Set(hits);
  for (const hit of hits) {
    for (const other of candidates) {
      if ((counts[hit]?.[other] ?? 0) > 0 || (counts[other]?.[hit] ?? 0) > 0) shown.add(other);
    }
  }
  return candidates.filter((index) => shown.has(index));
}

function ordered(
  { counts, rowSums, columnSums }: Confusion,
  names: readonly string[],
  classes: readonly number[],
  order: MatrixOrder,
): readonly number[] {
  if (order === 'given') return classes;
  if (order === 'name') {
    return classes.toSorted((first, second) => (names[first] ?? '').localeCompare(names[second] ?? ''));
  }
  const mistakes = (index: number): number =>
    (rowSums[index] ?? 0) + (columnSums[index] ?? 0) - 2 * (counts[index]?.[index] ?? 0);
  return classes.toSorted((first, second) => mistakes(second) - mistakes(first));
}
