import {
  familyOf,
  learnerName,
  type OptionValue,
  type OptionValues,
} from '../../../src-main/domain/families.ts';
import { text } from '../../i18n/index.ts';
import { formatCount } from '../format.ts';

const words = text.models.receipt;

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

/** The options of each learner of an average apart, those of a single learner under its own family. */
export function optionsByLearner(
  family: string,
  options: OptionValues,
): ReadonlyMap<string, readonly (readonly [id: string, value: OptionValue])[]> {
  const groups = new Map<string, (readonly [string, OptionValue])[]>();
  for (const [key, value] of Object.entries(options)) {
    const dot = key.indexOf('.');
    const learner = dot < 0 ? family : key.slice(0, dot);
    groups.set(learner, [...(groups.get(learner) ?? []), [key.slice(dot + 1), value]]);
  }
  return groups;
}

/** A phase by its name; what `auto` spent on each learner by the learner's. */
export function phaseName(phase: string): string {
  return phase.includes(' ') ? capital(phase) : readable(learnerName(phase));
}

/** "linear + naive Bayes" as the head of a row. */
export function candidateName(name: string): string {
  return name
    .split(' + ')
    .map((part) => capital(learnerName(part)))
    .join(' + ');
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** 0.30000000000000004 as 0.3, 4.180112 as 4.18; whole numbers as they are. */
function formatValue(value: OptionValue): string {
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  // A fingerprint is for telling apart: its beginning does; the copied receipt has all of it.
  if (typeof value === 'string') return /^[0-9a-f]{32,}$/.test(value) ? `${value.slice(0, 16)}…` : value;
  return Number.isInteger(value) ? formatCount(value) : String(Number(value.toPrecision(4)));
}

/** `hiddenUnits` as "Hidden units". */
export function readable(name: string): string {
  const spaced = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll('.', ' · ');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1).toLowerCase();
}
