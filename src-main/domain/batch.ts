/**
 * What the classification of files writes. `comprehend`: the JSON Lines of Amazon Comprehend's asynchronous jobs.
 */
export const batchFormats = ['jsonl', 'csv', 'xlsx', 'comprehend'] as const;
export type BatchFormat = (typeof batchFormats)[number];

/** A run that was cancelled, or whose process ended, before its results were complete. */
export interface UnfinishedBatch {
  /** Documents whose results are kept. */
  readonly documents: number;
  /** When that was, ISO 8601. */
  readonly at: string;
  /** Why it cannot go on (an input has changed, other options) and what to do; null = it can. */
  readonly obstacle: string | null;
}
