import { createConfusion, shareAt, usedClasses } from '../metrics/confusion.ts';
import type { ClassMetrics, EvaluationMetrics } from '../metrics/types.ts';
import type { ProjectKind } from '../project.ts';

/** The kinds of projects and tasks by their names at Azure. */
export const azureKinds: Readonly<Record<ProjectKind, string>> = {
  single: 'CustomSingleLabelClassification',
  multi: 'CustomMultiLabelClassification',
};

/** A judged document by the names of its classes. */
export interface AzureDocument {
  readonly location: string;
  readonly language: string;
  readonly expected: readonly string[];
  readonly predicted: readonly string[];
}

type Averages = Pick<
  EvaluationMetrics,
  'microF1' | 'microPrecision' | 'microRecall' | 'macroF1' | 'macroPrecision' | 'macroRecall'
>;

export interface AzureFigures {
  readonly kind: ProjectKind;
  readonly averages: Averages;
  readonly classes: readonly ClassMetrics[];
  readonly confusionMatrix: EvaluationMetrics['confusionMatrix'];
  /** How the documents were split, as Azure tells it. */
  readonly evaluationOptions: object;
}

/** Body of `.../evaluation/summary-result`, as the specification of 2022-05-01 and 2023-04-01 has it. */
export function azureSummary({ kind, averages, evaluationOptions, ...figures }: AzureFigures): object {
  const { microF1, microPrecision, microRecall, macroF1, macroPrecision, macroRecall } = averages;
  const shown = shownClasses(kind, figures.classes);
  const evaluation = {
    ...(kind === 'single' ? { confusionMatrix: azureMatrix(figures.confusionMatrix, shown) } : {}),
    classes: Object.fromEntries(shown.map(({ name, one }) => [name, azureClass(one)])),
    ...{ microF1, microPrecision, microRecall, macroF1, macroPrecision, macroRecall },
  };
  return {
    projectKind: azureKinds[kind],
    [kind === 'single'
      ? 'customSingleLabelClassificationEvaluation'
      : 'customMultiLabelClassificationEvaluation']: evaluation,
    evaluationOptions,
  };
}

/** One item of `.../evaluation/result`. */
export function azureResult(kind: ProjectKind, document: AzureDocument): object {
  const { location, language, expected, predicted } = document;
  const common = { projectKind: azureKinds[kind], location, language };
  return kind === 'single'
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

interface ShownClass {
  readonly name: string;
  readonly index: number;
  readonly one: ClassMetrics;
}

/**
 * Those that the macro averages run over: single-label, the classes labelled or predicted here. Names are keys there,
 * so that a second class of a name gets a number.
 */
function shownClasses(kind: ProjectKind, classes: readonly ClassMetrics[]): readonly ShownClass[] {
  const indexes = kind === 'single' ? usedClasses({ classes }) : [...classes.keys()];
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
function azureMatrix(matrix: EvaluationMetrics['confusionMatrix'], shown: readonly ShownClass[]): object {
  const confusion = createConfusion(matrix ?? []);
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
function azureClass({ precision, recall, f1, tp, tn, fp, fn }: ClassMetrics): object {
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
