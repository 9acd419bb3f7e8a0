/** What undo and redo would do now; `null` where there is nothing. `title` completes "Undo ...". */
export interface HistoryState {
  readonly undo: { readonly operationId: number; readonly title: string } | null;
  readonly redo: { readonly operationId: number; readonly title: string } | null;
}

/** What an undo or redo did. `skipped` documents had been changed since and were left alone. */
export interface HistoryStep {
  readonly title: string;
  readonly changed: number;
  readonly skipped: number;
  /** The document to show, when one document was changed. */
  readonly documentId: number | null;
  /** What stays as it is besides documents, and why: a sentence for a person. */
  readonly note: string | null;
}

export const operationKinds = [
  'label',
  'unsure',
  'dataset',
  'language',
  'exclude',
  'verify',
  'bulk-label',
  'bulk-dataset',
  'bulk-exclude',
  'split',
  'import',
  'class-add',
  'class-update',
  'class-order',
  'class-delete',
  'class-restore',
  'class-merge',
  'class-split',
  'convert',
  'restore-labels',
  'resolve-duplicates',
  'accept-suggestions',
  'test-set-policy',
] as const;
export type OperationKind = (typeof operationKinds)[number];

/** The screen on which a change was made. */
export const changeSources = [
  'label',
  'documents',
  'review',
  'classes',
  'import',
  'train',
  'evaluate',
  'health',
  'command-line',
] as const;
export type ChangeSource = (typeof changeSources)[number];
