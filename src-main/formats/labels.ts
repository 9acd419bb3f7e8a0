import type { Dataset, ProjectKind } from '../domain/project.ts';
import { maximalClassNameLength } from './types.ts';

/** `null`: unlabelled; an array: the labels; a string: why the row is rejected. */
export type LabelsOrReason = readonly string[] | null | string;

const noLabels: readonly string[] = [];
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const controlCharacter = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
const maximalCachedCells = 20_000;
/** A longer cell is no label of a class that repeats, and many of them would fill the memory. */
const maximalCachedCell = 500;

/** Reads the labels of one kind of project out of cells and JSON values. */
export interface LabelReader {
  /** The text of a cell: labels between delimiters, or a JSON list. */
  readonly fromCell: (cell: string) => LabelsOrReason;
  /** A JSON value: a string, a list, or an object of scores. */
  readonly fromValue: (value: unknown) => LabelsOrReason;
  /** Labels already apart (one column each). */
  readonly fromList: (names: readonly string[]) => LabelsOrReason;
}

export function createLabelReader(
  kind: ProjectKind,
  cellDelimiter: string | null,
  stringDelimiter: string | null,
): LabelReader {
  const fromList = (names: readonly string[]): LabelsOrReason => finish(names, kind);
  const fromValue = (value: unknown): LabelsOrReason => {
    if (typeof value === 'string') return finish(split(value, stringDelimiter), kind, true);
    const names = namesOf(value);
    if (names === null || typeof names === 'string') return names;
    return finish(names, kind);
  };
  const parseCell = (cell: string): LabelsOrReason => {
    const trimmed = cell.trim();
    if (trimmed === '') return null;
    const value = parseStructure(trimmed);
    if (value !== undefined) return fromValue(value);
    return finish(split(trimmed, cellDelimiter), kind, true);
  };
  // A class occurs in thousands of rows: its cell is parsed once.
  const cache = new Map<string, LabelsOrReason>();
  const fromCell = (cell: string): LabelsOrReason => {
    if (cell.length > maximalCachedCell) return parseCell(cell);
    const known = cache.get(cell);
    if (known !== undefined) return known;
    const labels = parseCell(cell);
    if (cache.size >= maximalCachedCells) cache.clear();
    cache.set(ownCopy(cell), labels);
    return labels;
  };
  return { fromCell, fromValue, fromList };
}

/** A slice keeps the whole megabyte of text alive that it was cut from; a copy does not. */
function ownCopy(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}

function split(text: string, delimiter: string | null): readonly string[] {
  return delimiter === null || delimiter === '' ? [text] : text.split(delimiter);
}

/** A cell that holds JSON: `["A","B"]`, `[]`, or Label Studio's `{"choices":["A","B"]}`. */
function parseStructure(cell: string): unknown {
  const list = cell.startsWith('[') && cell.endsWith(']');
  if (!list && !(cell.startsWith('{') && cell.endsWith('}'))) return undefined;
  try {
    return JSON.parse(cell) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * Trims, drops blanks and repeats, and checks. A list that holds nothing but blanks says as little as an
 * empty cell; a list of no members says "none" where a document may have none.
 */
function finish(names: readonly string[], kind: ProjectKind, isText = false): LabelsOrReason {
  const labels: string[] = [];
  for (const name of names) {
    const label = name.trim();
    if (label === '' || labels.includes(label)) continue;
    const reason = classNameProblem(label);
    if (reason !== null) return reason;
    labels.push(ownCopy(label));
  }
  if (labels.length === 0) return kind === 'multi' && names.length === 0 && !isText ? noLabels : null;
  if (kind === 'single' && labels.length > 1) {
    return `The row has ${labels.length} labels (${labels.slice(0, 3).join(', ')}); a document of this project has one.`;
  }
  return labels;
}

/** Why a trimmed, non-empty text cannot be the name of a class, or `null`. */
export function classNameProblem(name: string): string | null {
  if (name.length > maximalClassNameLength) {
    return `The label "${name.slice(0, 40)}..." is longer than ${maximalClassNameLength} characters.`;
  }
  if (controlCharacter.test(name))
    return 'A label holds a control character (a line break, a tab or the like).';
  if (name.includes('\uFFFD') || !name.isWellFormed()) {
    return `The label "${name.slice(0, 40).toWellFormed()}" holds a damaged character: check the encoding of the file.`;
  }
  return null;
}

/** The label names in a JSON value that is no string: `null` for none given, a string for a reason. */
function namesOf(value: unknown): readonly string[] | null | string {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'boolean') return [String(value)];
  if (Array.isArray(value)) return namesOfList(value);
  if (typeof value === 'object') return namesOfObject(value as Readonly<Record<string, unknown>>);
  return 'The labels are neither a text nor a list.';
}

function namesOfList(list: readonly unknown[]): readonly string[] | string {
  const names: string[] = [];
  for (const member of list) {
    if (typeof member === 'string') names.push(member);
    else if (typeof member === 'number' || typeof member === 'boolean') names.push(String(member));
    else {
      const name = nameOfObject(member);
      if (name === null) return 'The list of labels has a member that is not a text.';
      names.push(name);
    }
  }
  return names;
}

/** `{category: "A"}` and its like, as several services write one label. */
function nameOfObject(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  for (const key of ['category', 'label', 'name', 'Name', 'class', 'value', 'text']) {
    const name = (value as Readonly<Record<string, unknown>>)[key];
    if (typeof name === 'string') return name;
  }
  return null;
}

/** `{choices: [...]}`, `{category: "A"}`, or scores by class (`{"A": 1, "B": 0}`), where 0.5 and more is a yes. */
function namesOfObject(value: Readonly<Record<string, unknown>>): readonly string[] | string {
  if (Array.isArray(value['choices'])) return namesOfList(value['choices']);
  const entries = Object.entries(value);
  const scores = entries.every(([, score]) => typeof score === 'number' || typeof score === 'boolean');
  if (scores) return entries.filter(([, score]) => Number(score) >= 0.5).map(([name]) => name);
  const name = nameOfObject(value);
  return name === null ? 'The labels are an object whose values are not 0 or 1.' : [name];
}

/** Labels of one-hot columns: `null` when all cells are empty, a reason when one is neither 0 nor 1. */
export function oneHotNames(
  names: readonly string[],
  cells: readonly string[],
): readonly string[] | null | string {
  const chosen: string[] = [];
  let filled = 0;
  for (const [index, name] of names.entries()) {
    const cell = (cells[index] ?? '').trim();
    if (cell === '') continue;
    filled += 1;
    const yes = oneHotValues.get(cell.toLowerCase());
    if (yes === undefined)
      return `The column "${name}" holds "${cell.slice(0, 40)}" where 0 or 1 is expected.`;
    if (yes) chosen.push(name);
  }
  return filled === 0 ? null : chosen;
}

/** What the cells of a one-hot column may hold. */
export const oneHotValues: ReadonlyMap<string, boolean> = new Map([
  ['1', true],
  ['1.0', true],
  ['true', true],
  ['0', false],
  ['0.0', false],
  ['false', false],
]);

const datasetNames: ReadonlyMap<string, Dataset> = new Map([
  ['train', 'train'],
  ['training', 'train'],
  ['dev', 'validation'],
  ['val', 'validation'],
  ['valid', 'validation'],
  ['validation', 'validation'],
  ['test', 'test'],
]);

/** The dataset that a text names; `undefined` when it names none. Upper and lower case are the same. */
export function datasetOfName(name: string): Dataset | undefined {
  return datasetNames.get(name.trim().toLowerCase());
}
