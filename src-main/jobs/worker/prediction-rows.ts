import type { ClassifierPrediction } from '../../engine/types.ts';
import { csvLabels, csvLine, spreadsheetCsvCells } from '../../formats/csv-cell.ts';

/** Writes predictions, one document a line. */
export interface PredictionRows {
  readonly header: string;
  row(id: string, prediction: ClassifierPrediction): string;
}

/** Scores are written with six digits after the point. */
const scoreParts = 1_000_000;

export function createPredictionRows(format: 'jsonl' | 'csv', classes: readonly string[]): PredictionRows {
  return format === 'jsonl' ? jsonlRows(classes) : csvRows(classes);
}

/** `{"id", "labels": [best first], "scores": {class: probability}}`. */
function jsonlRows(classes: readonly string[]): PredictionRows {
  return {
    header: '',
    row(id, { predicted, scores }) {
      // fromEntries: a class may be called "__proto__".
      const byClass = Object.fromEntries(classes.map((name, index) => [name, rounded(scores[index]!)]));
      return `${JSON.stringify({ id, labels: predicted.map((index) => classes[index]), scores: byClass })}\n`;
    },
  };
}

/** `id,labels,` and one score column a class; cells that a spreadsheet would run as formulas are neutralised. */
function csvRows(classes: readonly string[]): PredictionRows {
  const header = ['id', 'labels', ...classes.map((name) => `score: ${name}`)];
  return {
    header: csvLine(header, spreadsheetCsvCells),
    row(id, { predicted, scores }) {
      const labels = csvLabels(
        predicted.map((index) => classes[index]!),
        '|',
      );
      const cells = [id, labels, ...classes.map((_, index) => String(rounded(scores[index]!)))];
      return csvLine(cells, spreadsheetCsvCells);
    },
  };
}

function rounded(score: number): number {
  return Math.round(score * scoreParts) / scoreParts;
}
