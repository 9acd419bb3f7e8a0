import { joinIntoWords, placeTokens } from '../features/placed-tokens.ts';
import type { Attribution, Classifier } from '../types.ts';

const usualLimit = 20;
/** Words that are left out one by one; a longer text is looked at in so many stretches, half of them finer. */
const mostPredictions = 64;
/** The strongest stretches are looked at more closely, each in so many pieces. */
const piecesOfStretch = 8;
/** Texts handed to the classifier at a time hold about this many characters together. */
const charactersPerCall = 2_000_000;
/** Probabilities nearer to 0 or 1 count as this near. */
const leastProbability = 1e-6;

interface Stretch {
  readonly start: number;
  readonly end: number;
  /** Its words, `toWord` exclusive. */
  readonly fromWord: number;
  readonly toWord: number;
}

type Weighed = Stretch & { readonly weight: number };

/**
 * How much the log-odds of a class fall when a word of the text is left out (Zeiler and Fergus 2014), for learners
 * whose weights tell nothing about words; strongest first. In a text of more than 64 words, stretches of words are left
 * out, and the strongest of them are looked at once more in pieces: never more than 65 predictions.
 */
export async function occlusion(
  predict: Classifier['predict'],
  text: string,
  classIndex: number,
  limit = usualLimit,
): Promise<readonly Attribution[]> {
  const words = joinIntoWords(text, placeTokens(text, 'full'));
  if (words.length === 0) return [];
  const [whole] = await predict([text]);
  const odds = logOdds(whole!.scores[classIndex]!);
  const weigh = async (stretches: readonly Stretch[]): Promise<Weighed[]> => {
    const weighed: Weighed[] = [];
    const perCall = Math.max(1, Math.floor(charactersPerCall / text.length));
    for (let first = 0; first < stretches.length; first += perCall) {
      const some = stretches.slice(first, first + perCall);
      const left = await predict(some.map(({ start, end }) => `${text.slice(0, start)} ${text.slice(end)}`));
      for (const [index, stretch] of some.entries()) {
        weighed.push({ ...stretch, weight: odds - logOdds(left[index]!.scores[classIndex]!) });
      }
    }
    return weighed;
  };
  const cut = (fromWord: number, toWord: number, pieces: number): Stretch[] => {
    const size = Math.ceil((toWord - fromWord) / pieces);
    const stretches: Stretch[] = [];
    for (let from = fromWord; from < toWord; from += size) {
      const to = Math.min(from + size, toWord);
      stretches.push({ start: words[from]!.start, end: words[to - 1]!.end, fromWord: from, toWord: to });
    }
    return stretches;
  };
  const coarse = words.length > mostPredictions;
  const first = await weigh(cut(0, words.length, coarse ? mostPredictions / 2 : mostPredictions));
  const result = coarse ? await lookCloser(first, cut, weigh) : first;
  return strongestFirst(result)
    .filter(({ weight }) => weight !== 0)
    .slice(0, limit)
    .map(({ start, end, weight }) => ({ start, end, weight }));
}

/** Puts pieces in the place of the strongest stretches, as long as there are predictions left. */
async function lookCloser(
  stretches: readonly Weighed[],
  cut: (fromWord: number, toWord: number, pieces: number) => Stretch[],
  weigh: (stretches: readonly Stretch[]) => Promise<Weighed[]>,
): Promise<Weighed[]> {
  let result = [...stretches];
  for (let left = mostPredictions / 2; left >= piecesOfStretch; ) {
    // One after another: the pieces of the strongest may themselves be the strongest then.
    const strongest = strongestFirst(result).find(
      ({ fromWord, toWord, weight }) => toWord - fromWord > 1 && weight !== 0,
    );
    if (!strongest) break;
    const pieces = await weigh(cut(strongest.fromWord, strongest.toWord, piecesOfStretch));
    left -= pieces.length;
    result = [...result.filter((stretch) => stretch !== strongest), ...pieces];
  }
  return result;
}

function strongestFirst(stretches: readonly Weighed[]): Weighed[] {
  return [...stretches].sort(
    (one, other) => Math.abs(other.weight) - Math.abs(one.weight) || one.start - other.start,
  );
}

function logOdds(probability: number): number {
  const bounded = Math.min(Math.max(probability, leastProbability), 1 - leastProbability);
  return Math.log(bounded / (1 - bounded));
}
