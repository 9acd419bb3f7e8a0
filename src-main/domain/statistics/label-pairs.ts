/** Two classes of a multi-label evaluation, as indexes into its classes, the smaller first. */
export interface LabelPair {
  readonly classes: readonly [number, number];
  /** Documents labelled with both. */
  readonly together: number;
  /** Documents labelled with both of which the model gave neither. */
  readonly missedTogether: number;
}

/** Documents labelled with a class that the model did not give, while it gave another one wrongly. */
export interface MissedFor {
  readonly missed: number;
  readonly given: number;
  readonly documents: number;
}

/** How classes go together in a multi-label evaluation; the most frequent first. */
export interface LabelPairs {
  readonly pairs: readonly LabelPair[];
  readonly missedFor: readonly MissedFor[];
}

export interface LabelPairTally {
  add(actual: readonly number[], predicted: readonly number[]): void;
  finish(): LabelPairs;
}

/** Kept at most, of each kind: rarer ones are chance. */
const mostKept = 1000;
/** A document with very many classes would count its pairs by the square. */
const mostLabels = 64;

export function createLabelPairs(): LabelPairTally {
  const together = new Map<string, number>();
  const missedTogether = new Map<string, number>();
  const missedFor = new Map<string, number>();
  return {
    add(actual, predicted) {
      const labels = [...actual].sort((a, b) => a - b).slice(0, mostLabels);
      const missed = new Set(labels.filter((each) => !predicted.includes(each)));
      for (const [place, first] of labels.entries()) {
        for (const second of labels.slice(place + 1)) {
          count(together, first, second);
          if (missed.has(first) && missed.has(second)) count(missedTogether, first, second);
        }
      }
      const wrong = predicted.filter((each) => !actual.includes(each)).slice(0, mostLabels);
      for (const one of missed) for (const given of wrong) count(missedFor, one, given);
    },
    finish: () => ({
      pairs: sorted(together).map(({ key, classes, documents }) => ({
        classes,
        together: documents,
        missedTogether: missedTogether.get(key) ?? 0,
      })),
      missedFor: sorted(missedFor).map(({ classes: [missed, given], documents }) => ({
        missed,
        given,
        documents,
      })),
    }),
  };
}

function count(counts: Map<string, number>, first: number, second: number): void {
  const key = `${first} ${second}`;
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

interface Counted {
  readonly key: string;
  readonly classes: readonly [number, number];
  readonly documents: number;
}

function sorted(counts: ReadonlyMap<string, number>): readonly Counted[] {
  return [...counts]
    .map(([key, documents]): Counted => {
      const [first, second] = key.split(' ').map(Number) as [number, number];
      return { key, classes: [first, second], documents };
    })
    .sort((a, b) => b.documents - a.documents || a.classes[0] - b.classes[0] || a.classes[1] - b.classes[1])
    .slice(0, mostKept);
}
