import { joinIntoWords, placeTokens } from '../features/placed-tokens.ts';
import type { Attribution, Classifier } from '../types.ts';

const usualLimit = 20;
/** Longer texts are looked at in stretches of several words, so that the number of predictions stays bounded. */
const mostStretches = 64;
/** Probabilities nearer to 0 or 1 count as this near. */
const leastProbability = 1e-6;

/**
 * How much the log-odds of a class fall when a word of the text is left out (Zeiler and Fergus 2014), for learners
 * whose weights tell nothing about words; strongest first.
 */
export async function occlusion(
  predict: Classifier['predict'],
  text: string,
  classIndex: number,
  limit = usualLimit,
): Promise<readonly Attribution[]> {
  const words = joinIntoWords(text, placeTokens(text, 'full'));
  const size = Math.ceil(words.length / mostStretches);
  const stretches: { readonly start: number; readonly end: number }[] = [];
  for (let first = 0; first < words.length; first += size) {
    const last = Math.min(first + size, words.length) - 1;
    stretches.push({ start: words[first]!.start, end: words[last]!.end });
  }
  const without = stretches.map(({ start, end }) => `${text.slice(0, start)} ${text.slice(end)}`);
  const [whole, ...left] = await predict([text, ...without]);
  const odds = logOdds(whole!.scores[classIndex]!);
  return stretches
    .map((stretch, index) => ({ ...stretch, weight: odds - logOdds(left[index]!.scores[classIndex]!) }))
    .filter(({ weight }) => weight !== 0)
    .sort((one, other) => Math.abs(other.weight) - Math.abs(one.weight) || one.start - other.start)
    .slice(0, limit);
}

function logOdds(probability: number): number {
  const bounded = Math.min(Math.max(probability, leastProbability), 1 - leastProbability);
  return Math.log(bounded / (1 - bounded));
}
