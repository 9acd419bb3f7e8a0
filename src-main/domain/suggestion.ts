import type { ImportReport } from './import.ts';

/** What a model, or a deployment with its rule, said of a document that nobody has labelled yet. */
export interface Suggestion {
  readonly modelId: number;
  /** As it is called now; the last one that it had where it was deleted since. */
  readonly modelName: string;
  /** Best first; only classes that still exist. Empty: none of the classes, as far as the model can tell. */
  readonly classIds: readonly number[];
  /** The highest score among the suggested classes, without any of all classes; 0 to 1. */
  readonly score: number;
  /** The deployment's rule wants a person to decide. */
  readonly unsure: boolean;
}

/** What became of suggestions that were accepted together. */
export interface AcceptedSuggestions {
  /** Documents that were labelled. */
  readonly changed: number;
  /** Selected documents that were left as they are. */
  readonly left: number;
}

/** What one run of suggestions did. */
export interface SuggestionRun {
  /** Asked in this run: `suggested`, `none` and `unsure` together. */
  readonly documents: number;
  /** With at least one class, and not unsure. */
  readonly suggested: number;
  readonly none: number;
  /** Null without a deployment's rule. */
  readonly unsure: number | null;
  /** Had a suggestion of this very model and rule already. */
  readonly before: number;
  /** Unlabelled test documents: a model must not sway the labels that judge it. */
  readonly skippedTest: number;
  /** Null where no files were given. */
  readonly import: ImportReport | null;
  /** Documents that each class was suggested for in this run, the unsure ones among them; in the model's order. */
  readonly classCounts: readonly { readonly name: string; readonly documents: number }[];
  readonly seconds: number;
}
