import { guidanceLimits } from '../../../../domain/guidance.ts';
import type { Interval } from '../../../../domain/metrics/wilson.ts';
import type { ModelReport, ReportClass } from '../../../../domain/report/types.ts';
import { breakable, type Html, html } from '../markup.ts';
import { count, nothing, points, range } from '../numbers.ts';
import { type Row, type Section, table } from '../table.ts';

/** Every class with its labels and figures, those that say little marked. */
export function classesSection(report: ModelReport): Section {
  const { classes, figures, evaluation, scores } = report;
  const withCurves = scores !== null;
  const small = classes.filter(({ smallSupport }) => smallSupport).length;
  return {
    id: 'classes',
    title: 'Classes',
    body: html`<p>In percent, with 95 % intervals under the figures. ${nothing} stands for 0/0 and counts as 0 in the averages.${small > 0 && ` † marks classes with fewer than ${guidanceLimits.fewTestDocuments} labelled ${evaluation.dataset} documents (${count(small)} of ${count(classes.length)}): their figures say little.`}</p>
${table({
  caption: 'Figures by class',
  className: 'named',
  columns: [
    { name: 'Class' },
    { name: 'Training labels' },
    { name: 'Labelled' },
    { name: 'Predicted' },
    { name: 'Precision' },
    { name: 'Recall' },
    { name: 'F1' },
    ...(withCurves ? [{ name: 'Average precision' }] : []),
  ],
  rows: classes.map((one) => classRow(one, withCurves)),
  foot: (['micro', 'macro', 'weighted'] as const).map((average) => ({
    cells: [
      `${average[0]!.toUpperCase()}${average.slice(1)} average`,
      ...['', '', ''],
      points(figures[`${average}Precision`]),
      points(figures[`${average}Recall`]),
      points(figures[`${average}F1`]),
      ...(withCurves ? [''] : []),
    ],
  })),
})}`,
  };
}

function classRow(one: ReportClass, withCurves: boolean): Row {
  const { intervals } = one;
  return {
    className: one.smallSupport ? 'small' : '',
    cells: [
      html`${breakable(one.name)}${one.smallSupport && ' †'}`,
      one.labels === null ? nothing : count(one.labels.train),
      count(one.support),
      count(one.predictedCount),
      rate(one.precision, intervals?.precision ?? null),
      rate(one.recall, intervals?.recall ?? null),
      rate(one.f1, intervals?.f1 ?? null),
      ...(withCurves ? [points(one.averagePrecision)] : []),
    ],
  };
}

function rate(value: number | null, interval: Interval | null): Html {
  return html`${points(value)}${interval !== null && html` <small>${range(interval)}</small>`}`;
}
