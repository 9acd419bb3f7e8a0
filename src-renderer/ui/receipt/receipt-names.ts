import { familyOf, type OptionValue } from '../../../src-main/domain/families.ts';
import { text } from '../../i18n/index.ts';
import { formatCount } from '../format.ts';

const words = text.models.receipt;

/** A family's name for people; an id that this version does not know stays as it is. */
export function familyName(id: string): string {
  return familyOf(id)?.name ?? id;
}

/** "linear + tensorflow" as "Linear + Dense network". */
export function candidateName(name: string): string {
  return name.split(' + ').map(familyName).join(' + ');
}

/** "typescript + tensorflow wasm" in words. */
export function backendName(backend: string): string {
  const known: Readonly<Record<string, string>> = words.backends;
  return backend
    .split(' + ')
    .map((part) => known[part] ?? part)
    .join(' + ');
}

/** The name and value of an option as the train screen shows them, or of what the training found by itself. */
export function optionFact(family: string, id: string, value: OptionValue): readonly [string, string] {
  const definition = familyOf(family)?.options.find((option) => option.id === id);
  const found: Readonly<Record<string, string>> = words.found;
  const name = definition?.name ?? found[id] ?? readable(id);
  const choice =
    definition?.kind === 'choice' ? definition.choices.find((each) => each.value === value)?.name : undefined;
  return [name, choice ?? formatValue(value)];
}

/** 0.30000000000000004 as 0.3, 4.180112 as 4.18; whole numbers as they are. */
function formatValue(value: OptionValue): string {
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'string') return value;
  return Number.isInteger(value) ? formatCount(value) : String(Number(value.toPrecision(4)));
}

/** `hiddenUnits` as "Hidden units". */
export function readable(name: string): string {
  const spaced = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll('.', ' · ');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1).toLowerCase();
}
