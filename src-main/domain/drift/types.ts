/** See {@link ./thresholds.ts} for what the words stand for. */
export type DriftLevel = 'none' | 'moderate' | 'large';

/** How far two distributions over the same bins lie apart. */
export interface Shift {
  /** Population stability index: sum of (q - p) ln(q / p) over the bins; 0 for equal ones, without an upper limit. */
  readonly stabilityIndex: number;
  /** Jensen-Shannon distance with logarithms to base 2: 0 for equal distributions, 1 for those without overlap. */
  readonly distance: number;
  readonly level: DriftLevel;
}

export interface UnseenWords {
  /** Share of the words of the files, counted as often as they stand there, that no training document has. */
  readonly share: number;
  /** The same for training documents, each judged by the others: what is to be expected without any drift. */
  readonly expected: number;
  readonly level: DriftLevel;
}

export interface ClassShift extends Shift {
  /**
   * Largest change first. Shares of all answers: a multi-label document counts for each of its classes, one
   * without any for "no class" (`name` null).
   */
  readonly classes: readonly {
    readonly name: string | null;
    readonly share: number;
    readonly expected: number;
  }[];
}

export interface ScoreShift extends Shift {
  /** Mean of the documents' highest scores, 0 to 1. */
  readonly mean: number;
  readonly expected: number;
}

/** A document of the files that is unlike the training documents, with those that are least unlike it. */
export interface StrangeInput {
  readonly source: string;
  /** As the reader counts: from 1. */
  readonly line: number;
  /** The beginning of the text. */
  readonly text: string;
  /** Its unseen words or its low highest score brought it here. */
  readonly because: 'words' | 'score';
  readonly unseenShare: number;
  readonly score: number;
  /** Best first; similarity is the cosine of TF-IDF vectors of words, 0 to 1. */
  readonly nearest: readonly {
    readonly documentId: number;
    readonly similarity: number;
    readonly text: string;
  }[];
}

/** Whether the documents classified look like those that the model learned from. */
export interface Drift {
  readonly level: DriftLevel;
  readonly words: UnseenWords;
  readonly classes: ClassShift;
  readonly scores: ScoreShift;
  /** What class shares and scores are compared with: answers for documents of this dataset, and how many. */
  readonly reference: { readonly dataset: 'validation' | 'train'; readonly documents: number };
  /** Training documents whose words were counted: all, or an even part of them. */
  readonly trainingDocuments: number;
  readonly strangest: readonly StrangeInput[];
}
