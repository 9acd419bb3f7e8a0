/** A square matrix of counts that are mostly 0, as it travels: with 1,000 classes a hundredth of the size. */
export interface SparseMatrix {
  readonly size: number;
  /** Row by row the columns that hold something, each followed by its count. */
  readonly rows: readonly (readonly number[])[];
}

export function sparseMatrix(counts: readonly (readonly number[])[]): SparseMatrix {
  return {
    size: counts.length,
    rows: counts.map((row) => {
      const cells: number[] = [];
      for (const [column, count] of row.entries()) if (count !== 0) cells.push(column, count);
      return cells;
    }),
  };
}

export function denseMatrix({ size, rows }: SparseMatrix): readonly (readonly number[])[] {
  return rows.map((cells) => {
    const row = new Array<number>(size).fill(0);
    for (let at = 0; at < cells.length; at += 2) row[cells[at]!] = cells[at + 1]!;
    return row;
  });
}
