import { familyOf, learnerName, type OptionValue, type OptionValues } from './families.ts';

/**
 * The name and value of an option as people read them: as the family names it, else by `names` (of what a training
 * found by itself), else by its id in plain words.
 */
export function optionFact(
  family: string,
  id: string,
  value: OptionValue,
  names: Readonly<Record<string, string>> = {},
): readonly [name: string, value: string] {
  const definition = familyOf(family)?.options.find((option) => option.id === id);
  const choice =
    definition?.kind === 'choice' ? definition.choices.find((each) => each.value === value)?.name : undefined;
  return [definition?.name ?? names[id] ?? readable(id), choice ?? valueText(value)];
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

/** `hiddenUnits` as "Hidden units". */
export function readable(name: string): string {
  const spaced = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll('.', ' · ');
  return capital(spaced.toLowerCase());
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** 0.30000000000000004 as 0.3, 4.180112 as 4.18; whole numbers as they are. */
function valueText(value: OptionValue): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  // A fingerprint is for telling apart: its beginning does; the receipt itself has all of it.
  if (typeof value === 'string') return /^[0-9a-f]{32,}$/.test(value) ? `${value.slice(0, 16)}…` : value;
  return Number.isInteger(value) ? value.toLocaleString('en') : String(Number(value.toPrecision(4)));
}
