import { useMediaQuery } from '@mantine/hooks';
import type { ColDef, GridApi, IDatasource, IRowNode } from 'ag-grid-community';
import { AgGridReact } from 'ag-grid-react';
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import {
  type DocumentSort,
  type DocumentSortKey,
  documentSortKeys,
} from '../../../src-main/domain/document.ts';
import { useTRPCClient } from '../../api/client.ts';
import { useClasses, useDocumentsRevision, useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { type Command, useCommands } from '../../ui/commands/commands.ts';
import { notifyError } from '../../ui/notify.ts';
import classes from './documents.module.css';
import { columnsFor, type ListedSuggestions, narrow, SelectionContext } from './grid-columns.tsx';
import { gridTheme } from './grid-setup.ts';
import type { Row } from './row.ts';
import type { Selection } from './use-selection.ts';

const words = text.documents;
const cellDefaults: ColDef<Row> = { cellClass: classes.cell ?? '' };

interface Props {
  readonly queryId: string;
  readonly total: number;
  readonly sort: DocumentSort;
  readonly selection: Selection;
  readonly suggestions: ListedSuggestions;
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
  const isNarrow = useMediaQuery(narrow, false, { getInitialValueInEffect: false }) ?? false;
  useGridCommands(() => grid.current?.api, props);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision itself says that rows must be fetched again.
  useEffect(() => grid.current?.api?.refreshInfiniteCache(), [revision]);
  useTopOfNewQuery(props.queryId, () => {
    anchor.current = null;
    grid.current?.api?.ensureIndexVisible(0, 'top');
  });
  const definitions = useMemo(
    () =>
      columnsFor(props.suggestions, isNarrow).map((column) =>
        column.colId === props.sort.by
          ? { ...column, initialSort: props.sort.descending ? ('desc' as const) : ('asc' as const) }
          : column,
      ),
    [props.sort, props.suggestions, isNarrow],
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
