import { mostFrequent } from '../features/most-frequent.ts';
import { ngramKinds } from '../features/ngram-table.ts';
import { weightingOf } from '../features/vectoriser.ts';
import type { TopFeature } from '../types.ts';
import type { DocumentVectorModel } from '../vectors/learn-vectors.ts';
import { projectorOf } from '../vectors/projection.ts';
import type { Work } from '../work.ts';
import { type Head, headScorer } from './head.ts';

/** Words that are looked at, those of the most texts. */
const mostWords = 3000;
/** Words looked at in one step. */
const wordsPerStep = 20;

/**
 * Per class the words that speak for it the most when they stand alone: the value of a document of this one word, less
 * that of an empty document; single-label: as its lead over the mean of the other classes.
 */
export function* strongestWords(
  { vectoriser, projection }: DocumentVectorModel,
  head: Head,
  kept: number,
): Work<TopFeature[][]> {
  const { table, documentFrequencies } = vectoriser;
  const words = mostFrequent(documentFrequencies.subarray(0, table.count(ngramKinds.word)), mostWords);
  words.sort((a, b) => documentFrequencies[b]! - documentFrequencies[a]! || a - b);
  const { project, dimensions } = projectorOf(projection);
  const { idf } = weightingOf(vectoriser);
  const { score } = headScorer(head);
  const vector = new Float32Array(dimensions);
  const plain = leads(score(vector, 0), head);
  const found: TopFeature[][] = Array.from({ length: head.classCount }, () => []);
  for (const [place, word] of words.entries()) {
    if (place % wordsPerStep === wordsPerStep - 1) yield;
    const feature = table.text(word);
    if (idf[word] === 0 || !/\p{L}/u.test(feature)) continue;
    const row = { indices: Int32Array.of(word), values: Float32Array.of(1) };
    project(row, 0, 1, vector, 0);
    const weights = leads(score(vector, 0, row, 0, 1), head);
    for (const k of head.learned) {
      const weight = weights[k]! - plain[k]!;
      if (weight > 0) insert(found[k]!, { feature, weight }, kept);
    }
  }
  return found;
}

function leads(values: Float64Array, { kind, learned }: Head): Float64Array {
  if (kind === 'multi' || learned.length < 2) return values.slice();
  const total = learned.reduce((sum, k) => sum + values[k]!, 0);
  return values.map((value) => value - (total - value) / (learned.length - 1));
}

/** Into its place, strongest first; the weakest falls out. */
function insert(features: TopFeature[], feature: TopFeature, kept: number): void {
  let place = features.length;
  while (place > 0 && features[place - 1]!.weight < feature.weight) place--;
  if (place >= kept) return;
  features.splice(place, 0, feature);
  features.length = Math.min(features.length, kept);
}
