import type { ModelReport, ReportPairs } from '../../../../domain/report/types.ts';
import { breakable, type Html, html } from '../markup.ts';
import { count } from '../numbers.ts';
import { type Section, table } from '../table.ts';

const mostPairs = 20;

/** Multi-label: a matrix of two rows and two columns for each class, laid out as one row, and classes in pairs. */
export function binaryMatricesSection({ classes, pairs }: ModelReport): Section {
  const names = classes.map(({ name }) => breakable(name));
  return {
    id: 'confusion',
    title: 'Confusion by class',
    body: html`<p>Each class is a decision of its own. A row holds the four cells of its matrix: labelled or not, predicted or not.</p>
${table({
  caption: 'Decisions by class',
  className: 'named',
  columns: [
    { name: 'Class' },
    { name: 'Labelled and predicted (TP)' },
    { name: 'Labelled, not predicted (FN)' },
    { name: 'Predicted, not labelled (FP)' },
    { name: 'Neither (TN)' },
  ],
  rows: classes.map(({ name, tp, fn, fp, tn }) => ({
    cells: [breakable(name), ...[tp, fn, fp, tn].map(count)],
  })),
})}${pairs !== null && pairTables(pairs, names)}`,
  };
}

function pairTables({ together, missedFor }: ReportPairs, names: readonly Html[]): Html {
  return html`${
    together.length > 0 &&
    table({
      caption: 'Classes labelled together',
      columns: [
        { name: 'Class' },
        { name: 'Together with', text: true },
        { name: 'Documents' },
        { name: 'Both missed' },
      ],
      rows: together.slice(0, mostPairs).map(({ classes: [first, second], documents, bothMissed }) => ({
        cells: [names[first]!, names[second]!, count(documents), count(bothMissed)],
      })),
    })
  }${
    missedFor.length > 0 &&
    table({
      caption: 'Missed while another was wrongly given',
      columns: [{ name: 'Missed' }, { name: 'Given instead', text: true }, { name: 'Documents' }],
      rows: missedFor.slice(0, mostPairs).map(({ missed, given, documents }) => ({
        cells: [names[missed]!, names[given]!, count(documents)],
      })),
    })
  }`;
}
