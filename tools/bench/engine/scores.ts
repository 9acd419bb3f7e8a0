/** What was predicted for the documents of a test split, and what is true; class indexes. */
export interface Judged {
  readonly classCount: number;
  readonly truths: readonly (readonly number[])[];
  readonly predicted: readonly (readonly number[])[];
}

export interface Scores {
  /** Single-label: share of right documents; multi-label: share of exact matches. */
  readonly accuracy: number;
  readonly microF1: number;
  readonly macroF1: number;
}

/**
 * As the peers' program counts: single-label macro-F1 over the classes that test documents have, multi-label over
 * all classes of the training part; 0/0 = 0. A truth of -1 is a class that the training part does not have.
 */
export function scoresOf(kind: 'single' | 'multi', { classCount, truths, predicted }: Judged): Scores {
  const hits = new Float64Array(classCount);
  const given = new Float64Array(classCount);
  const wanted = new Float64Array(classCount);
  let exact = 0;
  truths.forEach((truth, document) => {
    const known = truth.filter((k) => k >= 0);
    const answer = predicted[document]!;
    for (const k of known) wanted[k]!++;
    for (const k of answer) given[k]!++;
    const right = answer.filter((k) => known.includes(k));
    for (const k of right) hits[k]!++;
    const expected = kind === 'single' ? truth.length : known.length;
    if (right.length === answer.length && right.length === expected) exact++;
  });
  const f1 = (hit: number, sum: number): number => (sum === 0 ? 0 : (2 * hit) / sum);
  const counted = [...wanted.keys()].filter((k) => kind === 'multi' || wanted[k]! > 0);
  const macro = counted.reduce((sum, k) => sum + f1(hits[k]!, given[k]! + wanted[k]!), 0);
  const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
  return {
    accuracy: exact / truths.length,
    microF1: f1(total(hits), total(given) + total(wanted)),
    macroF1: macro / counted.length,
  };
}

const bins = 15;

/**
 * Expected calibration error (Guo et al. 2017): 15 bins of equal width, weighted by their share of the answers.
 * Single-label: of the best class's probability; multi-label: of every probability of every class.
 */
export function calibrationError(
  kind: 'single' | 'multi',
  probabilities: readonly Float32Array[],
  truths: readonly (readonly number[])[],
): number {
  const count = new Float64Array(bins);
  const confidence = new Float64Array(bins);
  const right = new Float64Array(bins);
  const add = (probability: number, isRight: boolean): void => {
    const bin = Math.min(bins - 1, Math.max(0, Math.ceil(probability * bins) - 1));
    count[bin]!++;
    confidence[bin]! += probability;
    if (isRight) right[bin]!++;
  };
  probabilities.forEach((row, document) => {
    const truth = truths[document]!;
    if (kind === 'multi') {
      for (const [k, probability] of row.entries()) add(probability, truth.includes(k));
    } else {
      const best = row.reduce((top, value, k) => (value > row[top]! ? k : top), 0);
      add(row[best]!, truth[0] === best);
    }
  });
  const all = count.reduce((sum, value) => sum + value, 0);
  return count.reduce((sum, _, bin) => sum + Math.abs(right[bin]! - confidence[bin]!), 0) / all;
}
