import { createConfusion, shareAt, usedClasses } from '../../domain/metrics/confusion.ts';
import type { ModelReport, ReportClass } from '../../domain/report/types.ts';

/** A judged document by the names of its classes. */
export interface AzureDocument {
  readonly location: string;
  readonly language: string;
  readonly expected: readonly string[];
  readonly predicted: readonly string[];
}

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
  const summary = JSON.stringify(azureSummary(report));
  yield `{"apiVersion":"2023-04-01","evaluationSummary":${summary},"evaluationResults":`;
  if (documents === null) {
    yield 'null}\n';
    return;
  }
  yield '{"value":[';
  let isFirst = true;
  for await (const batch of documents) {
    const items = batch.map((document) => JSON.stringify(azureResult(report, document))).join(',');
    if (items === '') continue;
    yield isFirst ? items : `,${items}`;
    isFirst = false;
  }
  yield '],"nextLink":null}}\n';
}

function azureSummary(report: ModelReport): object {
  const { figures } = report;
  const { microF1, microPrecision, microRecall, macroF1, macroPrecision, macroRecall } = figures;
  const shown = shownClasses(report);
  const evaluation = {
    ...(figures.kind === 'single' ? { confusionMatrix: azureMatrix(report, shown) } : {}),
    classes: Object.fromEntries(shown.map(({ name, one }) => [name, azureClass(one)])),
    ...{ microF1, microPrecision, microRecall, macroF1, macroPrecision, macroRecall },
  };
  return {
    projectKind: projectKind(report),
    [figures.kind === 'single'
      ? 'customSingleLabelClassificationEvaluation'
      : 'customMultiLabelClassificationEvaluation']: evaluation,
    // Documents carry their dataset; which percentages they were once drawn by is not known.
    evaluationOptions: { kind: 'manual' },
  };
}

interface ShownClass {
  readonly name: string;
  readonly index: number;
  readonly one: ReportClass;
}

/**
 * Those that the macro averages run over: single-label, the classes labelled or predicted here. Names are keys there,
 * so that a second class of a name gets a number.
 */
function shownClasses({ figures, classes }: ModelReport): readonly ShownClass[] {
  const indexes = figures.kind === 'single' ? usedClasses({ classes }) : [...classes.keys()];
  const names = distinctNames(classes);
  return indexes.map((index) => ({ name: names[index]!, index, one: classes[index]! }));
}

/** By the classes of a report, so that equal names can be told apart: `A`, `A (2)`. */
export function distinctNames(classes: readonly { readonly name: string }[]): readonly string[] {
  const taken = new Set<string>();
  return classes.map(({ name }) => {
    let own = name;
    for (let number = 2; taken.has(own); number++) own = `${name} (${number})`;
    taken.add(own);
    return own;
  });
}

/**
 * `{labelled class: {predicted class: cell}}` without empty cells. `normalizedValue` is the percentage of the labelled
 * class's documents: in the specification's own example the cells of an outer class add up to 100, and their raw values
 * to its true positives and false negatives.
 */
function azureMatrix({ confusionMatrix }: ModelReport, shown: readonly ShownClass[]): object {
  const confusion = createConfusion(confusionMatrix ?? []);
  return Object.fromEntries(
    shown.map((row) => {
      const cells = shown.flatMap((column) => {
        const rawValue = confusion.counts[row.index]![column.index]!;
        const normalizedValue = 100 * (shareAt(confusion, row.index, column.index, 'actual') ?? 0);
        return rawValue === 0 ? [] : [[column.name, { normalizedValue, rawValue }] as const];
      });
      return [row.name, Object.fromEntries(cells)];
    }),
  );
}

/** The specification wants numbers: 0/0 is 0. */
function azureClass({ precision, recall, f1, tp, tn, fp, fn }: ReportClass): object {
  return {
    f1: f1 ?? 0,
    precision: precision ?? 0,
    recall: recall ?? 0,
    truePositiveCount: tp,
    trueNegativeCount: tn,
    falsePositiveCount: fp,
    falseNegativeCount: fn,
  };
}

function azureResult(report: ModelReport, document: AzureDocument): object {
  const { location, language, expected, predicted } = document;
  const common = { projectKind: projectKind(report), location, language };
  return report.figures.kind === 'single'
    ? {
        ...common,
        customSingleLabelClassificationResult: {
          expectedClass: expected[0] ?? '',
          predictedClass: predicted[0] ?? '',
        },
      }
    : {
        ...common,
        customMultiLabelClassificationResult: { expectedClasses: expected, predictedClasses: predicted },
      };
}

function projectKind({ figures }: ModelReport): string {
  return figures.kind === 'single' ? 'CustomSingleLabelClassification' : 'CustomMultiLabelClassification';
}
