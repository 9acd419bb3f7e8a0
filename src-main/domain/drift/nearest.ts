import type { Vocabulary } from './vocabulary.ts';
import { createWordReader } from './words.ts';

export interface Neighbour {
  readonly documentId: number;
  /** Cosine of TF-IDF vectors of words, 0 to 1. */
  readonly similarity: number;
  readonly text: string;
}

/** Finds the documents most like a few texts while all documents pass by once. */
export interface NearestSearch {
  add(documentId: number, text: string): void;
  /** One list for each text, best first, none without a word in common; of equals the one added first. */
  results(): readonly (readonly Neighbour[])[];
}

/** Of a document's text that is kept. */
export const excerptUnits = 300;

/**
 * Words are weighed by how often they stand in a text times ln((1 + n) / (1 + df)) + 1, with the frequencies of the
 * vocabulary.
 *
 * @param wanted neighbours of each text
 */
export function createNearestSearch(
  texts: readonly string[],
  vocabulary: Vocabulary,
  wanted: number,
): NearestSearch {
  const read = weightsReader(vocabulary);
  /** Of each word, the texts that have it with the word's weight in them. */
  const index = new Map<number, { readonly text: number; readonly weight: number }[]>();
  for (const [place, text] of texts.entries()) {
    const { weights, norm } = read(text);
    for (const [hash, weight] of weights) {
      const entry = { text: place, weight: weight / norm };
      const entries = index.get(hash);
      if (entries === undefined) index.set(hash, [entry]);
      else entries.push(entry);
    }
  }
  const found: Neighbour[][] = texts.map(() => []);
  const products = new Float64Array(texts.length);
  return {
    add(documentId, text) {
      const { weights, norm } = read(text);
      products.fill(0);
      for (const [hash, weight] of weights) {
        for (const entry of index.get(hash) ?? []) products[entry.text]! += entry.weight * weight;
      }
      for (const [place, product] of products.entries()) {
        const list = found[place]!;
        const similarity = product / norm;
        if (!(similarity > 0) || similarity <= (list[wanted - 1]?.similarity ?? 0)) continue;
        const later = list.findIndex((other) => other.similarity < similarity);
        list.splice(later === -1 ? list.length : later, 0, {
          documentId,
          similarity: Math.min(1, similarity),
          text: text.slice(0, excerptUnits),
        });
        list.length = Math.min(list.length, wanted);
      }
    },
    results: () => found,
  };
}

function weightsReader(vocabulary: Vocabulary) {
  const reader = createWordReader();
  return (text: string): { readonly weights: ReadonlyMap<number, number>; readonly norm: number } => {
    const weights = new Map<number, number>();
    const count = reader.read(text);
    for (let place = 0; place < count; place++) {
      const hash = reader.hashes[place]!;
      weights.set(hash, (weights.get(hash) ?? 0) + 1);
    }
    let squares = 0;
    for (const [hash, times] of weights) {
      const rarity = Math.log((1 + vocabulary.documents) / (1 + vocabulary.frequency(hash))) + 1;
      weights.set(hash, times * rarity);
      squares += (times * rarity) ** 2;
    }
    return { weights, norm: Math.sqrt(squares) || 1 };
  };
}
