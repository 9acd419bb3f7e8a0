import type { EvaluationMetrics } from '../../../domain/metrics/types.ts';
import type { Classifier } from './classifiers.ts';

/** `ClassifierMetadata` of AWS. */
export async function classifierMetadata({
  project,
  model,
}: NonNullable<Classifier['trained']>): Promise<object> {
  const { documents, classCounts } = model.receipt;
  const evaluation = await project.evaluations.get(model.id, 'test');
  return {
    // Classes of earlier versions without a document of this one do not count.
    NumberOfLabels: classCounts.filter(({ train, validation, test }) => train + validation + test > 0).length,
    NumberOfTrainedDocuments: documents.train + documents.validation,
    NumberOfTestDocuments: evaluation?.metrics.documents ?? documents.test,
    ...(evaluation === null ? {} : { EvaluationMetrics: evaluationMetrics(evaluation.metrics) }),
  };
}

/**
 * `ClassifierEvaluationMetrics` of AWS: precision, recall and F1 without a word before them are macro averages;
 * accuracy is the share of the test documents' labels that were given.
 */
export function evaluationMetrics(metrics: EvaluationMetrics): Readonly<Record<string, number>> {
  return {
    Accuracy: metrics.microRecall,
    Precision: metrics.macroPrecision,
    Recall: metrics.macroRecall,
    F1Score: metrics.macroF1,
    MicroPrecision: metrics.microPrecision,
    MicroRecall: metrics.microRecall,
    MicroF1Score: metrics.microF1,
    HammingLoss: metrics.hammingLoss,
  };
}
