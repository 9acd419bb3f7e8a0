import type { Interval } from '../../domain/metrics/wilson.ts';
import type { ModelReport, ReportClass } from '../../domain/report/types.ts';
import { csvLine, spreadsheetCsvCells } from '../csv-cell.ts';

const columns: readonly (readonly [name: string, cell: (one: ReportClass) => string | number | null])[] = [
  ['class', ({ name }) => name],
  ['training_labels', ({ labels }) => labels?.train ?? null],
  ['validation_labels', ({ labels }) => labels?.validation ?? null],
  ['test_labels', ({ labels }) => labels?.test ?? null],
  ['labelled', ({ support }) => support],
  ['predicted', ({ predictedCount }) => predictedCount],
  ['tp', ({ tp }) => tp],
  ['fp', ({ fp }) => fp],
  ['fn', ({ fn }) => fn],
  ['tn', ({ tn }) => tn],
  ...rate('precision'),
  ...rate('recall'),
  ...rate('f1'),
  ['average_precision', ({ averagePrecision }) => averagePrecision],
  ['small_support', ({ smallSupport }) => (smallSupport ? 'yes' : 'no')],
];

/** The class table: one row a class; an empty cell stands for 0/0 and for what was never measured. */
export function classCsv({ classes }: ModelReport): string {
  const rows = classes.map((one) => columns.map(([, cell]) => String(cell(one) ?? '')));
  return [columns.map(([name]) => name), ...rows].map((row) => csvLine(row, spreadsheetCsvCells)).join('');
}

/** A figure with the two ends of its interval. */
function rate(
  figure: 'precision' | 'recall' | 'f1',
): readonly (readonly [string, (one: ReportClass) => number | null])[] {
  const end = (which: keyof Interval) => (one: ReportClass) => one.intervals?.[figure]?.[which] ?? null;
  return [
    [figure, (one) => one[figure]],
    [`${figure}_low`, end('low')],
    [`${figure}_high`, end('high')],
  ];
}
