import type { ImportRecord, RejectedRow } from '../domain/import.ts';
import type { ColumnPlan } from './columns.ts';
import type { TableRow } from './csv-rows.ts';
import { type LabelReader, type LabelsOrReason, oneHotNames } from './labels.ts';
import type { RecordMaker } from './record.ts';

/** Turns rows of a table into documents by a plan of its columns. */
export function createTableConverter(
  plan: ColumnPlan,
  labels: LabelReader,
  maker: RecordMaker,
): (row: TableRow) => ImportRecord | RejectedRow {
  const width = plan.names.length;
  const needed = Math.max(plan.text, ...plan.labels) + 1;
  const labelNames = plan.labels.map((index) => plan.names[index]!);
  const labelsOf = (cells: readonly string[]): LabelsOrReason => {
    if (plan.labels.length === 1 && !plan.oneHot) return labels.fromCell(cells[plan.labels[0]!]!);
    if (plan.labels.length === 0) return null;
    const values = plan.labels.map((index) => cells[index]!);
    return plan.oneHot ? fromOneHot(labelNames, values, labels) : fromSeveral(values, labels);
  };
  return (row) => {
    const { cells, line } = row;
    const problem = cells.length === width ? null : widthProblem(cells, width, needed);
    if (problem !== null) return { source: maker.source, line, reason: problem };
    return maker.make({
      line,
      text: cells[plan.text],
      labels: labelsOf(cells),
      id: plan.id === null ? null : cells[plan.id],
      dataset: plan.dataset === null ? null : cells[plan.dataset],
      language: plan.language === null ? null : cells[plan.language],
      fields: plan.fields.length === 0 ? null : fieldsOf(cells, plan),
    });
  };
}

/** Missing cells are harmless behind the text and the labels; more cells than columns mean a lost quote. */
function widthProblem(cells: readonly string[], width: number, needed: number): string | null {
  if (cells.length < needed) return `The row has ${count(cells.length)} where ${width} are expected.`;
  if (cells.slice(width).some((cell) => cell.trim() !== '')) {
    return `The row has ${count(cells.length)} where ${width} are expected; a text that holds the delimiter must be in quotes.`;
  }
  return null;
}

function count(cells: number): string {
  return cells === 1 ? '1 column' : `${cells} columns`;
}

function fromOneHot(names: readonly string[], cells: readonly string[], labels: LabelReader): LabelsOrReason {
  const chosen = oneHotNames(names, cells);
  return chosen === null || typeof chosen === 'string' ? chosen : labels.fromList(chosen);
}

/** Several label columns: the labels of all of them; unlabelled when all are empty. */
function fromSeveral(cells: readonly string[], labels: LabelReader): LabelsOrReason {
  const all: string[] = [];
  let judged = false;
  for (const cell of cells) {
    const some = labels.fromCell(cell);
    if (typeof some === 'string') return some;
    if (some === null) continue;
    judged = true;
    all.push(...some);
  }
  return judged ? labels.fromList(all) : null;
}

function fieldsOf(cells: readonly string[], plan: ColumnPlan): Readonly<Record<string, string>> | null {
  const fields: Record<string, string> = {};
  let filled = false;
  for (const index of plan.fields) {
    const cell = cells[index];
    if (cell === undefined || cell === '') continue;
    setField(fields, plan.names[index]!, cell);
    filled = true;
  }
  return filled ? fields : null;
}

/** Sets a field whatever its name, `__proto__` included, without what a database cannot keep. */
export function setField(fields: Record<string, string>, name: string, value: string): void {
  const clean =
    value.includes('\0') || !value.isWellFormed() ? value.replaceAll('\0', '').toWellFormed() : value;
  if (name === '__proto__') Object.defineProperty(fields, name, { value: clean, enumerable: true });
  else fields[name] = clean;
}
