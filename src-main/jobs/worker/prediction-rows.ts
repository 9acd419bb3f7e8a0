import type { Decision } from '../../domain/decision.ts';
import type { ClassifierPrediction } from '../../engine/types.ts';
import { csvLabels, csvLine, spreadsheetCsvCells } from '../../formats/csv-cell.ts';

/** Writes predictions, one document a line. */
export interface PredictionRows {
  readonly header: string;
  row(id: string, prediction: ClassifierPrediction & Partial<Decision>): string;
}

/** Scores are written with six digits after the point. */
const scoreParts = 1_000_000;

/** @param decided whether a rule says which documents are unsure: one more field, or column. */
export function createPredictionRows(
  format: 'jsonl' | 'csv',
  classes: readonly string[],
  decided: boolean,
): PredictionRows {
  return format === 'jsonl' ? jsonlRows(classes, decided) : csvRows(classes, decided);
}

/** `{"id", "labels": [best first], "unsure", "scores": {class: probability}}`. */
function jsonlRows(classes: readonly string[], decided: boolean): PredictionRows {
  return {
    header: '',
    row(id, { predicted, scores, unsure = false }) {
      // fromEntries: a class may be called "__proto__".
      const byClass = Object.fromEntries(classes.map((name, index) => [name, rounded(scores[index]!)]));
      const labels = predicted.map((index) => classes[index]);
      return `${JSON.stringify({ id, labels, ...(decided ? { unsure } : {}), scores: byClass })}\n`;
    },
  };
}

/** `id,labels,unsure,` and one score column a class; cells that a spreadsheet would run as formulas are neutralised. */
function csvRows(classes: readonly string[], decided: boolean): PredictionRows {
  const header = ['id', 'labels', ...(decided ? ['unsure'] : []), ...classes.map((name) => `score: ${name}`)];
  return {
    header: csvLine(header, spreadsheetCsvCells),
    row(id, { predicted, scores, unsure = false }) {
      const labels = csvLabels(
        predicted.map((index) => classes[index]!),
        '|',
      );
      const cells = [
        id,
        labels,
        ...(decided ? [String(unsure)] : []),
        ...classes.map((_, index) => String(rounded(scores[index]!))),
      ];
      return csvLine(cells, spreadsheetCsvCells);
    },
  };
}

function rounded(score: number): number {
  return Math.round(score * scoreParts) / scoreParts;
}
