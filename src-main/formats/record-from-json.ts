import { AppError } from '../domain/errors.ts';
import type { ImportRecord, RejectedRow } from '../domain/import.ts';
import type { ColumnMapping } from '../domain/source.ts';
import type { SampledColumn } from './column-guess.ts';
import { type ColumnPlan, normalizeName, planColumns, roleNames } from './columns.ts';
import type { JsonItem, JsonRow } from './json-rows.ts';
import { isJsonObject, type JsonObject, simplifyVariant } from './json-variants.ts';
import type { LabelReader, LabelsOrReason } from './labels.ts';
import { type RecordMaker, rejectedRow } from './record.ts';
import { setField } from './record-from-table.ts';

/** Keys that are tried, in this order, for each part of a document. */
export interface JsonPlan {
  readonly text: readonly string[];
  readonly labels: readonly string[];
  readonly oneHot: boolean;
  readonly id: readonly string[];
  readonly dataset: readonly string[];
  readonly language: readonly string[];
  /** `null`: all keys that play no other part. */
  readonly fields: readonly string[] | null;
}

export interface JsonColumns {
  readonly columns: readonly SampledColumn[];
  /** `null` where no key could be the text: every row will be rejected. */
  readonly table: ColumnPlan | null;
  readonly plan: JsonPlan;
}

/** Finds which keys play which part from the first rows. Throws `bad_request` for a mapped key that no row has. */
export function planJson(items: readonly JsonItem[], mapping: ColumnMapping, source: string): JsonColumns {
  const rows = items
    .flatMap((item) => ('value' in item && isJsonObject(item.value) ? [item.value] : []))
    .map(simplifyVariant);
  const columns = sampleKeys(rows, mapping);
  const text = mapping.text ?? guessText(rows, columns);
  let table: ColumnPlan | null = null;
  try {
    table = planColumns(columns, { ...mapping, text }, true, source);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'file_malformed') throw error;
  }
  return { columns, table, plan: toJsonPlan(table, mapping) };
}

/** Objects of other keys in every row (a lookup table, say) must not become millions of columns. */
const maximalSampledKeys = 5000;

function sampleKeys(rows: readonly JsonObject[], mapping: ColumnMapping): readonly SampledColumn[] {
  const names = new Set(rows.flatMap((row) => Object.keys(row)).slice(0, maximalSampledKeys));
  const mapped = [
    mapping.text,
    mapping.id,
    mapping.dataset,
    mapping.language,
    ...(mapping.labels ?? []),
    ...(mapping.fields ?? []),
  ];
  for (const name of mapped) {
    if (typeof name === 'string' && rows.some((row) => lookUp(row, name) !== undefined)) names.add(name);
  }
  return [...names].map((name) => ({ name, values: rows.map((row) => valueText(lookUp(row, name))) }));
}

/** A usual name, else the key with the longest strings. */
function guessText(rows: readonly JsonObject[], columns: readonly SampledColumn[]): string | undefined {
  const usual = roleNames.text.flatMap((name) =>
    columns.filter((column) => normalizeName(column.name) === name),
  );
  if (usual[0] !== undefined) return usual[0].name;
  const taken = [
    ...roleNames.label,
    ...roleNames.id,
    ...roleNames.dataset,
    ...roleNames.language,
  ] as readonly string[];
  let best: string | undefined;
  let bestLength = 0;
  for (const column of columns) {
    if (taken.includes(normalizeName(column.name))) continue;
    if (!rows.every((row) => row[column.name] === undefined || typeof row[column.name] === 'string'))
      continue;
    const length = column.values.reduce((sum, value) => sum + value.length, 0);
    if (length > bestLength) {
      best = column.name;
      bestLength = length;
    }
  }
  return best;
}

function toJsonPlan(table: ColumnPlan | null, mapping: ColumnMapping): JsonPlan {
  // Rows of one file differ: where the sample's key is absent, the plain names are tried.
  const keys = (
    given: unknown,
    found: number | null | undefined,
    plain: readonly string[],
  ): readonly string[] => {
    const key = typeof found === 'number' ? table!.names[found]! : null;
    if (given !== undefined) return key === null ? [] : [key];
    return key === null ? plain : [...new Set([key, ...plain])];
  };
  const labelKeys = table?.labels.map((index) => table.names[index]!) ?? [];
  const plainLabels = ['labels', 'label', 'category', 'categories', 'class', 'classes', 'cats', 'target'];
  return {
    text: keys(mapping.text, table?.text, ['text']),
    labels:
      mapping.labels !== undefined || table?.oneHot
        ? labelKeys
        : [...new Set([...labelKeys, ...plainLabels])],
    oneHot: table?.oneHot ?? false,
    id: keys(mapping.id, table?.id, ['id']),
    dataset: keys(mapping.dataset, table?.dataset, ['dataset', 'split']),
    language: keys(mapping.language, table?.language, ['language']),
    fields: mapping.fields ?? null,
  };
}

/** The value of a key, or of a path with dots through nested objects. */
function lookUp(row: JsonObject, key: string): unknown {
  if (Object.hasOwn(row, key)) return row[key];
  if (!key.includes('.')) return undefined;
  let value: unknown = row;
  for (const part of key.split('.')) {
    if (!isJsonObject(value) || !Object.hasOwn(value, part)) return undefined;
    value = value[part];
  }
  return value;
}

function firstOf(row: JsonObject, keys: readonly string[]): unknown {
  for (const key of keys) {
    const value = lookUp(row, key);
    if (value !== undefined) return value;
  }
  return undefined;
}

function valueText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  try {
    return JSON.stringify(value);
  } catch {
    // Thousands of lists within lists can be read but not written.
    return '';
  }
}

/** Turns JSON values into documents by a plan of their keys. */
export function createJsonConverter(
  plan: JsonPlan,
  labels: LabelReader,
  maker: RecordMaker,
): (row: JsonRow) => ImportRecord | RejectedRow {
  const played = new Set([...plan.text, ...plan.labels, ...plan.id, ...plan.dataset, ...plan.language]);
  const labelsOf = (row: JsonObject): LabelsOrReason => {
    if (plan.oneHot) return oneHotOf(row);
    return labels.fromValue(firstOf(row, plan.labels));
  };
  const oneHotOf = (row: JsonObject): LabelsOrReason => {
    const scores = plan.labels
      .map((key) => [key, lookUp(row, key)] as const)
      .filter(([, score]) => score !== undefined && score !== null);
    return scores.length === 0 ? null : labels.fromValue(Object.fromEntries(scores));
  };
  return (item) => {
    const { line, entry, value } = item;
    if (typeof value === 'string') {
      return maker.make({
        line,
        entry,
        text: value,
        labels: null,
        id: null,
        dataset: null,
        language: null,
        fields: null,
      });
    }
    if (!isJsonObject(value)) return rejectedRow(maker.source, item, 'The row is not a JSON object.');
    const row = simplifyVariant(value);
    return maker.make({
      line,
      entry,
      text: firstOf(row, plan.text),
      labels: labelsOf(row),
      id: firstOf(row, plan.id),
      dataset: firstOf(row, plan.dataset),
      language: firstOf(row, plan.language),
      fields: fieldsOf(row, plan.fields, played),
    });
  };
}

function fieldsOf(
  row: JsonObject,
  wanted: readonly string[] | null,
  played: ReadonlySet<string>,
): Readonly<Record<string, string>> | null {
  let fields: Record<string, string> | null = null;
  for (const key of wanted ?? Object.keys(row)) {
    if (wanted === null && played.has(key)) continue;
    const text = valueText(lookUp(row, key));
    if (text === '') continue;
    fields ??= {};
    setField(fields, key, text);
  }
  return fields;
}
