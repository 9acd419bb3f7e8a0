import type { ColDef, GridApi, ICellRendererParams, IDatasource, IRowNode } from 'ag-grid-community';
import { AgGridReact } from 'ag-grid-react';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef } from 'react';
import {
  type DocumentSort,
  type DocumentSortKey,
  documentSortKeys,
} from '../../../src-main/domain/document.ts';
import { type Outputs, useTRPCClient } from '../../api/client.ts';
import { useClasses, useDocumentsRevision, useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { type Command, useCommands } from '../../ui/commands/commands.ts';
import { notifyError } from '../../ui/notify.ts';
import { DatasetCell, IdCell, LabelledAtCell, LabelsCell, TextCell } from './cells.tsx';
import classes from './documents.module.css';
import { gridTheme } from './grid-setup.ts';
import { SuggestionCell } from './suggestion-cell.tsx';
import type { Selection } from './use-selection.ts';

const words = text.documents;
export type Row = Outputs['documents']['page']['rows'][number];

const SelectionContext = createContext<Selection | null>(null);

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
    flex: 0.5,
    minWidth: 190,
    sortingOrder: ['desc', 'asc', null],
  },
  { colId: 'length', headerName: words.columns.length, field: 'length', width: 108, type: 'rightAligned' },
  { colId: 'labelledAt', headerName: words.columns.labelledAt, cellRenderer: LabelledAtCell, width: 130 },
];

const labelColumns: readonly (string | undefined)[] = ['labels', 'labelledAt'];

/** One more column than usual: all of them fit into a window of 1280. */
const narrower: Readonly<Record<string, ColDef<Row>>> = {
  externalId: { width: 84 },
  text: { minWidth: 200 },
  labels: { minWidth: 160 },
  dataset: { width: 92 },
  certainty: { minWidth: 170 },
  length: { width: 102 },
  labelledAt: { width: 118 },
};

/** Labels and suggestions exclude each other: where only suggestions are listed, their column has the room. */
function columnsFor(suggestions: Props['suggestions']): readonly ColDef<Row>[] {
  if (suggestions === 'none') return columns.filter(({ colId }) => colId !== 'certainty');
  if (suggestions === 'only') return columns.filter(({ colId }) => !labelColumns.includes(colId));
  return columns.map((column) => ({ ...column, ...narrower[column.colId ?? ''] }));
}

const cellDefaults: ColDef<Row> = { cellClass: classes.cell ?? '' };

interface Props {
  readonly queryId: string;
  readonly total: number;
  readonly sort: DocumentSort;
  readonly selection: Selection;
  /** Whether the project has any, and whether the list shows nothing else. */
  readonly suggestions: 'none' | 'some' | 'only';
  readonly onSort: (sort: DocumentSort) => void;
  /** Row to begin at: the one opened last. */
  readonly row: number;
  readonly onOpen: (index: number) => void;
}

const pageRows = 500;

/** Selects all rows between two, those included that were never fetched for the view. */
function useSelectRange(props: Props): (from: number, to: number) => Promise<void> {
  const client = useTRPCClient();
  const projectId = useProjectId();
  const { queryId, selection } = props;
  return async (first, last) => {
    const end = Math.max(first, last) + 1;
    const ids: number[] = [];
    for (let from = Math.min(first, last); from < end; from += pageRows) {
      const count = Math.min(pageRows, end - from);
      const { rows } = await client.documents.page.query({ projectId, queryId, from, count });
      ids.push(...rows.map((row) => row.id));
    }
    selection.setMany(ids, true);
  };
}

/** Goes to the row opened last; takes the keys too, unless a person is typing a search. */
function showRow(grid: GridApi<Row>, row: number): void {
  grid.ensureIndexVisible(row, row === 0 ? 'top' : 'middle');
  if (document.activeElement === document.body) grid.setFocusedCell(row, 'text');
}

/** Pages of a frozen query; rows are fetched as they come into view. */
function useDatasource(queryId: string, total: number): IDatasource {
  const client = useTRPCClient();
  const projectId = useProjectId();
  return useMemo(
    () => ({
      rowCount: total,
      getRows: ({ startRow, endRow, successCallback, failCallback }) => {
        client.documents.page
          .query({ projectId, queryId, from: startRow, count: endRow - startRow })
          .then((page) => successCallback([...page.rows], page.total), failCallback);
      },
    }),
    [client, projectId, queryId, total],
  );
}

function focusedRow(grid: GridApi<Row> | undefined): IRowNode<Row> | undefined {
  const cell = grid?.getFocusedCell();
  return cell == null ? undefined : grid?.getDisplayedRowAtIndex(cell.rowIndex);
}

function useGridCommands(grid: () => GridApi<Row> | undefined, props: Props): void {
  const { selection } = props;
  const onRow = (act: (row: Row, index: number) => void) => (): void => {
    const node = focusedRow(grid());
    if (node?.data !== undefined && node.rowIndex !== null) act(node.data, node.rowIndex);
  };
  const commands: Command[] = [
    {
      id: 'documents.selectAll',
      title: words.commands.selectAll,
      group: words.group,
      chord: 'mod+a',
      run: selection.toggleAll,
    },
    {
      id: 'documents.select',
      title: words.commands.select,
      group: words.group,
      chord: 'x',
      hint: words.commands.selectHint,
      run: onRow((row) => selection.toggle(row.id)),
    },
    {
      id: 'documents.open',
      title: words.commands.open,
      group: words.group,
      chord: 'o',
      hint: words.commands.openHint,
      run: onRow((_row, index) => props.onOpen(index)),
    },
  ];
  useCommands(commands);
}

/** The grid outlives a query, because making one costs a tenth of a second; the next query begins at its top. */
function useTopOfNewQuery(queryId: string, begin: () => void): void {
  const shown = useRef(queryId);
  useEffect(() => {
    if (shown.current === queryId) return;
    shown.current = queryId;
    begin();
  });
}

export function DocumentGrid(props: Props): ReactNode {
  const grid = useRef<AgGridReact<Row>>(null);
  const anchor = useRef<number | null>(null);
  const datasource = useDatasource(props.queryId, props.total);
  const revision = useDocumentsRevision();
  const list = useClasses();
  useGridCommands(() => grid.current?.api, props);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision itself says that rows must be fetched again.
  useEffect(() => grid.current?.api?.refreshInfiniteCache(), [revision]);
  useTopOfNewQuery(props.queryId, () => {
    anchor.current = null;
    grid.current?.api?.ensureIndexVisible(0, 'top');
  });
  const definitions = useMemo(
    () =>
      columnsFor(props.suggestions).map((column) =>
        column.colId === props.sort.by
          ? { ...column, initialSort: props.sort.descending ? ('desc' as const) : ('asc' as const) }
          : column,
      ),
    [props.sort, props.suggestions],
  );
  const rangeFromAnchor = useSelectRange(props);
  const selectRange = (to: number): void => {
    rangeFromAnchor(anchor.current ?? to, to).catch((error: unknown) => notifyError(error));
  };
  return (
    <SelectionContext value={props.selection}>
      <AgGridReact<Row>
        ref={grid}
        theme={gridTheme}
        columnDefs={definitions}
        defaultColDef={cellDefaults}
        context={list}
        rowModelType="infinite"
        datasource={datasource}
        cacheBlockSize={100}
        maxBlocksInCache={20}
        // Rows beyond the view cost time whenever the view jumps.
        rowBuffer={4}
        animateRows={false}
        rowHeight={38}
        headerHeight={36}
        suppressCellFocus={false}
        suppressMultiSort
        getRowId={({ data }) => String(data.id)}
        onSortChanged={({ api }) => {
          const sorted = api.getColumnState().find((column) => column.sort != null);
          const by = documentSortKeys.find((key) => key === sorted?.colId) ?? 'id';
          props.onSort({ by: by as DocumentSortKey, descending: sorted?.sort === 'desc' });
        }}
        infiniteInitialRowCount={props.total}
        onFirstDataRendered={({ api }) => showRow(api, props.row)}
        onCellClicked={({ rowIndex, event }) => {
          if (rowIndex === null) return;
          if (event instanceof MouseEvent && event.shiftKey) selectRange(rowIndex);
          else anchor.current = rowIndex;
        }}
        onRowDoubleClicked={({ rowIndex }) => rowIndex !== null && props.onOpen(rowIndex)}
        onCellKeyDown={({ event, rowIndex, data }) => {
          if (!(event instanceof KeyboardEvent) || rowIndex === null || data === undefined) return;
          if (event.key === 'Enter') props.onOpen(rowIndex);
          if (event.key !== ' ') return;
          event.preventDefault();
          if (event.shiftKey) selectRange(rowIndex);
          else {
            anchor.current = rowIndex;
            props.selection.toggle(data.id);
          }
        }}
      />
    </SelectionContext>
  );
}
