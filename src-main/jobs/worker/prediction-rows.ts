import type { BatchFormat } from '../../domain/batch.ts';
import type { Decision } from '../../domain/decision.ts';
import type { ProjectKind } from '../../domain/project.ts';
import type { ClassifierPrediction } from '../../engine/types.ts';
import { csvCell, csvLabels, csvLine, spreadsheetCsvCells } from '../../formats/csv-cell.ts';
import { worksheetRow } from '../../formats/xlsx/worksheet-row.ts';

/** Where an answer's document stands in the files. */
export interface RowOrigin {
  readonly id: string;
  readonly source: string;
  /** As the reader counts, from 1; null = the file as a whole is the document. */
  readonly line: number | null;
}

/** Writes predictions, one document a row. */
export interface PredictionRows {
  readonly header: string;
  row(origin: RowOrigin, prediction: ClassifierPrediction & Partial<Decision>): string;
}

export interface RowSettings {
  readonly format: BatchFormat;
  readonly kind: ProjectKind;
  readonly classes: readonly string[];
  /** Whether a rule says which documents are unsure: one more field, or column. */
  readonly decided: boolean;
}

const makers: Readonly<Record<BatchFormat, (settings: RowSettings) => PredictionRows>> = {
  jsonl: jsonlRows,
  csv: csvRows,
  xlsx: worksheetRows,
  comprehend: comprehendRows,
};

export function createPredictionRows(settings: RowSettings): PredictionRows {
  return makers[settings.format](settings);
}

/** `{"id", "labels": [best first], "unsure", "scores": {class: probability}}`. */
function jsonlRows({ classes, decided }: RowSettings): PredictionRows {
  // Put together by hand: five times as fast as an object for each document, which matters beside a linear model.
  const names = classes.map((name) => JSON.stringify(name));
  const keys = names.map((name, index) => `${index === 0 ? '' : ','}${name}:`);
  return {
    header: '',
    row({ id }, { predicted, scores, unsure = false }) {
      let line = `{"id":${JSON.stringify(id)},"labels":[`;
      for (let place = 0; place < predicted.length; place++) {
        line += place === 0 ? names[predicted[place]!]! : `,${names[predicted[place]!]!}`;
      }
      line += decided ? `],"unsure":${unsure},"scores":{` : '],"scores":{';
      for (let index = 0; index < keys.length; index++) line += keys[index]! + scoreText(scores[index]!);
      return `${line}}}\n`;
    },
  };
}

/** `id,labels,unsure,` and one score column a class; cells that a spreadsheet would run as formulas are neutralised. */
function csvRows({ classes, decided }: RowSettings): PredictionRows {
  const given = labelCells(classes, (labels) => csvCell(labels, spreadsheetCsvCells));
  return {
    header: csvLine(headerOf(classes, decided), spreadsheetCsvCells),
    row({ id }, { predicted, scores, unsure = false }) {
      let line = `${csvCell(id, spreadsheetCsvCells)},${given(predicted)}`;
      if (decided) line += `,${unsure}`;
      for (let index = 0; index < classes.length; index++) line += `,${scoreText(scores[index]!)}`;
      return `${line}\r\n`;
    },
  };
}

/** The columns of CSV; text stays text in a workbook, so that nothing in it can be run. */
function worksheetRows({ classes, decided }: RowSettings): PredictionRows {
  const given = labelCells(classes, (labels) => labels);
  const numbers: number[] = new Array<number>(classes.length);
  return {
    header: worksheetRow(headerOf(classes, decided), []),
    row({ id }, { predicted, scores, unsure = false }) {
      for (let index = 0; index < numbers.length; index++) numbers[index] = scores[index]!;
      const texts = decided ? [id, given(predicted), String(unsure)] : [id, given(predicted)];
      return worksheetRow(texts, numbers, scoreText);
    },
  };
}

function headerOf(classes: readonly string[], decided: boolean): readonly string[] {
  return ['id', 'labels', ...(decided ? ['unsure'] : []), ...classes.map((name) => `score: ${name}`)];
}

/** The labels as one cell; that of a single class is made once. */
function labelCells(
  classes: readonly string[],
  cell: (labels: string) => string,
): (predicted: readonly number[]) => string {
  const alone = classes.map((name) => cell(csvLabels([name], '|')));
  return (predicted) =>
    predicted.length === 1
      ? alone[predicted[0]!]!
      : cell(
          csvLabels(
            predicted.map((index) => classes[index]!),
            '|',
          ),
        );
}

/**
 * As Amazon Comprehend's asynchronous jobs write it: `{"File", "Line": "0", "Classes": [{"Name", "Score"}]}`, all
 * classes best first; multi-label: `Labels`, all of them, too, as it is the program that decides by the scores. `Line`
 * is a string and counts from zero; it is absent where a file is one document.
 */
function comprehendRows({ kind, classes }: RowSettings): PredictionRows {
  const names = classes.map((name) => `{"Name":${JSON.stringify(name)},"Score":`);
  return {
    header: '',
    row({ source, line }, { predicted, scores }) {
      const place = line === null ? '' : `,"Line":"${line - 1}"`;
      const list = bestFirst(predicted, scores)
        .map((index) => `${names[index]!}${scoreText(scores[index]!)}}`)
        .join();
      return `{"File":${JSON.stringify(source)}${place},"${kind === 'multi' ? 'Labels' : 'Classes'}":[${list}]}\n`;
    },
  };
}

function bestFirst([first]: readonly number[], scores: Float32Array): readonly number[] {
  const order = Array.from(scores, (_, index) => index);
  return order.sort((a, b) => scores[b]! - scores[a]! || Number(b === first) - Number(a === first) || a - b);
}

/** Scores are written with six digits after the point. */
const scoreParts = 1_000_000;
/** Three digits each, without and with the zeros at their end. */
const padded = Array.from({ length: 1000 }, (_, digits) => String(digits).padStart(3, '0'));
const stripped = padded.map((digits) => digits.replace(/0+$/, ''));

/** The same characters as those of the rounded number, several times as fast. */
export function scoreText(score: number): string {
  const parts = Math.round(score * scoreParts);
  if (!(parts > 0 && parts < scoreParts)) return String(parts / scoreParts);
  const last = parts % 1000;
  const first = (parts - last) / 1000;
  return last === 0 ? `0.${stripped[first]!}` : `0.${padded[first]!}${stripped[last]!}`;
}
