import {
  familyOf,
  type OptionDefinition,
  type OptionValue,
  type OptionValues,
  optionProblem,
} from '../../domain/families.ts';
import { UsageError } from './usage-error.ts';

/** `name=value` pairs as the family's own options. @throws UsageError naming the options that there are. */
export function familyOptions(family: string, given: readonly string[]): OptionValues {
  const definitions = familyOf(family)?.options ?? [];
  const values: Record<string, OptionValue> = {};
  for (const pair of given) {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
    if (name === undefined || value === undefined) {
      throw new UsageError(`--option ${pair}: write name=value. ${listed(definitions)}`);
    }
    values[name.trim()] = typed(
      definitions.find(({ id }) => id === name.trim()),
      value.trim(),
    );
  }
  const problem = optionProblem(definitions, values);
  if (problem !== null) throw new UsageError(`--option: ${problem}`);
  return values;
}

/** What does not fit stays text; the check of the values then says what is wrong. */
function typed(definition: OptionDefinition | undefined, value: string): OptionValue {
  if (definition?.kind === 'number' && value !== '' && !Number.isNaN(Number(value))) return Number(value);
  if (definition?.kind === 'switch' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  return value;
}

function listed(definitions: readonly OptionDefinition[]): string {
  return `Names: ${definitions.map(({ id }) => id).join(', ')}.`;
}
