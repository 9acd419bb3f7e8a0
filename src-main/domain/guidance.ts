/** Each rule is one sentence of advice with a number and the limit it broke. */
export const guidanceRules = [
  'few-labels',
  'missing-from-test',
  'imbalance',
  'share-shift',
  'confused-one-way',
  'confused-mutually',
  'few-test-documents',
  'small-test-set',
  'dominating-class',
  'low-recall',
  'low-precision',
  'relabelled-after-results',
  'duplicates-across',
  'label-errors',
] as const;
export type GuidanceRule = (typeof guidanceRules)[number];

/** What a click offers; the screen and the command line name it in words. */
export type Remedy =
  | { readonly kind: 'label-class'; readonly classId: number }
  | { readonly kind: 'place-documents'; readonly classId: number | null }
  | { readonly kind: 'review'; readonly actual: number; readonly predicted: number }
  | { readonly kind: 'describe'; readonly classIds: readonly number[] }
  | { readonly kind: 'merge'; readonly classIds: readonly number[] }
  /** Sets aside `documents` of the class's training documents, drawn with a seed; undoable. */
  | { readonly kind: 'exclude'; readonly classId: number; readonly documents: number }
  | { readonly kind: 'threshold'; readonly classIndex: number }
  | { readonly kind: 'health'; readonly part: 'label-errors' | 'duplicates' };

export interface Guidance {
  readonly rule: GuidanceRule;
  readonly severity: 'warning' | 'note';
  /** Classes concerned, as indexes into the evaluation's classes; the confused one first. */
  readonly classes: readonly number[];
  /** The number found and the rule's limit, in the rule's own unit (documents, share 0 to 1, ratio). */
  readonly value: number;
  readonly limit: number;
  /** Plain English with rule, number and limit. */
  readonly message: string;
  readonly remedies: readonly Remedy[];
}

export const guidanceLimits = {
  fewLabels: 15,
  fewTestDocuments: 5,
  imbalance: 10,
  shareShift: 0.1,
  confusion: 0.2,
  /** Half width of the accuracy's (multi-label: micro-F1's) interval. */
  interval: 0.05,
  dominating: 0.5,
  /** Precision and recall further apart than this, the higher one at least `good`. */
  gap: 0.2,
  good: 0.8,
  /** Estimated share of wrong labels; ten well-known test sets hold 3.3 % on average (Northcutt et al. 2021). */
  labelErrors: 0.03,
} as const;
