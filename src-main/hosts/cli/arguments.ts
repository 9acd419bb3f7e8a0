import { InvalidArgumentError } from 'commander';
import { checkedLanguage } from '../../core/documents/edit-document.ts';
import { checkedSimilarity, leastSimilarity } from '../../domain/duplicates/duplicate-search.ts';

/** Parsers of option values; what they throw ends the program with exit code 2. */

export function wholeNumber(minimum: number, maximum: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (!/^\d+$/.test(value.trim()) || number < minimum || number > maximum) {
      throw new InvalidArgumentError(`It must be a whole number from ${minimum} to ${maximum}.`);
    }
    return number;
  };
}

export function percentage(value: string): number {
  const number = Number(value);
  if (value.trim() === '' || !(number >= 0 && number <= 100)) {
    throw new InvalidArgumentError('It must be a number from 0 to 100.');
  }
  return number;
}

export function share(value: string): number {
  const number = Number(value);
  if (value.trim() === '' || !(number >= 0 && number <= 1)) {
    throw new InvalidArgumentError('It must be a number from 0 to 1.');
  }
  return number;
}

/** Of near duplicates. */
export function similarity(value: string): number {
  try {
    return checkedSimilarity(value.trim() === '' ? Number.NaN : Number(value));
  } catch {
    throw new InvalidArgumentError(`It must be a number from ${leastSimilarity} to 1.`);
  }
}

const namedDelimiters: Readonly<Record<string, string>> = {
  tab: '\t',
  '\\t': '\t',
  comma: ',',
  semicolon: ';',
  bar: '|',
  pipe: '|',
  space: ' ',
};

/** One character, or its name: `tab`, `comma`, `semicolon`, `bar`, `space`. */
export function delimiter(value: string): string {
  const character = namedDelimiters[value.toLowerCase()] ?? value;
  if ([...character].length !== 1) {
    throw new InvalidArgumentError('It must be one character, or tab, comma, semicolon, bar or space.');
  }
  return character;
}

export function labelDelimiter(value: string): string {
  const text = namedDelimiters[value.toLowerCase()] ?? value;
  if (text.length === 0 || text.length > 5) {
    throw new InvalidArgumentError(
      'It must be one to five characters, or tab, comma, semicolon, bar or space.',
    );
  }
  return text;
}

export function language(value: string): string {
  try {
    return checkedLanguage(value);
  } catch {
    throw new InvalidArgumentError('It must be a language tag, such as en, de or pt-BR.');
  }
}

export function collect(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value];
}
