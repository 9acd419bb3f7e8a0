import { Tally } from '../../domain/exchange/tally.ts';
import type { ImportRecord, RejectedRow } from '../../domain/import.ts';
import type { ReadOptions } from '../../domain/source.ts';
import { namesRole } from '../columns.ts';
import { type BrokenRow, CsvSplitter, type TableRow } from '../csv-rows.ts';
import { createStreamDecoder, type DetectedEncoding } from '../encoding.ts';
import { labelReader, type OpenedSource, splitFile, warningsOf } from '../opened-source.ts';
import { createRecordMaker, isRejected } from '../record.ts';
import type { ReadContext, SourceFile } from '../types.ts';
import { describedByRows } from './described-by-rows.ts';

const defaultLabelDelimiter = '|';

/**
 * Opens a training file of Amazon Comprehend: CSV without a header, the columns label and text. In a multi-label
 * project labels are apart by the delimiter. A first row that looks like a header is read like any other, and said.
 */
export function openComprehend(
  source: SourceFile,
  options: ReadOptions,
  detected: DetectedEncoding,
  context: ReadContext,
): OpenedSource {
  const delimiter = options.delimiter ?? ',';
  const labelDelimiter = options.labelDelimiter ?? defaultLabelDelimiter;
  const decoder = createStreamDecoder(detected.encoding);
  const maker = createRecordMaker(source.name, options.defaultDataset, () => decoder.damaged);
  const labels = labelReader(context.kind, options);
  const tally = new Tally();
  const notes = new RowWarnings(source.name, labelDelimiter);
  let headerLeft = options.hasHeader === true;
  const namesOf = (cell: string): readonly string[] =>
    context.kind === 'multi' ? splitLabels(cell, labelDelimiter) : splitLabels(cell, null);
  const toItem = (row: TableRow | BrokenRow): ImportRecord | RejectedRow => {
    if ('reason' in row) return { source: source.name, line: row.line, reason: row.reason };
    const [cell = '', text] = row.cells;
    if (row.cells.length !== 2)
      return { source: source.name, line: row.line, reason: widthProblem(row.cells) };
    notes.see(row, context.kind === 'single');
    const names = namesOf(cell);
    return maker.make({
      line: row.line,
      text,
      labels: names.length === 0 ? null : labels.fromList(names),
      id: null,
      dataset: null,
      language: null,
      fields: null,
    });
  };
  const convert = function* (rows: readonly (TableRow | BrokenRow)[]): Generator<ImportRecord | RejectedRow> {
    for (const row of rows) {
      if (headerLeft && !('reason' in row)) {
        headerLeft = false;
        continue;
      }
      const names = 'reason' in row ? [] : namesOf(row.cells[0] ?? '');
      tally.document(names.length === 0 ? null : names, options.defaultDataset);
      const item = toItem(row);
      if (isRejected(item)) tally.note('missing', item.reason, `line ${item.line}`);
      yield item;
    }
  };
  return {
    format: 'comprehend',
    options: {
      ...options,
      format: 'comprehend',
      delimiter,
      hasHeader: options.hasHeader ?? false,
      labelDelimiter: context.kind === 'multi' ? labelDelimiter : null,
    },
    encodingConfidence: detected.confidence,
    columns: [],
    sheets: [],
    chunks: () => splitFile(source.path, decoder, new CsvSplitter(delimiter), convert),
    warnings: () => [...warningsOf(source, detected, maker), ...notes.told()],
    exchange: {
      classes: [],
      project: () =>
        describedByRows(source, detected, new CsvSplitter(delimiter), context, (row) => {
          if ('reason' in row || row.cells.length !== 2) return null;
          const names = splitLabels(row.cells[0] ?? '', labelDelimiter);
          return { names, several: names.length > 1 };
        }),
      tally: () => tally.result(),
    },
  };
}

/** Each name once, without blanks. */
function splitLabels(cell: string, delimiter: string | null): readonly string[] {
  const parts = delimiter === null ? [cell] : cell.split(delimiter);
  return [...new Set(parts.map((name) => name.trim()).filter((name) => name !== ''))];
}

function widthProblem(cells: readonly string[]): string {
  const count = cells.length === 1 ? '1 column' : `${cells.length} columns`;
  return `The row has ${count}; a file for Comprehend has two, label and text. A text that holds the delimiter must be in quotes.`;
}

/** What the rows as a whole should make a person look twice at. */
class RowWarnings {
  readonly #source: string;
  readonly #delimiter: string;
  #first = true;
  #header: string | null = null;
  #joined = 0;

  constructor(source: string, delimiter: string) {
    this.#source = source;
    this.#delimiter = delimiter;
  }

  see({ cells }: TableRow, whole: boolean): void {
    const [label = '', text = ''] = cells;
    if (this.#first && namesRole(label, 'label') && namesRole(text, 'text')) {
      this.#header = `"${label}", "${text}"`;
    }
    this.#first = false;
    if (whole && label.includes(this.#delimiter)) this.#joined += 1;
  }

  told(): readonly string[] {
    const warnings: string[] = [];
    if (this.#header !== null) {
      warnings.push(
        `${this.#source}: the first row looks like a header (${this.#header}). Files for Comprehend have none, so it was read as a document of the class ${this.#header.split(',', 1)[0]}.`,
      );
    }
    if (this.#joined > 0) {
      warnings.push(
        `${this.#source}: ${this.#joined} labels hold "${this.#delimiter}" and were taken as whole names, because this is a single-label project.`,
      );
    }
    return warnings;
  }
}
