import { counted } from '../../../../domain/guidance/facts.ts';
import { guidanceLimits } from '../../../../domain/guidance.ts';
import type { ModelReport, ReportEvaluation } from '../../../../domain/report/types.ts';
import { classBars, classProfile, mostNamedBars } from '../charts/class-bars.ts';
import { figure } from '../charts/plot.ts';
import { type Html, type HtmlPart, html } from '../markup.ts';
import { count, language, time } from '../numbers.ts';
import { facts, type Section } from '../table.ts';

type Fact = readonly [name: string, value: HtmlPart];

/** The project, the datasets, the very set that was judged, and how the labels spread over the classes. */
export function dataSection(report: ModelReport): Section {
  const { classes } = report;
  const isNamed = classes.length <= mostNamedBars;
  return {
    id: 'data',
    title: 'Data',
    body: html`<div class="columns">
${facts('Project', projectFacts(report))}${facts('Judged on', judgedFacts(report))}</div>
${spread(report)}${figure(
  isNamed ? classBars(classes) : classProfile(classes),
  isNamed
    ? 'Training labels when the model was trained · labelled documents that it was judged on.'
    : 'Training labels of the classes when the model was trained; each class’s own number stands in the table of classes.',
)}`,
  };
}

function projectFacts({ project, model }: ModelReport): readonly Fact[] {
  const { documents } = model.receipt;
  return [
    ['Name', html`<bdi>${project.name}</bdi>`],
    ...(project.description === ''
      ? []
      : [['Description', html`<bdi>${project.description}</bdi>`] as const]),
    [
      'Kind',
      project.kind === 'single' ? 'single-label: one class a document' : 'multi-label: any number of classes',
    ],
    ['Language', `${language(project.language)}${project.multilingual ? ', and others' : ''}`],
    ['Documents now', `${count(project.documents)}, ${count(project.labelled)} of them labelled`],
    ['Training documents', count(documents.train)],
    ['Validation documents', count(documents.validation)],
    ['Test documents', count(documents.test)],
    ['Classes', count(model.classes.length)],
  ];
}

function judgedFacts({ evaluation, figures }: ModelReport): readonly Fact[] {
  const { dataset, fingerprint, evaluatedAt, current, testSet } = evaluation;
  return [
    ['Dataset', dataset],
    ['Documents', count(figures.documents)],
    ['Fingerprint', html`<code>${fingerprint}</code>`],
    ...(testSet === null ? [] : testSetFacts(testSet)),
    ['Judged', time(evaluatedAt)],
    ['Since then', current ? 'unchanged' : 'changed: these figures are of the earlier documents'],
  ];
}

function testSetFacts({
  policy,
  version,
  versionSince,
  relabelled,
}: NonNullable<ReportEvaluation['testSet']>): readonly Fact[] {
  const since = versionSince === null ? '' : `, first seen ${time(versionSince)}`;
  return [
    ['Version', version === null ? 'not written down' : `${version}${since}`],
    [
      'Test set',
      policy === 'sealed' ? 'sealed: its documents are shown nowhere' : 'open: its mistakes may be looked at',
    ],
    [
      'Relabelled after results',
      relabelled.since === null
        ? 'no results seen yet'
        : `${relabelled.documents === 0 ? 'none' : counted(relabelled.documents, 'document')} since ${time(relabelled.since)}`,
    ],
  ];
}

/** The spread of the labels in a sentence or two. */
function spread({ classes, evaluation }: ModelReport): Html {
  const known = classes.filter(({ labels }) => labels !== null).map(({ labels }) => labels!.train);
  const sorted = known.toSorted((first, second) => first - second);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const few = known.filter((labels) => labels < guidanceLimits.fewLabels).length;
  const untested = classes.filter(({ support }) => support === 0).length;
  const unknown = classes.length - known.length;
  const sentences = [
    `Training labels a class: fewest ${count(sorted[0] ?? 0)}, median ${count(middle)}, most ${count(sorted.at(-1) ?? 0)}.`,
    few === 0 ? '' : `${classCount(few)} had fewer than ${guidanceLimits.fewLabels}.`,
    untested === 0
      ? ''
      : `${classCount(untested)} ${untested === 1 ? 'has' : 'have'} no ${evaluation.dataset} document.`,
    unknown === 0 ? '' : `The model does not know ${classCount(unknown)} of the project.`,
  ];
  return html`<p>${sentences.filter((sentence) => sentence !== '').join(' ')}</p>
`;
}

function classCount(number: number): string {
  return number === 1 ? '1 class' : `${count(number)} classes`;
}
