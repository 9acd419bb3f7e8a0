import { createRandom, type Random } from '../../src-main/domain/random.ts';

const openings = ['How do I', 'Why can I not', 'Where can I', 'Is it possible to', 'When am I able to'];
const verbs = [
  'cancel',
  'activate',
  'replace',
  'find',
  'top up',
  'verify',
  'lose',
  'change',
  'order',
  'track',
];
const things = [
  'card',
  'transfer',
  'account',
  'PIN',
  'refund',
  'payment',
  'exchange rate',
  'top-up',
  'address',
];
const asides = [
  'from yesterday',
  'that I made abroad',
  'in the app',
  'at the cash machine',
  'for my daughter',
];

/** Short questions to a bank in a customer's words, each with some of its own; no two are equal. */
export function makeQuestions(seed: number, count: number): string[] {
  const random = createRandom(seed);
  const one = (values: readonly string[]): string => values[random.below(values.length)]!;
  const own = (): string => `${makeWord(random)} ${makeWord(random)}`;
  return Array.from(
    { length: count },
    () => `${one(openings)} ${one(verbs)} my ${own()} ${one(things)} ${one(asides)}: ${own()} ${own()}?`,
  );
}

/** The text with one of its words written otherwise. */
export function withOneWordChanged(text: string, random: Random): string {
  const words = text.split(' ');
  words[random.below(words.length)] = makeWord(random);
  return words.join(' ');
}

function makeWord(random: Random): string {
  return random.uint32().toString(36);
}
