/**
 * What a filter asks of a document's classes, by index: that a class is among them (-1: that there is none), or that
 * it is not.
 */
export type ClassCondition = number | { readonly without: number };

/** As part of an address: `3`, or `!3` for without. */
export function conditionText(condition: ClassCondition): string {
  return typeof condition === 'number' ? String(condition) : `!${condition.without}`;
}

/** Null for anything else than what {@link conditionText} writes. */
export function conditionFrom(text: string | null): ClassCondition | null {
  const [, not, index] = /^(!?)(-?\d+)$/.exec(text ?? '') ?? [];
  if (index === undefined) return null;
  return not === '!' ? { without: Number(index) } : Number(index);
}
