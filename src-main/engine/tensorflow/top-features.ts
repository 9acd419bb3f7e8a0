import { ngramKinds } from '../features/ngram-table.ts';
import { weightingOf } from '../features/vectoriser.ts';
import type { TopFeature } from '../types.ts';
import type { DocumentVectorModel } from '../vectors/learn-vectors.ts';
import { projectorOf } from '../vectors/projection.ts';
import type { Work } from '../vectors/work.ts';
import { type Head, headScorer } from './head.ts';

/** Words that are looked at, those of the most texts. */
const mostWords = 3000;

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
  const words = Int32Array.from({ length: table.count(ngramKinds.word) }, (_, word) => word);
  words.sort((a, b) => documentFrequencies[b]! - documentFrequencies[a]! || a - b);
  const { project, dimensions } = projectorOf(projection);
  const { idf } = weightingOf(vectoriser);
  const { score } = headScorer(head);
  const vector = new Float32Array(dimensions);
  const plain = leads(score(vector, 0), head);
  const found: TopFeature[][] = Array.from({ length: head.classCount }, () => []);
  for (const word of words.subarray(0, mostWords)) {
    const feature = table.text(word);
    if (idf[word] === 0 || !/\p{L}/u.test(feature)) continue;
    const row = { indices: Int32Array.of(word), values: Float32Array.of(1) };
    project(row, 0, 1, vector, 0);
    const weights = leads(score(vector, 0, row, 0, 1), head);
    for (const k of head.learned) {
      const weight = weights[k]! - plain[k]!;
      if (weight > 0) insert(found[k]!, { feature, weight }, kept);
    }
    yield;
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
