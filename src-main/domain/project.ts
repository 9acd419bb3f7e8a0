/** One class per document, or any number of classes. */
export type ProjectKind = 'single' | 'multi';

/** Where a document belongs; `null` elsewhere means that it has no place yet. */
export const datasets = ['train', 'validation', 'test'] as const;
export type Dataset = (typeof datasets)[number];

export const datasetNames: Readonly<Record<Dataset, string>> = {
  train: 'Training',
  validation: 'Validation',
  test: 'Test',
};
