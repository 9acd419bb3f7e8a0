import { type Counts, emptyCounts } from '../metrics/figures.ts';

/** What a document adds to the counts of a class. */
const [hit, wrong, missed] = [0, 1, 2];

/**
 * Documents with the same labels and the same predictions (of one model, or of two) are alike to every figure:
 * only the distinct outcomes are kept, each with its number of documents.
 */
export interface Outcomes {
  readonly classCount: number;
  readonly documents: number;
  /** Documents of each outcome. */
  readonly counts: Float64Array;
  /** One for each model. */
  readonly sides: readonly OutcomeSide[];
}

/** What each outcome adds, as one list: those of outcome `i` lie from `starts[i]` to `starts[i + 1]`. */
interface OutcomeSide {
  readonly starts: Int32Array;
  readonly classes: Int32Array;
  readonly additions: Uint8Array;
  /** 1 where the predicted set equals the labelled one. */
  readonly exact: Uint8Array;
}

export interface OutcomeTally {
  /** Class indexes; `predicted` holds one list for each model. */
  add(actual: readonly number[], predicted: readonly (readonly number[])[]): void;
  finish(): Outcomes;
}

interface Outcome {
  readonly actual: readonly number[];
  readonly predicted: readonly (readonly number[])[];
  documents: number;
}

export function createOutcomeTally(classCount: number, models: number): OutcomeTally {
  const known = new Map<string, Outcome>();
  let documents = 0;
  return {
    add(actual, predicted) {
      const sets = [actual, ...predicted].map(ascending);
      const key = sets.map((set) => set.join()).join(' ');
      let outcome = known.get(key);
      if (outcome === undefined) {
        const [first = [], ...others] = sets;
        outcome = { actual: first, predicted: others, documents: 0 };
        known.set(key, outcome);
      }
      outcome.documents++;
      documents++;
    },
    finish() {
      // In an order that does not depend on the documents', so that neither do the numbers drawn.
      const sorted = [...known].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, outcome]) => outcome);
      return {
        classCount,
        documents,
        counts: Float64Array.from(sorted, (outcome) => outcome.documents),
        sides: Array.from({ length: models }, (_, model) => sideOf(sorted, model)),
      };
    },
  };
}

function ascending(indexes: readonly number[]): readonly number[] {
  return indexes.length < 2 ? indexes : [...new Set(indexes)].sort((a, b) => a - b);
}

function sideOf(outcomes: readonly Outcome[], model: number): OutcomeSide {
  const starts = new Int32Array(outcomes.length + 1);
  const exact = new Uint8Array(outcomes.length);
  const classes: number[] = [];
  const additions: number[] = [];
  outcomes.forEach(({ actual, predicted }, index) => {
    const said = predicted[model] ?? [];
    const extra = said.filter((k) => !actual.includes(k));
    for (const k of actual) {
      classes.push(k);
      additions.push(said.includes(k) ? hit : missed);
    }
    classes.push(...extra);
    additions.push(...extra.map(() => wrong));
    exact[index] = extra.length === 0 && said.length === actual.length ? 1 : 0;
    starts[index + 1] = classes.length;
  });
  return {
    starts,
    exact,
    classes: Int32Array.from(classes),
    additions: Uint8Array.from(additions),
  };
}

/** The counts of one model when each outcome had so many documents; `target` is written over. */
export function countOutcomes(outcomes: Outcomes, model: number, drawn: Float64Array, target: Counts): void {
  const { starts, classes, additions, exact } = outcomes.sides[model]!;
  const byAddition = [target.tp, target.fp, target.fn] as const;
  for (const list of byAddition) list.fill(0);
  target.documents = 0;
  target.exact = 0;
  for (let index = 0; index < drawn.length; index++) {
    const documents = drawn[index]!;
    if (documents === 0) continue;
    target.documents += documents;
    target.exact += exact[index]! * documents;
    for (let place = starts[index]!; place < starts[index + 1]!; place++) {
      byAddition[additions[place]!]![classes[place]!]! += documents;
    }
  }
}

/** The counts of one model over the documents as they are. */
export function countsOf(outcomes: Outcomes, model: number): Counts {
  const counts = emptyCounts(outcomes.classCount);
  countOutcomes(outcomes, model, outcomes.counts, counts);
  return counts;
}
