import type { ModelReport } from '../../domain/report/types.ts';

/**
 * `confusion_matrix.json` as Amazon Comprehend puts it into the output of a training (developer guide, "Classifier
 * training output"): rows are actual labels, columns predicted ones. Multi-label: for each label a matrix of
 * `[[TN, FP], [FN, TP]]`.
 */
export function comprehendMatrix({ figures, confusionMatrix, classes }: ModelReport): string {
  const labels = classes.map(({ name }) => name);
  const matrix =
    confusionMatrix ??
    classes.map(({ tn, fp, fn, tp }) => [
      [tn, fp],
      [fn, tp],
    ]);
  const type = figures.kind === 'single' ? 'multi_class' : 'multi_label';
  return `${JSON.stringify({ type, confusion_matrix: matrix, labels, all_labels: labels })}\n`;
}
