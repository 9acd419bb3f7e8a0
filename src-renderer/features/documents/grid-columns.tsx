import type { ColDef, ICellRendererParams } from 'ag-grid-community';
import { createContext, type ReactNode, useContext } from 'react';
import { text } from '../../i18n/index.ts';
import { DatasetCell, IdCell, LabelledAtCell, LabelsCell, TextCell } from './cells.tsx';
import classes from './documents.module.css';
import type { Row } from './row.ts';
import { SuggestionCell } from './suggestion-cell.tsx';
import type { Selection } from './use-selection.ts';

const words = text.documents;

/** Whether the project has suggestions, and whether the list shows nothing else. */
export type ListedSuggestions = 'none' | 'some' | 'only';

export const SelectionContext = createContext<Selection | null>(null);

function useGridSelection(): Selection {
  const selection = useContext(SelectionContext);
  if (selection === null) throw new Error('Cells need the selection around them.');
  return selection;
}

function SelectCell(props: ICellRendererParams<Row>): ReactNode {
  const selection = useGridSelection();
  const { data } = props;
  if (data === undefined) return null;
  return (
    <input
      type="checkbox"
      tabIndex={-1}
      className={classes.checkbox}
      aria-label={words.selectRow(data.externalId)}
      checked={selection.has(data.id)}
      onChange={(event) => {
        // With Shift the click on the cell selects a range.
        if (!(event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey))
          selection.toggle(data.id);
      }}
    />
  );
}

function SelectAllHeader(): ReactNode {
  const selection = useGridSelection();
  return (
    <input
      type="checkbox"
      className={classes.checkbox}
      aria-label={words.selectAll}
      checked={selection.all}
      ref={(element) => {
        if (element !== null) element.indeterminate = !selection.all && selection.count > 0;
      }}
      onChange={selection.toggleAll}
    />
  );
}

const columns: ColDef<Row>[] = [
  {
    colId: 'select',
    headerName: words.columns.select,
    headerComponent: SelectAllHeader,
    cellRenderer: SelectCell,
    cellClass: classes.selectCell ?? '',
    width: 48,
    minWidth: 48,
    sortable: false,
    resizable: false,
  },
  { colId: 'externalId', headerName: words.columns.id, cellRenderer: IdCell, width: 100 },
  {
    colId: 'text',
    headerName: words.columns.text,
    cellRenderer: TextCell,
    flex: 1,
    minWidth: 240,
    sortable: false,
  },
  {
    colId: 'labels',
    headerName: words.columns.labels,
    cellRenderer: LabelsCell,
    flex: 0.4,
    minWidth: 190,
    sortable: false,
  },
  {
    colId: 'dataset',
    headerName: words.columns.dataset,
    cellRenderer: DatasetCell,
    width: 100,
    sortable: false,
  },
  {
    colId: 'certainty',
    headerName: text.suggestions.column,
    cellRenderer: SuggestionCell,
    flex: 0.6,
    minWidth: 220,
    sortingOrder: ['desc', 'asc', null],
  },
  { colId: 'length', headerName: words.columns.length, field: 'length', width: 108, type: 'rightAligned' },
  { colId: 'labelledAt', headerName: words.columns.labelledAt, cellRenderer: LabelledAtCell, width: 130 },
];

const labelColumns: readonly (string | undefined)[] = ['labels', 'labelledAt'];

/** Labels beside suggestions: what a window of 1280 holds, without the length. */
const narrower: Readonly<Record<string, ColDef<Row>>> = {
  externalId: { width: 84 },
  text: { minWidth: 200 },
  labels: { minWidth: 160 },
  dataset: { width: 92 },
};
/** The windows that those are for. */
export const narrow = '(max-width: 1439px)';

/** Labels and suggestions exclude each other: where only suggestions are listed, their column has the room. */
export function columnsFor(suggestions: ListedSuggestions, isNarrow: boolean): readonly ColDef<Row>[] {
  if (suggestions === 'none') return columns.filter(({ colId }) => colId !== 'certainty');
  if (suggestions === 'only') return columns.filter(({ colId }) => !labelColumns.includes(colId));
  if (!isNarrow) return columns;
  return columns
    .filter(({ colId }) => colId !== 'length')
    .map((column) => ({ ...column, ...narrower[column.colId ?? ''] }));
}
