import { AppError } from '../../domain/errors.ts';

/** What can be trained, in the order in which it is offered. */
export const families = [
  {
    id: 'linear',
    name: 'Linear',
    description:
      'Learns from words, word pairs and pieces of words. Trains in seconds and shows which words speak for a class.',
  },
] as const;

/** @throws AppError `unsupported_option`. */
export function checkedFamily(family: string): string {
  if (!families.some((known) => known.id === family)) {
    const known = families.map((entry) => entry.id).join(', ');
    throw new AppError('unsupported_option', `There is no model family "${family}". Use one of: ${known}.`);
  }
  return family;
}
