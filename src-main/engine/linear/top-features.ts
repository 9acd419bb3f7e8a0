import { type NgramTable, ngramKinds } from '../features/ngram-table.ts';
import type { TopFeature } from '../types.ts';
import type { LinearModel } from './model.ts';

/** So many parts of words are looked at for each feature that is asked for: most are left out. */
const partsPerFeature = 20;

/** The strongest features per class of one model. */
export interface TopFeatures {
  of(classIndex: number, limit: number): readonly TopFeature[];
}

/**
 * Words, pairs of words, and parts of words where they say more than words do: spelled "un…", "…ing" or "…tic…", the
 * dots standing for the rest of the word. A part is left out where a word that it stands in is as strong; of parts that
 * contain one another the strongest is named. Features of equal weight come in the model's order.
 */
export function createTopFeatures({ weights, vectoriser }: LinearModel): TopFeatures {
  const { table } = vectoriser;
  let byClass: ByClass | undefined;
  return {
    of: (classIndex, limit) => {
      // Only asked of a model that somebody looks at.
      byClass ??= sortedByClass(weights);
      const isPart = (feature: number): boolean => table.kinds[feature] === ngramKinds.characters;
      const words = strongest(byClass, classIndex, limit, (feature) => !isPart(feature));
      const parts = strongest(byClass, classIndex, limit * partsPerFeature, isPart);
      return readable(words, parts, table).slice(0, limit);
    },
  };
}

/** The positive weights class by class: class `k` has the places `offsets[k]` to `offsets[k + 1]`. */
interface ByClass {
  readonly offsets: Uint32Array;
  readonly features: Uint32Array;
  readonly weights: Float32Array;
}

function sortedByClass({
  featureCount,
  classCount,
  offsets,
  classes,
  weights,
}: LinearModel['weights']): ByClass {
  const starts = new Uint32Array(classCount + 1);
  for (let entry = 0; entry < weights.length; entry++) {
    if (weights[entry]! > 0) starts[classes[entry]! + 1]!++;
  }
  for (let k = 0; k < classCount; k++) starts[k + 1]! += starts[k]!;
  const next = starts.slice();
  const result = {
    offsets: starts,
    features: new Uint32Array(starts[classCount]!),
    weights: new Float32Array(starts[classCount]!),
  };
  for (let feature = 0; feature < featureCount; feature++) {
    for (let entry = offsets[feature]!; entry < offsets[feature + 1]!; entry++) {
      if (weights[entry]! <= 0) continue;
      const at = next[classes[entry]!]!++;
      result.features[at] = feature;
      result.weights[at] = weights[entry]!;
    }
  }
  return result;
}

interface Weighed {
  readonly feature: number;
  readonly weight: number;
}

/** The class's `count` largest weights of features that are wanted, in order. */
function strongest(
  { offsets, features, weights }: ByClass,
  classIndex: number,
  count: number,
  isWanted: (feature: number) => boolean,
): Weighed[] {
  const found: Weighed[] = [];
  for (let at = offsets[classIndex]!; at < offsets[classIndex + 1]!; at++) {
    const weight = weights[at]!;
    const feature = features[at]!;
    if ((found.length === count && weight <= found.at(-1)!.weight) || !isWanted(feature)) continue;
    let place = found.length;
    while (place > 0 && found[place - 1]!.weight < weight) place--;
    found.splice(place, 0, { feature, weight });
    if (found.length > count) found.pop();
  }
  return found;
}

function readable(words: readonly Weighed[], parts: readonly Weighed[], table: NgramTable): TopFeature[] {
  const shown: TopFeature[] = words.map(({ feature, weight }) => ({ feature: table.text(feature), weight }));
  const spelled = shown.map(({ feature, weight }) => ({ text: ` ${feature} `, weight }));
  const named: string[] = [];
  for (const { feature, weight } of parts) {
    const text = table.text(feature);
    const inWord = spelled.some((word) => word.weight >= weight && word.text.includes(text));
    const inPart = named.some((part) => part.includes(text) || text.includes(part));
    if (inWord || inPart || isUnreadable(text)) continue;
    named.push(text);
    shown.push({ feature: marked(text), weight });
  }
  return shown.sort((one, other) => other.weight - one.weight);
}

/** From here on two letters can be a word: Chinese, Japanese, Korean. */
const firstDenseScript = 0x2e80;

/** A whole word between spaces says what the words say; a letter or two of an alphabet say nothing to a reader. */
function isUnreadable(text: string): boolean {
  const letters = [...text.trim()];
  const dense = letters.length === 2 && letters[0]!.codePointAt(0)! >= firstDenseScript;
  return (text.startsWith(' ') && text.endsWith(' ')) || (letters.length < 3 && !dense);
}

function marked(text: string): string {
  const before = text.startsWith(' ') ? '' : '…';
  return `${before}${text.trim()}${text.endsWith(' ') ? '' : '…'}`;
}
