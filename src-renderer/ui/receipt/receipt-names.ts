import type { OptionValue } from '../../../src-main/domain/families.ts';
import { optionFact as factOf } from '../../../src-main/domain/receipt-words.ts';
import { text } from '../../i18n/index.ts';

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
  return factOf(family, id, value, words.found);
}
