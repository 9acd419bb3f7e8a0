import {
  CellStyleModule,
  ColumnApiModule,
  InfiniteRowModelModule,
  ModuleRegistry,
  RowApiModule,
  ScrollApiModule,
  themeQuartz,
} from 'ag-grid-community';

ModuleRegistry.registerModules([
  InfiniteRowModelModule,
  ColumnApiModule,
  RowApiModule,
  ScrollApiModule,
  CellStyleModule,
]);

/** The grid takes the tokens of the window, so that it follows light and dark by itself. */
export const gridTheme = themeQuartz.withParams({
  accentColor: 'var(--w-accent)',
  backgroundColor: 'var(--w-panel)',
  foregroundColor: 'var(--w-text)',
  borderColor: 'var(--w-line)',
  headerBackgroundColor: 'var(--w-panel)',
  headerTextColor: 'var(--w-dim)',
  headerFontSize: 12,
  fontFamily: 'inherit',
  fontSize: 13.5,
  rowHoverColor: 'var(--w-bg)',
  oddRowBackgroundColor: 'var(--w-panel)',
  wrapperBorder: false,
  wrapperBorderRadius: 10,
  columnBorder: false,
  browserColorScheme: 'inherit',
});
