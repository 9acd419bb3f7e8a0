/** Cells rendered beyond the visible ones, so that scrolling shows no gaps. */
const overscan = 3;

export interface Range {
  readonly first: number;
  /** Exclusive. */
  readonly end: number;
}

/** Which of `count` equal cells of `size` pixels lie in a view of `extent` pixels that is scrolled by `offset`. */
export function visibleRange(offset: number, extent: number, size: number, count: number): Range {
  const first = Math.max(0, Math.floor(offset / size) - overscan);
  const end = Math.min(count, Math.ceil((offset + Math.max(0, extent)) / size) + overscan);
  return { first: Math.min(first, Math.max(0, end - 1)), end };
}

export interface MatrixSizes {
  readonly labelWidth: number;
  readonly headHeight: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  /** Names of columns stand upright where their words do not fit across. */
  readonly upright: boolean;
}

const characterWidth = 6.9;

/** Few classes get room, many get small cells; names take what they need within limits. */
export function matrixSizes(names: readonly string[], width: number, small = false): MatrixSizes {
  const longest = Math.max(1, ...names.map((name) => name.length));
  const longestWord = Math.max(1, ...names.flatMap((name) => name.split(/\s+/).map((word) => word.length)));
  const labelWidth = Math.round(Math.min(200, Math.max(96, longest * characterWidth + 22)));
  const count = Math.max(1, names.length);
  const cellWidth = Math.max(small ? 22 : 38, Math.min(88, Math.floor((width - labelWidth) / count)));
  const cellHeight = small ? 20 : count <= 12 ? 42 : count <= 25 ? 34 : 28;
  const upright =
    longestWord * characterWidth > cellWidth - 4 || (longest > longestWord * 2 && cellWidth < 64);
  const headHeight = upright
    ? Math.round(Math.min(count > 25 ? 126 : 150, longest * characterWidth + 16))
    : 40;
  return { labelWidth, headHeight, cellWidth, cellHeight, upright };
}

export interface CellPlace {
  readonly row: number;
  readonly column: number;
}

/** Where a key leads in a matrix of `count` by `count` cells; null for keys that do not move. */
export function placeAfterKey(place: CellPlace, key: string, count: number): CellPlace | null {
  const last = count - 1;
  const { row, column } = place;
  switch (key) {
    case 'ArrowUp':
      return { row: Math.max(0, row - 1), column };
    case 'ArrowDown':
      return { row: Math.min(last, row + 1), column };
    case 'ArrowLeft':
      return { row, column: Math.max(0, column - 1) };
    case 'ArrowRight':
      return { row, column: Math.min(last, column + 1) };
    case 'Home':
      return { row, column: 0 };
    case 'End':
      return { row, column: last };
    case 'PageUp':
      return { row: Math.max(0, row - 10), column };
    case 'PageDown':
      return { row: Math.min(last, row + 10), column };
    default:
      return null;
  }
}

/** The nearest cell that is rendered: the one tab stop of the matrix. */
export function tabStop(active: CellPlace, rows: Range, columns: Range): CellPlace {
  const within = (value: number, { first, end }: Range): number => Math.max(first, Math.min(end - 1, value));
  return { row: within(active.row, rows), column: within(active.column, columns) };
}
