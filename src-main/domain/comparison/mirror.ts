import type { Interval } from '../metrics/wilson.ts';
import type { Comparison } from './types.ts';

/** The same comparison with A and B changed about. */
export function mirrored(comparison: Comparison): Comparison {
  const { a, b, mcNemar, verdict, fixed, broken } = comparison;
  return {
    ...comparison,
    a: b,
    b: a,
    figures: comparison.figures.map((one) => ({
      ...one,
      a: one.b,
      b: one.a,
      difference: negative(one.difference),
      interval: opposite(one.interval),
    })),
    mcNemar: { ...mcNemar, onlyA: mcNemar.onlyB, onlyB: mcNemar.onlyA },
    verdict: { ...verdict, winner: verdict.winner === null ? null : verdict.winner === 'a' ? 'b' : 'a' },
    classes: comparison.classes.map((one) => ({
      ...one,
      a: one.b,
      b: one.a,
      difference: one.difference === null ? null : negative(one.difference),
      interval: one.interval === null ? null : opposite(one.interval),
    })),
    fixed: broken,
    broken: fixed,
  };
}

function opposite({ low, high }: Interval): Interval {
  return { low: negative(high), high: negative(low) };
}

/** Never -0, which JSON would turn into 0. */
function negative(value: number): number {
  return 0 - value;
}
