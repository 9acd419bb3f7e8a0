import { counted } from '../../../../domain/guidance/facts.ts';
import type { Interval } from '../../../../domain/metrics/wilson.ts';
import type { ModelReport } from '../../../../domain/report/types.ts';
import { type Html, html } from '../markup.ts';
import { count, share, shareRange, time } from '../numbers.ts';

/** The title, the figures that are asked for first, and what must be known before any is believed. */
export function heading(report: ModelReport): Html {
  const { project, model, evaluation, figures } = report;
  const judgedOn = `${count(figures.documents)} ${evaluation.dataset} ${figures.documents === 1 ? 'document' : 'documents'}`;
  return html`<header>
<p class="kicker">Model report</p>
<h1><bdi>${model.name}</bdi></h1>
<p class="sub">Project <bdi>${project.name}</bdi> · judged on ${judgedOn} · written ${time(report.createdAt)}</p>
<ul class="cards">
${keyFigures(report).map(
  ({
    name,
    value,
    interval,
  }) => html`<li><span class="card-name">${name}</span><span class="card-value">${value}</span><span class="card-small">${interval === null ? ' ' : `95 %: ${shareRange(interval)}`}</span></li>
`,
)}</ul>
${notes(report).map(
  (note) => html`<p class="note">${note}</p>
`,
)}</header>
`;
}

interface KeyFigure {
  readonly name: string;
  readonly value: string;
  readonly interval: Interval | null;
}

function keyFigures({ figures, intervals, reliability }: ModelReport): readonly KeyFigure[] {
  const of = (name: string, figure: 'accuracy' | 'microF1' | 'macroF1' | 'weightedF1'): KeyFigure => ({
    name,
    value: share(figures[figure]),
    interval: intervals?.overall[figure] ?? null,
  });
  const shown =
    figures.kind === 'single'
      ? [of('Accuracy', 'accuracy'), of('Macro-F1', 'macroF1'), of('Weighted F1', 'weightedF1')]
      : [of('Micro-F1', 'microF1'), of('Macro-F1', 'macroF1'), of('Exact match', 'accuracy')];
  const calibration = {
    name: 'Calibration error',
    value: reliability?.error.toFixed(3) ?? '',
    interval: null,
  };
  return reliability === null ? shown : [...shown, calibration];
}

function notes({ evaluation, intervals }: ModelReport): readonly string[] {
  const { dataset, current, tunedOnIt, testSet } = evaluation;
  const relabelled = testSet?.relabelled.documents ?? 0;
  return [
    current
      ? ''
      : `The ${dataset} documents have changed since these figures were computed: they are of an earlier set. Evaluate again for figures of the present one.`,
    tunedOnIt
      ? 'Options and thresholds of this model were chosen on these very documents: its figures on new documents will be lower.'
      : '',
    relabelled === 0
      ? ''
      : `${counted(relabelled, 'test document')} ${relabelled === 1 ? 'was' : 'were'} relabelled after this model’s results were first seen: labels that follow a model flatter it.`,
    testSet?.policy === 'sealed'
      ? 'The test set is sealed: its figures are shown, its documents are not.'
      : '',
    intervals === null
      ? 'This evaluation was made by an earlier version of Winnow and has no intervals. Evaluate again to see how far the figures can be trusted.'
      : '',
  ].filter((note) => note !== '');
}
