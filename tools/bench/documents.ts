import { createRandom } from '../../src-main/domain/random.ts';

/** A made-up document. `label` is a class name. */
export interface MadeDocument {
  readonly text: string;
  readonly label: string;
}

export interface DocumentSource {
  /** The document with this number, from 0; every text is another one. Ask for them in ascending order. */
  next(): MadeDocument;
}

const vocabularySize = 30_000;
const topicWords = 60;
export const classNames: readonly string[] = Array.from(
  { length: 20 },
  (_, index) => `Class ${String(index + 1).padStart(2, '0')}`,
);

const onsets = ['b', 'br', 'd', 'f', 'g', 'h', 'k', 'l', 'm', 'n', 'p', 'pr', 'r', 's', 'st', 't', 'tr', 'v'];
const vowels = ['a', 'e', 'i', 'o', 'u', 'ea', 'ou'];
const codas = ['', '', 'l', 'n', 'r', 's', 't'];

/** Pronounceable words, each once; frequent ones (low indexes) are short, as in a language. */
function makeVocabulary(): readonly string[] {
  const parts: string[] = [];
  for (const onset of onsets) {
    for (const vowel of vowels) {
      for (const coda of codas.slice(1)) parts.push(onset + vowel + coda);
    }
  }
  const words = new Set<string>(parts.slice(0, 400));
  const random = createRandom(7);
  const part = (): string => parts[random.below(parts.length)]!;
  while (words.size < vocabularySize) {
    words.add(words.size % 3 === 0 ? part() + part() + part() : part() + part());
  }
  return [...words];
}

const vocabulary = makeVocabulary();

/** The word of this rank, 0 being the most frequent: to search for rare and common words. */
export function wordOfRank(rank: number): string {
  return vocabulary[rank]!;
}

/** Word ranks by Zipf's law, drawn from a table by 16 random bits. */
function makeRanks(): Uint16Array {
  const weights = Array.from({ length: vocabularySize }, (_, rank) => 1 / (rank + 2.7));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const ranks = new Uint16Array(65_536);
  let rank = 0;
  let covered = weights[0]! / sum;
  for (let index = 0; index < ranks.length; index++) {
    while (covered < (index + 0.5) / ranks.length && rank < vocabularySize - 1) {
      rank++;
      covered += weights[rank]! / sum;
    }
    ranks[index] = rank;
  }
  return ranks;
}

/**
 * Documents of `shortest` to about `shortest + 40` characters in 20 classes: words by Zipf's law, a fifth of them
 * from the topic of the class, and one word that no other document has.
 */
export function createDocuments(seed: number, shortest: number): DocumentSource {
  const random = createRandom(seed);
  const ranks = makeRanks();
  let number = 0;
  return {
    next() {
      const topic = random.below(classNames.length);
      const topicStart = 2000 + topic * topicWords;
      const length = shortest + random.below(30);
      let text = `No${number.toString(36)}`;
      while (text.length < length) {
        const bits = random.uint32();
        const word =
          (bits & 0xffff) < 13_107
            ? vocabulary[topicStart + ((bits >>> 16) % topicWords)]!
            : vocabulary[ranks[bits >>> 16]!]!;
        text += ` ${word}`;
      }
      number++;
      return { text, label: classNames[topic]! };
    },
  };
}
