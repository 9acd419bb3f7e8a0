import type { Drift } from './drift/types.ts';
import type { CandidateResult, OptionValues } from './families.ts';
import type { RejectedRow } from './import.ts';
import type { ProjectKind } from './project.ts';

/** What is needed to understand a model and to train it again with the same bits. */
export interface ModelReceipt {
  readonly seed: number;
  readonly family: string;
  readonly backend: string;
  /** As chosen in the end, for example the cost that tuning found. */
  readonly options: OptionValues;
  /** As asked for before the training, without what was left to the family. Absent from earlier receipts. */
  readonly requested?: OptionValues;
  /**
   * Fingerprint of the training and validation documents: ids, texts, labels; for a family that reads them, also
   * of the ids and texts of the documents without labels.
   */
  readonly dataFingerprint: string;
  readonly documents: { readonly train: number; readonly validation: number; readonly test: number };
  /**
   * UTF-16 units of the texts learned from, and the documents without labels among them; their figures are 0 for
   * a family that does not read them. Absent from receipts of earlier versions.
   */
  readonly volume?: {
    readonly characters: number;
    readonly unlabelledDocuments: number;
    readonly unlabelledCharacters: number;
  };
  /** Training labels per class at the time, same order as the model's classes. */
  readonly classCounts: readonly {
    readonly train: number;
    readonly validation: number;
    readonly test: number;
  }[];
  readonly features: number;
  readonly tunedOn: 'validation' | 'cross-validation' | 'none';
  /**
   * Expected calibration error on held-out documents, 0 to 1; null = nothing was held out. Absent from receipts
   * of earlier versions, like the two that follow.
   */
  readonly calibrationError?: number | null;
  readonly candidates?: readonly CandidateResult[];
  readonly because?: string;
  readonly notes: readonly string[];
  readonly seconds: Readonly<Record<string, number>>;
  readonly peakMemoryBytes: number;
  readonly versions: Readonly<Record<string, string>>;
}

export interface ModelClass {
  /** The class's id in the project at training time; it may have been renamed or deleted since. */
  readonly classId: number;
  readonly name: string;
}

export interface Model {
  readonly id: number;
  readonly name: string;
  readonly kind: ProjectKind;
  readonly family: string;
  readonly createdAt: string;
  readonly seconds: number;
  readonly bytes: number;
  readonly classes: readonly ModelClass[];
  readonly receipt: ModelReceipt;
  readonly evaluation: EvaluationStatus;
}

/** Evaluation has a status of its own: its failure keeps the model. */
export type EvaluationStatus =
  | { readonly state: 'none'; readonly reason: string }
  | {
      readonly state: 'done';
      readonly evaluationId: number;
      readonly accuracy: number;
      readonly macroF1: number;
    }
  | { readonly state: 'failed'; readonly message: string };

/** Speaks for (> 0) or against (< 0) a class; UTF-16 offsets into the text, end exclusive. */
export interface WordWeight {
  readonly start: number;
  readonly end: number;
  readonly weight: number;
}

export interface ScoredClass {
  readonly name: string;
  readonly classId: number;
  /** Calibrated probability, 0 to 1. */
  readonly score: number;
  readonly predicted: boolean;
  /**
   * Multi-label: the score from which on the class is given. Single-label: with a deployment the score below which a
   * document of the class goes to a person, else null.
   */
  readonly threshold: number | null;
}

export interface Classification {
  readonly classes: readonly ScoredClass[];
  /** The class explained: the one asked for, else the best. */
  readonly explained: { readonly name: string; readonly words: readonly WordWeight[] } | null;
  /** What the deployment's rule makes of the scores; null when a model was asked by itself. */
  readonly deployed: {
    readonly name: string;
    readonly modelId: number;
    /** A person should look at the document. */
    readonly unsure: boolean;
    /** Multi-label: scores nearer than this to a class's threshold are unsure. */
    readonly band: number;
  } | null;
}

/** What a model looks at for one class, strongest first; empty for families whose features cannot be read. */
export interface ClassFeatures {
  readonly classId: number;
  readonly name: string;
  readonly features: readonly { readonly feature: string; readonly weight: number }[];
}

/** What the classification of some files came to; all of it, also of a run that was resumed. */
export interface BatchClassification {
  readonly documents: number;
  /** UTF-16 units of their texts. */
  readonly characters: number;
  /** Blank texts; they are classified, too. */
  readonly empty: number;
  /** Rows and files that could not be read. */
  readonly rejectedCount: number;
  /** The first 1,000 of them. */
  readonly rejected: readonly RejectedRow[];
  /** CSV of all of them: when it was asked for, or there are more than in `rejected`; else null. */
  readonly errorsPath: string | null;
  /** Predicted documents per class, in the model's class order; multi-label: `none` counts documents without one. */
  readonly classCounts: readonly { readonly name: string; readonly documents: number }[];
  readonly none: number;
  /** Documents that a person should look at; null without a deployment's rule. */
  readonly unsure: number | null;
  readonly outputPath: string;
  /** One file a class that was given, in the model's class order, then "no class" and "unsure"; null = not asked for. */
  readonly routes: readonly BatchRoute[] | null;
  /** Documents that an earlier run had done; null = everything was done in this one. */
  readonly resumed: number | null;
  /** Of this run, without what was done before it. */
  readonly seconds: number;
  /** Null with fewer than 100 documents, or without training documents. */
  readonly drift: Drift | null;
}

export interface BatchRoute {
  /** The class, or what it is for: "no class", "unsure". */
  readonly name: string;
  readonly path: string;
  readonly documents: number;
}
