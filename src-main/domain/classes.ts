import { AppError } from './errors.ts';

export const maximalClassNameLength = 200;

/**
 * Twelve colours that stay apart from each other at mid lightness, on light and on dark ground. Colour is an
 * aid only: the class name always stands beside it.
 */
export const classPalette = [
  '#2f6fdb',
  '#d9622b',
  '#2e9e5b',
  '#b0439c',
  '#b38a12',
  '#1d9aa8',
  '#d03a4b',
  '#7a5cd6',
  '#7d8b2a',
  '#e0709a',
  '#8a6242',
  '#66788f',
] as const;

const defaultKeys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'] as const;

/**
 * The class name as it is stored: surrounding white space removed, in Unicode normal form C.
 * Names are the same class exactly when these are equal; case matters.
 * @throws AppError `class_name_invalid` when it is empty, longer than {@link maximalClassNameLength}
 *   characters, or holds a control character (a line break or tab, say) or half a surrogate pair.
 */
export function parseClassName(input: string): string {
  const name = input.trim().normalize('NFC');
  const length = [...name].length;
  if (length === 0) {
    throw new AppError('class_name_invalid', 'A class needs a name. Type at least one character.');
  }
  if (length > maximalClassNameLength) {
    throw new AppError(
      'class_name_invalid',
      `The class name "${name.slice(0, 40)}…" has ${length} characters. Use at most ${maximalClassNameLength}.`,
    );
  }
  if (/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(name)) {
    throw new AppError(
      'class_name_invalid',
      `The class name ${JSON.stringify(name.slice(0, 40))} holds a line break, a tab or another control character. Remove it.`,
    );
  }
  return name;
}

/** The colour of the class at a position, counted from 0; the palette repeats. */
export function defaultClassColor(position: number): string {
  return classPalette[position % classPalette.length]!;
}

/** The label key of the class at a position, counted from 0: 1 to 9, then 0, then none. */
export function defaultClassKey(position: number): string | null {
  return defaultKeys[position] ?? null;
}
