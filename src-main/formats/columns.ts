import { AppError } from '../domain/errors.ts';
import type { ColumnMapping, ColumnRole, InspectedColumn } from '../domain/source.ts';
import {
  freeColumns,
  guessId,
  guessLabel,
  guessText,
  isOneHot,
  type SampledColumn,
  take,
  takeOneHot,
} from './column-guess.ts';

/** Which columns play which part, by their place. */
export interface ColumnPlan {
  readonly names: readonly string[];
  readonly text: number;
  readonly labels: readonly number[];
  /** The label columns hold 0 or 1 and their names are the classes. */
  readonly oneHot: boolean;
  readonly id: number | null;
  readonly dataset: number | null;
  readonly language: number | null;
  readonly fields: readonly number[];
}

/** Names that people give to columns, the most telling first; compared without case, blanks, `_` and `-`. */
export const roleNames = {
  text: [
    'text',
    'body',
    'content',
    'document',
    'documenttext',
    'sentence',
    'message',
    'utterance',
    'review',
    'tweet',
    'question',
    'query',
    'comment',
    'post',
    'article',
    'description',
    'input',
  ],
  label: [
    'labels',
    'label',
    'category',
    'categories',
    'class',
    'classes',
    'cats',
    'target',
    'targets',
    'tags',
    'tag',
    'intent',
    'topic',
    'topics',
    'sentiment',
    'emotion',
    'emotions',
    'classname',
    'labelname',
    'labeltext',
  ],
  id: [
    'id',
    'externalid',
    'documentid',
    'docid',
    'textid',
    'rowid',
    'recordid',
    'uuid',
    'guid',
    'key',
    'index',
    '#',
  ],
  dataset: ['dataset', 'split', 'subset', 'partition'],
  language: ['language', 'lang', 'locale'],
} as const;

export type RoleName = keyof typeof roleNames;

export function normalizeName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '');
}

/** Whether a name is one of those that people give to a column of this part. */
export function namesRole(name: string, role: RoleName): boolean {
  return (roleNames[role] as readonly string[]).includes(normalizeName(name));
}

/** Names for columns without a header, and different names for columns of the same name. */
export function uniqueNames(header: readonly string[] | null, count: number): readonly string[] {
  const names = new Set<string>();
  for (let index = 0; index < count; index += 1) {
    const given = header?.[index]?.trim() || `Column ${index + 1}`;
    let name = given;
    for (let copy = 2; names.has(name); copy += 1) name = `${given} (${copy})`;
    names.add(name);
  }
  return [...names];
}

/**
 * Gives every column its part: as the mapping says, then by name, then by content.
 *
 * @throws AppError bad_request when the mapping names a column that is not there, file_malformed when no
 *   column can be the text
 */
export function planColumns(
  columns: readonly SampledColumn[],
  mapping: ColumnMapping,
  hasHeader: boolean,
  source: string,
): ColumnPlan {
  const names = columns.map((column) => column.name);
  const taken = new Set<number>();
  const find = (name: string): number => take(findColumn(names, name, source), taken);
  const byName = (role: RoleName): number | null => (hasHeader ? takeByName(names, role, taken) : null);
  const given = {
    text: mapping.text === undefined ? null : find(mapping.text),
    labels: mapping.labels?.map(find) ?? null,
    id: findGiven(mapping.id, find),
    dataset: findGiven(mapping.dataset, find),
    language: findGiven(mapping.language, find),
  };
  const named = given.text ?? byName('text');
  const namedLabels = given.labels ?? toList(byName('label'));
  const namedId = given.id === undefined ? byName('id') : given.id;
  const dataset = given.dataset === undefined ? byName('dataset') : given.dataset;
  const language = given.language === undefined ? byName('language') : given.language;
  const knownLabels = namedLabels ?? (hasHeader ? takeOneHot(columns, taken) : null);
  const text = named ?? guessText(columns, taken);
  if (text === null) throw noText(names, source);
  const labels = knownLabels ?? toList(guessLabel(columns, taken, named !== null)) ?? [];
  const id = given.id === undefined && !hasHeader ? guessId(columns, taken) : namedId;
  const fields =
    mapping.fields?.map((name) => findColumn(names, name, source)) ?? freeColumns(columns, taken);
  const oneHot = labels.length > 1 && labels.every((index) => isOneHot(columns[index]!));
  return { names, text, labels, oneHot, id, dataset, language, fields };
}

/** `undefined` where the mapping leaves the part open, `null` where it says that no column plays it. */
function findGiven(
  name: string | null | undefined,
  find: (name: string) => number,
): number | null | undefined {
  return name === undefined || name === null ? name : find(name);
}

function noText(names: readonly string[], source: string): AppError {
  return new AppError(
    'file_malformed',
    `"${source}" has no column that could be the text. Its columns are: ${names.join(', ') || 'none'}. Choose the text column.`,
    { columns: names },
  );
}

function toList(index: number | null): readonly number[] | null {
  return index === null ? null : [index];
}

function findColumn(names: readonly string[], name: string, source: string): number {
  const exact = names.indexOf(name);
  if (exact >= 0) return exact;
  const loose = names.findIndex((candidate) => candidate.toLowerCase() === name.trim().toLowerCase());
  if (loose >= 0) return loose;
  const place = /^\d+$/.test(name) ? Number(name) - 1 : -1;
  if (place >= 0 && place < names.length) return place;
  throw new AppError(
    'bad_request',
    `"${source}" has no column "${name}". Its columns are: ${names.join(', ') || 'none'}.`,
    {
      column: name,
      columns: names,
    },
  );
}

function takeByName(names: readonly string[], role: RoleName, taken: Set<number>): number | null {
  const normalized = names.map(normalizeName);
  for (const candidate of roleNames[role]) {
    const index = normalized.findIndex((name, place) => name === candidate && !taken.has(place));
    if (index >= 0) return take(index, taken);
  }
  return null;
}

/** What a screen shows of the columns. */
export function describeColumns(
  columns: readonly SampledColumn[],
  plan: ColumnPlan,
): readonly InspectedColumn[] {
  return columns.map((column, index) => ({
    name: column.name,
    samples: column.values.slice(0, 3).map((value) => value.slice(0, 120)),
    role: roleOf(index, plan),
  }));
}

function roleOf(index: number, plan: ColumnPlan): ColumnRole {
  if (plan.text === index) return 'text';
  if (plan.labels.includes(index)) return 'label';
  if (plan.id === index) return 'id';
  if (plan.dataset === index) return 'dataset';
  if (plan.language === index) return 'language';
  return plan.fields.includes(index) ? 'field' : 'ignored';
}

/** The plan in the words of a mapping, so that a person can change it. */
export function mappingOf(plan: ColumnPlan): ColumnMapping {
  const name = (index: number | null): string | null => (index === null ? null : plan.names[index]!);
  return {
    text: plan.names[plan.text]!,
    labels: plan.labels.map((index) => plan.names[index]!),
    id: name(plan.id),
    dataset: name(plan.dataset),
    language: name(plan.language),
    fields: plan.fields.map((index) => plan.names[index]!),
  };
}
