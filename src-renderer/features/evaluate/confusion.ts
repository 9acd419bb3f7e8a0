import { type Confusion, shareAt } from '../../../src-main/domain/metrics/confusion.ts';

export {
  type Confusion,
  countAt,
  createConfusion,
  mistakesIn,
  mostConfused,
  shareAt,
  usedClasses,
} from '../../../src-main/domain/metrics/confusion.ts';

export type MatrixUnit = 'counts' | 'actual' | 'predicted';
export type MatrixShown = 'all' | 'errors' | 'matches';

export function isShown(shown: MatrixShown, row: number, column: number): boolean {
  return shown === 'all' || (shown === 'matches') === (row === column);
}

/**
 * How strongly a cell is tinted, 0 to 1: by its share of the row, or of the column where that is on show.
 * Errors are small shares, so theirs are spread out: one in seven is full.
 */
export function tintAt(confusion: Confusion, row: number, column: number, unit: MatrixUnit): number {
  const share = shareAt(confusion, row, column, unit === 'predicted' ? 'predicted' : 'actual') ?? 0;
  return row === column ? share : Math.min(1, share * 7);
}
