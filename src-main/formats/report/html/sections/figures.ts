import type { OverallFigure } from '../../../../domain/metrics/analysis.ts';
import { mistakesIn } from '../../../../domain/metrics/confusion.ts';
import type { ModelReport } from '../../../../domain/report/types.ts';
import { html } from '../markup.ts';
import { count, nothing, share, shareRange } from '../numbers.ts';
import { type Row, type Section, table } from '../table.ts';

/** Every figure over all classes, with its interval and what it means. */
export function figuresSection(report: ModelReport): Section {
  const { figures, evaluation } = report;
  const mistakes = mistakesIn(figures);
  const right = figures.documents - mistakes;
  return {
    id: 'figures',
    title: 'Figures',
    body: html`<p>Of ${count(figures.documents)} ${evaluation.dataset} documents, ${count(right)} are right${figures.kind === 'multi' ? ' in every class' : ''} and ${count(mistakes)} are wrong.</p>
${table({
  caption: 'Figures over all classes',
  columns: [
    { name: 'Figure' },
    { name: 'Value' },
    { name: '95 % interval' },
    { name: 'What it is', text: true },
  ],
  rows: rowsOf(report),
})}`,
  };
}

function rowsOf(report: ModelReport): readonly Row[] {
  const { figures, intervals } = report;
  const shareRow = (name: string, figure: OverallFigure, meaning: string): Row => ({
    cells: [name, share(figures[figure]), shareRange(intervals?.overall[figure] ?? null), meaning],
  });
  const averaged = `mean over ${count(figures.averagedClasses)} classes, each counting the same`;
  const macro = [
    shareRow('Macro-F1', 'macroF1', averaged),
    shareRow('Macro precision', 'macroPrecision', averaged),
    shareRow('Macro recall', 'macroRecall', averaged),
  ];
  const weightedMeaning = 'mean over the classes, weighted by their labelled documents';
  const weighted = [
    shareRow('Weighted F1', 'weightedF1', weightedMeaning),
    shareRow('Weighted precision', 'weightedPrecision', weightedMeaning),
    shareRow('Weighted recall', 'weightedRecall', weightedMeaning),
  ];
  return figures.kind === 'single'
    ? [
        shareRow(
          'Accuracy',
          'accuracy',
          'share of documents that are right; micro-F1, precision and recall are the same',
        ),
        ...macro,
        ...weighted,
        ...calibration(report),
      ]
    : [
        shareRow('Micro-F1', 'microF1', 'of the decisions of all classes together'),
        shareRow('Micro precision', 'microPrecision', 'share of the classes given that are right'),
        shareRow('Micro recall', 'microRecall', 'share of the labels that are found'),
        ...macro,
        ...weighted,
        shareRow('Exact match', 'accuracy', 'share of documents right in every class'),
        {
          cells: [
            'Hamming loss',
            figures.hammingLoss.toFixed(4),
            nothing,
            'share of wrong decisions, a document and a class each; lower is better',
          ],
        },
        ...calibration(report),
      ];
}

function calibration({ reliability }: ModelReport): readonly Row[] {
  const meaning = 'how far scores are from the share that is right, on average; lower is better';
  return reliability === null
    ? []
    : [{ cells: ['Calibration error', reliability.error.toFixed(3), nothing, meaning] }];
}
