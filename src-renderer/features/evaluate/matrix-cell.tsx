import type { ReactNode } from 'react';
import { text } from '../../i18n/index.ts';
import { formatCount, formatShare } from '../../ui/format.ts';
import {
  type Confusion,
  countAt,
  isShown,
  type MatrixShown,
  type MatrixUnit,
  shareAt,
  tintAt,
} from './confusion.ts';
import classes from './matrix.module.css';

const words = text.evaluate.matrix;

/** Whole percents, but never 0 for something that is there. */
export function formatCell(count: number, share: number | null, unit: MatrixUnit): string {
  if (count === 0) return '·';
  if (unit === 'counts') return formatCount(count);
  const percent = Math.round((share ?? 0) * 100);
  return percent === 0 ? '<1' : String(percent);
}

function tintOf(confusion: Confusion, row: number, column: number, unit: MatrixUnit): string {
  const strength = Math.round(tintAt(confusion, row, column, unit) * 45);
  const tone = row === column ? 'var(--w-good)' : 'var(--w-bad)';
  return `color-mix(in srgb, ${tone} ${strength}%, var(--w-panel))`;
}

/** One cell: a number, a tint, and the way to its documents. Row and column are class indexes. */
export function MatrixCell(props: {
  confusion: Confusion;
  row: number;
  column: number;
  names: readonly string[];
  unit: MatrixUnit;
  shown: MatrixShown;
  /** "row:column" within the matrix on screen, for moving the focus. */
  place: string;
  width: number;
  left: number;
  columnIndex: number;
  tabbable: boolean;
  onOpen: () => void;
  onFocus: () => void;
}): ReactNode {
  const { confusion, row, column, names, unit } = props;
  const count = countAt(confusion, row, column);
  const visible = count > 0 && isShown(props.shown, row, column);
  const share = unit === 'counts' ? null : shareAt(confusion, row, column, unit);
  const label = words.cell(
    names[row] ?? '',
    names[column] ?? '',
    formatCount(count),
    formatShare(shareAt(confusion, row, column, 'actual')),
    formatShare(shareAt(confusion, row, column, 'predicted')),
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: cells are placed freely, so that only those in view exist.
    // biome-ignore lint/a11y/useFocusableInteractive: the button inside takes the focus.
    <div
      role="gridcell"
      aria-colindex={props.columnIndex}
      className={classes.cell}
      style={{ left: props.left, width: props.width }}
    >
      <button
        type="button"
        className={classes.cellButton}
        data-place={props.place}
        data-match={(row === column && visible) || undefined}
        data-empty={!visible || undefined}
        tabIndex={props.tabbable ? 0 : -1}
        aria-label={label}
        aria-disabled={count === 0}
        title={label}
        style={visible ? { background: tintOf(confusion, row, column, unit) } : undefined}
        onFocus={props.onFocus}
        onClick={() => count > 0 && props.onOpen()}
      >
        {visible ? formatCell(count, share, unit) : '·'}
      </button>
    </div>
  );
}
