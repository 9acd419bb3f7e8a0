import type { ModelReport } from '../../../../domain/report/types.ts';
import { html } from '../markup.ts';
import { count, share } from '../numbers.ts';
import type { Section } from '../table.ts';

/** What the numbers do not say. */
export function limitsSection(report: ModelReport): Section {
  return {
    id: 'limits',
    title: 'What these numbers do not say',
    body: html`<ul>
${limits(report).map(
  (limit) => html`<li>${limit}</li>
`,
)}</ul>
`,
  };
}

function limits(report: ModelReport): readonly string[] {
  const { evaluation, figures, health, classes, acceptance } = report;
  const { dataset } = evaluation;
  const untested = classes.filter(({ support }) => support === 0).length;
  return [
    `They hold for documents like the ${count(figures.documents)} judged here. Other sources, times or languages can give other figures.`,
    'Intervals tell of the chance in drawing these documents. They say nothing of another training set, another seed, or labels that people would give otherwise.',
    labelLimit(report),
    leakLimit(health.duplicates?.result),
    ...(dataset === 'validation'
      ? [
          'Validation documents may have had a say in the options, the calibration or the thresholds. Only a test set that nothing was chosen on gives the last word.',
        ]
      : [
          'Whoever chooses among models by the test set, or mends its labels by what a model says, makes its figures too good.',
        ]),
    ...(untested === 0
      ? []
      : [
          `Nothing is known here of ${untested === 1 ? 'the one class' : `the ${count(untested)} classes`} without a labelled ${dataset} document.`,
        ]),
    ...(acceptance.length === 0
      ? []
      : [
          'What can be accepted without a person was worked out on these very documents; a rule put to work should be checked on new ones.',
        ]),
    'A confusion or a low figure names a symptom. Whether the labels, the definitions of the classes, the number of examples or the learner are the cause, only the documents tell.',
  ];
}

function labelLimit({ health }: ModelReport): string {
  const found = health.labelErrors?.result;
  return found === undefined
    ? 'The labels are taken for the truth. Nobody has estimated how many of them are wrong; a model cannot be measured better than its labels are.'
    : `The labels are taken for the truth, though an estimated ${share(found.share)} of them are wrong; a model cannot be measured better than its labels are.`;
}

function leakLimit(found: { readonly leakedTestDocuments: number } | undefined): string {
  if (found === undefined) {
    return 'Nobody has looked for test documents with a twin among those learned from, which would make the figures too good.';
  }
  return found.leakedTestDocuments === 0
    ? 'No test document was found to have a near twin among those learned from; paraphrases are not found this way.'
    : `${count(found.leakedTestDocuments)} test documents had a near twin outside of the test set when it was looked for: what a model learned by heart counts as right.`;
}
