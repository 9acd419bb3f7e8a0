import { createRandom, type Random } from '../../random.ts';
import type { TrainingDocument } from '../../types.ts';

const letters = 'abcdefghiklmnoprstuvw';

/** A made-up word that hardly comes twice. */
function madeUp(random: Random, length = 7): string {
  return Array.from({ length }, () => letters[random.below(letters.length)]).join('');
}

type Writer = (truth: number, random: Random) => string;

/** Documents of two classes in turn. */
export function written(count: number, writer: Writer, seed = 5): TrainingDocument[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    text: writer(index % 2, random),
    classes: [index % 2],
  }));
}

/** Every word is new; one of them holds letters that tell the class. */
export const byLetters: Writer = (truth, random) => {
  const clue = truth === 0 ? 'xyz' : 'zyx';
  const clueWord = `${madeUp(random, 2)}${clue}${madeUp(random, 2)}`;
  return [madeUp(random), clueWord, madeUp(random), madeUp(random)].join(' ');
};

/** The same words in both classes; which of them comes first tells the class. */
export const byFirstWord: Writer = (truth, random) => {
  const [first, last] = truth === 0 ? ['why', 'what'] : ['what', 'why'];
  return [first, madeUp(random), madeUp(random), last, madeUp(random)].join(' ');
};

/** Of one length and without common letters, so that nothing but the words themselves tells anything. */
const topics = [
  ['abab', 'abba', 'baba', 'baab'],
  ['cdcd', 'cddc', 'dcdc', 'dccd'],
  ['efef', 'effe', 'fefe', 'feef'],
  ['ghgh', 'ghhg', 'hghg', 'hggh'],
] as const;

/** Each text joins two of four topics; only the pair tells the class, neither topic by itself. */
export const byPairOfTopics: Writer = (truth, random) => {
  const side = random.below(2);
  const pick = (topic: number): string => {
    const words = topics[topic]!;
    return words[random.below(words.length)]!;
  };
  const first = side;
  const second = 2 + (side ^ truth);
  return [first, first, first, second, second, second].map(pick).join(' x ');
};

const sides = [
  ['refund', 'money', 'card', 'payment'],
  ['parcel', 'late', 'came', 'delivery'],
] as const;

/**
 * All documents hold the words of both sides equally often; the class is which side fills the middle of what an
 * encoder with a limit of 24 tokens reads. To bags of words that is noise, and the first words are mixed.
 */
export const byWhatIsReadFirst: Writer = (truth, random) => {
  const some = (count: number, words: readonly string[]): string[] =>
    Array.from({ length: count }, () => words[random.below(words.length)]!);
  const both = sides.flat();
  return [
    ...some(7, both),
    ...some(12, sides[truth]!),
    ...some(12, sides[1 - truth]!),
    ...some(60, both),
  ].join(' ');
};
