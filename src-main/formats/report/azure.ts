import { type AzureDocument, azureResult, azureSummary } from '../../domain/azure/evaluation.ts';
import type { ModelReport } from '../../domain/report/types.ts';

/**
 * One JSON document with what two calls of Azure AI Language's authoring API answer, as its specification has them
 * (2023-04-01; 2022-05-01 differs in the case of `projectKind` alone): `evaluationSummary` is the body of
 * `.../evaluation/summary-result`, `evaluationResults` that of `.../evaluation/result` in one page.
 * @param documents null where single documents may not be shown
 */
export async function* azureEvaluation(
  report: ModelReport,
  documents: AsyncIterable<readonly AzureDocument[]> | null,
): AsyncGenerator<string> {
  const summary = JSON.stringify(summaryOf(report));
  yield `{"apiVersion":"2023-04-01","evaluationSummary":${summary},"evaluationResults":`;
  if (documents === null) {
    yield 'null}\n';
    return;
  }
  yield '{"value":[';
  let isFirst = true;
  for await (const batch of documents) {
    const items = batch
      .map((document) => JSON.stringify(azureResult(report.figures.kind, document)))
      .join(',');
    if (items === '') continue;
    yield isFirst ? items : `,${items}`;
    isFirst = false;
  }
  yield '],"nextLink":null}}\n';
}

function summaryOf({ figures, classes, confusionMatrix }: ModelReport): object {
  return azureSummary({
    ...{ kind: figures.kind, averages: figures, classes, confusionMatrix },
    // Documents carry their dataset; which percentages they were once drawn by is not known.
    evaluationOptions: { kind: 'manual' },
  });
}
