import type { Duplicates, LabelErrors, LearningCurve } from '../../../../domain/health/types.ts';
import type { Dated, ModelReport } from '../../../../domain/report/types.ts';
import { learningCurveChart } from '../charts/learning-curve-chart.ts';
import { figure } from '../charts/plot.ts';
import { breakable, type Html, html } from '../markup.ts';
import { count, duration, share, shareRange, time } from '../numbers.ts';
import { facts, type Section, table } from '../table.ts';

const shownClasses = 15;

/** Results of the searches over the whole project, as far as they were made. */
export function healthSection(report: ModelReport): Section {
  const { duplicates, labelErrors, learningCurve } = report.health;
  return {
    id: 'health',
    title: 'Health of the data',
    body: html`<h3>Wrong labels</h3>
${labelErrors === null ? notLooked('wrong labels') : labelErrorsPart(labelErrors, report)}<h3>Duplicates, leaks and contradictions</h3>
${duplicates === null ? notLooked('duplicates') : duplicatesPart(duplicates)}<h3>Would more labels help?</h3>
${
  learningCurve === null
    ? html`<p>No learning curve has been made in this project.</p>
`
    : curvePart(learningCurve)
}`,
  };
}

function notLooked(what: string): Html {
  return html`<p>Nobody has looked for ${what} in this project yet.</p>
`;
}

function asOf({ createdAt, current }: Dated<unknown>): string {
  return `${time(createdAt)}${current ? '' : '; the documents have changed since'}`;
}

function duplicatesPart(dated: Dated<Duplicates>): Html {
  const { result } = dated;
  return facts('Duplicates', [
    ['Looked for', asOf(dated)],
    ['Documents compared', count(result.documents)],
    ['Least similarity', share(result.threshold)],
    ['Groups', `${count(result.groups)}, ${count(result.exactGroups)} of them of equal texts`],
    ['Documents too many', count(result.duplicates)],
    ['Leaks between datasets', `${count(result.leaks)} groups`],
    [
      'Test documents with a twin outside',
      `${count(result.leakedTestDocuments)}, ${share(result.leakedTestShare)} of the test set`,
    ],
    ['Contradicting labels', `${count(result.contradictions)} groups`],
  ]);
}

function labelErrorsPart(dated: Dated<LabelErrors>, { classes, figures: { kind } }: ModelReport): Html {
  const { result } = dated;
  const names = new Map(classes.map(({ classId, name }) => [classId, name]));
  const worst = result.classes
    .filter((one) => doubtsOf(one) > 0)
    .toSorted((first, second) => doubtsOf(second) - doubtsOf(first))
    .slice(0, shownClasses);
  const isMulti = kind === 'multi';
  return html`${facts('Wrong labels', [
    ['Looked for', asOf(dated)],
    ['Documents', count(result.documents)],
    ['Labels that are probably wrong', count(result.issues)],
    [
      'Estimated wrong labels',
      `${count(Math.round(result.estimated))}, ${share(result.share)} of all (95 %: ${shareRange(result.interval)})`,
    ],
  ])}${
    worst.length > 0 &&
    table({
      caption: 'Classes with the most labels in doubt',
      columns: [
        { name: 'Class' },
        { name: 'Labels' },
        { name: 'In doubt' },
        ...(isMulti ? [{ name: 'Probably lacking' }] : []),
      ],
      rows: worst.map(({ classId, labels, issues, missing }) => ({
        cells: [
          breakable(names.get(classId) ?? 'a class that is gone'),
          count(labels),
          count(issues),
          ...(isMulti ? [count(missing)] : []),
        ],
      })),
    })
  }`;
}

/** Labels given that are probably wrong, and those that are probably lacking. */
function doubtsOf({ issues, missing }: LabelErrors['classes'][number]): number {
  return issues + missing;
}

function curvePart(dated: Dated<LearningCurve>): Html {
  const { result } = dated;
  const name = result.figure === 'accuracy' ? 'Accuracy' : 'Micro-F1';
  const last = result.points.at(-1);
  if (last === undefined)
    return html`<p>The learning curve has no point.</p>
`;
  const ahead = result.forecasts.filter(({ labels }) => labels > last.labels);
  const minutes = (labels: number): string =>
    result.secondsPerLabel === null
      ? ''
      : `, ${duration((labels - last.labels) * result.secondsPerLabel)} of labelling at the pace so far`;
  return html`${figure(
    learningCurveChart(result, name),
    `Made ${asOf(dated)}; judged on ${result.judgedOn === 'validation' ? 'the validation set' : 'held-out parts of the training documents'}, never on the test set. Dots are means over up to ${count(result.seeds.length)} seeds, bars and band 95 % intervals${ahead.length > 0 ? ', dashed the power law that fits them' : ''}.`,
  )}<ul>
<li>With ${count(last.labels)} labelled documents: ${share(last.mean)} (${shareRange(last.interval)}).</li>
${ahead.map(
  ({
    labels,
    score,
    interval,
  }) => html`<li>With ${count(labels)}: ${share(score)} expected (${shareRange(interval)})${minutes(labels)}.</li>
`,
)}</ul>
${
  ahead.length === 0 &&
  html`<p>The points do not allow a forecast.</p>
`
}`;
}
