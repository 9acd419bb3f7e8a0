import {
  type Confusion,
  countAt,
  createConfusion,
  mostConfused,
  shareAt,
  usedClasses,
} from '../../../../domain/metrics/confusion.ts';
import type { ModelReport, ReportClass } from '../../../../domain/report/types.ts';
import { breakable, type Html, html } from '../markup.ts';
import { count, share } from '../numbers.ts';
import { type Section, table } from '../table.ts';

/** More classes do not fit a page as a matrix that can be read. */
export const mostMatrixClasses = 40;
const mostPairs = 40;

/** Single-label: which classes are taken for which others. */
export function confusionSection(
  report: ModelReport,
  matrix: NonNullable<ModelReport['confusionMatrix']>,
): Section {
  const confusion = createConfusion(matrix);
  const used = usedClasses({ classes: report.classes });
  const isSmall = used.length <= mostMatrixClasses;
  const unused = report.classes.length - used.length;
  return {
    id: 'confusion',
    title: 'Confusion matrix',
    body: html`<p>Rows are the classes that documents are labelled with, columns those that were predicted.${unused > 0 && ` ${count(unused)} of ${count(report.classes.length)} classes were neither labelled nor predicted here and are left out.`}${!isSmall && ` ${count(used.length)} classes are too many for a matrix on paper: here are its largest cells beside the diagonal, and the mistakes by class.`}</p>
${isSmall && matrixTable(report.classes, confusion, used)}${pairs(report.classes, confusion)}${!isSmall && byClass(report.classes, confusion, used)}`,
  };
}

function matrixTable(classes: readonly ReportClass[], confusion: Confusion, used: readonly number[]): Html {
  const size = used.length <= 12 ? 'large' : used.length <= 24 ? 'medium' : 'dense';
  return html`<table class="matrix ${size}">
<caption>Documents by labelled class (rows) and predicted class (columns)</caption>
<thead><tr><th scope="col" class="corner">Labelled ↓<br>Predicted →</th>${used.map(
    (column) =>
      html`<th scope="col"><span title="${classes[column]!.name}">${classes[column]!.name}</span></th>`,
  )}</tr></thead>
<tbody>${used.map(
    (
      row,
    ) => html`<tr><th scope="row" title="${classes[row]!.name}">${classes[row]!.name}</th>${used.map((column) => cell(confusion, row, column))}</tr>
`,
  )}</tbody>
</table>
`;
}

/** Tinted by the share of the row; mistakes, which are small shares, more strongly. */
function cell(confusion: Confusion, row: number, column: number): Html {
  const documents = countAt(confusion, row, column);
  if (documents === 0) return html`<td></td>`;
  const part = shareAt(confusion, row, column, 'actual') ?? 0;
  const tint = row === column ? part : Math.min(1, part * 4);
  const kind = row === column ? 'right' : 'wrong';
  return html`<td class="${kind}" style="--tint:${(tint * 60).toFixed(0)}%">${count(documents)}</td>`;
}

function pairs(classes: readonly ReportClass[], confusion: Confusion): Html {
  const found = mostConfused(confusion, mostPairs);
  if (found.length === 0)
    return html`<p>No document was taken for another class.</p>
`;
  return table({
    caption: 'Most confused classes',
    className: 'named',
    columns: [
      { name: 'Labelled' },
      { name: 'Predicted instead', text: true },
      { name: 'Documents' },
      { name: 'Share of the labelled' },
    ],
    rows: found.map(({ actual, predicted, count: documents, share: part }) => ({
      cells: [
        breakable(classes[actual]!.name),
        breakable(classes[predicted]!.name),
        count(documents),
        share(part),
      ],
    })),
  });
}

function byClass(classes: readonly ReportClass[], confusion: Confusion, used: readonly number[]): Html {
  return table({
    caption: 'Mistakes by class',
    className: 'named',
    columns: [
      { name: 'Class' },
      { name: 'Right' },
      { name: 'Missed' },
      { name: 'Wrongly given' },
      { name: 'Most often taken for', text: true },
    ],
    rows: used.map((index) => {
      const { name, tp, fn, fp } = classes[index]!;
      return {
        cells: [
          breakable(name),
          count(tp),
          count(fn),
          count(fp),
          breakable(mostTakenFor(classes, confusion, index)),
        ],
      };
    }),
  });
}

function mostTakenFor(classes: readonly ReportClass[], { counts }: Confusion, row: number): string {
  const line = counts[row]!;
  const others = line.map((documents, column) => (column === row ? 0 : documents));
  const most = others.reduce((largest, documents) => Math.max(largest, documents), 0);
  return most === 0 ? '' : `${classes[others.indexOf(most)]!.name} (${count(most)})`;
}
