import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { text } from '../../i18n/index.ts';
import type { Confusion, MatrixShown, MatrixUnit } from './confusion.ts';
import classes from './matrix.module.css';
import { MatrixCell } from './matrix-cell.tsx';
import {
  type CellPlace,
  type MatrixSizes,
  matrixSizes,
  placeAfterKey,
  type Range,
  tabStop,
  visibleRange,
} from './matrix-window.ts';
import { useView } from './use-view.ts';

const words = text.evaluate.matrix;

interface Props {
  readonly confusion: Confusion;
  /** Names of all classes of the evaluation. */
  readonly names: readonly string[];
  /** The classes on screen, as indexes of the evaluation. */
  readonly shownClasses: readonly number[];
  readonly unit: MatrixUnit;
  readonly shown: MatrixShown;
  /** Many cells at a time, in small figures. */
  readonly small: boolean;
  readonly onOpen: (actual: number, predicted: number) => void;
}

function indexesIn({ first, end }: Range): readonly number[] {
  return Array.from({ length: Math.max(0, end - first) }, (_, offset) => first + offset);
}

/** Scrolls a cell out from under the sticky heads and into view. */
function bringIntoView(element: HTMLElement, place: CellPlace, sizes: MatrixSizes): void {
  const { cellWidth, cellHeight, labelWidth, headHeight } = sizes;
  const [left, top] = [place.column * cellWidth, place.row * cellHeight];
  const [width, height] = [element.clientWidth - labelWidth, element.clientHeight - headHeight];
  if (left < element.scrollLeft) element.scrollLeft = left;
  if (left + cellWidth > element.scrollLeft + width) element.scrollLeft = left + cellWidth - width;
  if (top < element.scrollTop) element.scrollTop = top;
  if (top + cellHeight > element.scrollTop + height) element.scrollTop = top + cellHeight - height;
}

function ColumnHeads(props: {
  columns: Range;
  sizes: MatrixSizes;
  nameAt: (place: number) => string;
}): ReactNode {
  const { sizes, nameAt } = props;
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the cells.
    // biome-ignore lint/a11y/useFocusableInteractive: heads are read, not operated.
    <div role="row" aria-rowindex={1} className={classes.heads} style={{ height: sizes.headHeight }}>
      {/* biome-ignore lint/a11y/useSemanticElements: see the cells. */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: heads are read, not operated. */}
      <div
        role="columnheader"
        aria-colindex={1}
        className={classes.corner}
        style={{ width: sizes.labelWidth }}
      >
        <span>{words.columns} →</span>
        <span>{words.rows} ↓</span>
      </div>
      {indexesIn(props.columns).map((column) => (
        // biome-ignore lint/a11y/useSemanticElements: see the cells.
        // biome-ignore lint/a11y/useFocusableInteractive: heads are read, not operated.
        <div
          key={column}
          role="columnheader"
          aria-colindex={column + 2}
          className={classes.columnHead}
          data-upright={sizes.upright || undefined}
          title={nameAt(column)}
          style={{ left: sizes.labelWidth + column * sizes.cellWidth, width: sizes.cellWidth }}
        >
          <span>{nameAt(column)}</span>
        </div>
      ))}
    </div>
  );
}

/** Moves one tab stop through the cells; the cell that gets the focus is scrolled into view first. */
function useRoving(props: {
  count: number;
  sizes: MatrixSizes;
  scroller: () => HTMLElement | null;
  refresh: () => void;
}) {
  const [active, setActive] = useState<CellPlace>({ row: 0, column: 0 });
  const moved = useRef(false);
  const { scroller } = props;
  useLayoutEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    scroller()
      ?.querySelector<HTMLElement>(`[data-place="${active.row}:${active.column}"]`)
      ?.focus({ preventScroll: true });
  }, [active, scroller]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.metaKey || event.shiftKey) return;
    const element = scroller();
    const next = placeAfterKey(active, event.key, props.count);
    if (next === null || element === null) return;
    const target =
      event.ctrlKey && event.key === 'Home'
        ? { row: 0, column: 0 }
        : event.ctrlKey && event.key === 'End'
          ? { row: props.count - 1, column: props.count - 1 }
          : next;
    event.preventDefault();
    bringIntoView(element, target, props.sizes);
    props.refresh();
    moved.current = true;
    setActive(target);
  };
  return { active, setActive, onKeyDown };
}

/** An N x N matrix of which only the cells in view exist: 77 classes, or 1,000, scroll alike. */
export function MatrixGrid(props: Props): ReactNode {
  const { shownClasses, names, confusion } = props;
  const { ref, view, refresh } = useView<HTMLDivElement>();
  const count = shownClasses.length;
  const classAt = (place: number): number => shownClasses[place] ?? 0;
  const nameAt = (place: number): string => names[classAt(place)] ?? '';
  const sizes = matrixSizes(
    shownClasses.map((index) => names[index] ?? ''),
    view.width,
    props.small,
  );
  const { labelWidth, headHeight, cellWidth, cellHeight } = sizes;
  const rows = visibleRange(view.top, view.height - headHeight, cellHeight, count);
  const columns = visibleRange(view.left, view.width - labelWidth, cellWidth, count);
  const roving = useRoving({ count, sizes, scroller: () => ref.current, refresh });
  const stop = tabStop(roving.active, rows, columns);
  return (
    <div className={classes.scroller} data-small={props.small || undefined} ref={ref}>
      {/* biome-ignore lint/a11y/useSemanticElements: see the cells. */}
      <div
        role="grid"
        aria-label={words.label}
        aria-rowcount={count + 1}
        aria-colcount={count + 1}
        tabIndex={-1}
        className={classes.sheet}
        style={{ width: labelWidth + count * cellWidth, height: headHeight + count * cellHeight }}
        onKeyDown={roving.onKeyDown}
      >
        <ColumnHeads columns={columns} sizes={sizes} nameAt={nameAt} />
        {indexesIn(rows).map((row) => (
          // biome-ignore lint/a11y/useSemanticElements: see the cells.
          // biome-ignore lint/a11y/useFocusableInteractive: the cells take the focus.
          <div
            key={classAt(row)}
            role="row"
            aria-rowindex={row + 2}
            className={classes.row}
            style={{ top: headHeight + row * cellHeight, height: cellHeight }}
          >
            {/* biome-ignore lint/a11y/useSemanticElements: see the cells. */}
            {/* biome-ignore lint/a11y/useFocusableInteractive: heads are read, not operated. */}
            <div
              role="rowheader"
              aria-colindex={1}
              className={classes.rowHead}
              style={{ width: labelWidth }}
              title={nameAt(row)}
            >
              <span>{nameAt(row)}</span>
            </div>
            {indexesIn(columns).map((column) => (
              <MatrixCell
                key={classAt(column)}
                confusion={confusion}
                row={classAt(row)}
                column={classAt(column)}
                names={names}
                unit={props.unit}
                shown={props.shown}
                place={`${row}:${column}`}
                width={cellWidth}
                left={labelWidth + column * cellWidth}
                columnIndex={column + 2}
                tabbable={stop.row === row && stop.column === column}
                onOpen={() => props.onOpen(classAt(row), classAt(column))}
                onFocus={() => roving.setActive({ row, column })}
              />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}
