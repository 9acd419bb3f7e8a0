import { UsageError } from './usage-error.ts';

export interface Percentages {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

export const defaultPercentages: Percentages = { train: 80, validation: 10, test: 10 };

/**
 * Fills in the percentages that were not given: one missing takes the rest; of two missing, training takes what
 * the other's 10 leaves, or validation and test share what training leaves.
 * @throws UsageError when they do not add up to 100.
 */
export function completePercentages(
  given: {
    readonly [name in keyof Percentages]?: number | undefined;
  },
): Percentages {
  const names = (['train', 'validation', 'test'] as const).filter((name) => given[name] !== undefined);
  if (names.length === 0) return defaultPercentages;
  const rest = 100 - names.reduce((sum, name) => sum + (given[name] ?? 0), 0);
  const result = { ...filled(given, rest) };
  const sum = result.train + result.validation + result.test;
  if (Math.abs(sum - 100) > 1e-6 || Math.min(result.train, result.validation, result.test) < 0) {
    throw new UsageError('--train, --validation and --test must add up to 100.');
  }
  return result;
}

function filled(
  given: { readonly [name in keyof Percentages]?: number | undefined },
  rest: number,
): Percentages {
  const { train, validation, test } = given;
  if (train !== undefined && validation === undefined && test === undefined) {
    return { train, validation: rest / 2, test: rest / 2 };
  }
  if (train === undefined) {
    const other = validation === undefined || test === undefined ? Math.min(10, rest) : 0;
    return { train: rest - other, validation: validation ?? other, test: test ?? other };
  }
  return { train, validation: validation ?? rest, test: test ?? rest };
}
