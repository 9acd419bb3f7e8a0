import type { Decision } from '../../../domain/decision.ts';
import type { ClassifierPrediction } from '../../../engine/types.ts';

/** Counts of a run so far, as a checkpoint keeps them. */
export interface TallyState {
  readonly documents: number;
  readonly characters: number;
  readonly empty: number;
  readonly none: number;
  readonly unsure: number;
  readonly rejected: number;
  /** In the order of the model's classes. */
  readonly classes: readonly number[];
}

export interface Tally {
  readonly documents: number;
  add(text: string, answer: ClassifierPrediction & Partial<Decision>): void;
  reject(): void;
  state(): TallyState;
}

export function createTally(classCount: number, before: TallyState | null): Tally {
  const classes = before === null ? new Array<number>(classCount).fill(0) : [...before.classes];
  let { documents, characters, empty, none, unsure, rejected } = before ?? {
    documents: 0,
    characters: 0,
    empty: 0,
    none: 0,
    unsure: 0,
    rejected: 0,
  };
  return {
    get documents() {
      return documents;
    },
    add(text, answer) {
      documents++;
      characters += text.length;
      if (text.trim() === '') empty++;
      if (answer.predicted.length === 0) none++;
      if (answer.unsure === true) unsure++;
      for (const index of answer.predicted) classes[index]!++;
    },
    reject: () => void rejected++,
    state: () => ({ documents, characters, empty, none, unsure, rejected, classes: [...classes] }),
  };
}
