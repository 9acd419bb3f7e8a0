import type { ModelReport } from '../../../../domain/report/types.ts';
import { html } from '../markup.ts';
import { count } from '../numbers.ts';
import type { Section } from '../table.ts';

/** Definitions of the figures and of their intervals. */
export function methodSection({ figures, intervals, scores }: ModelReport): Section {
  const single = figures.kind === 'single';
  return {
    id: 'method',
    title: 'How the figures are computed',
    body: html`<ul>
<li>Precision = TP / (TP + FP), recall = TP / (TP + FN), F1 = 2 TP / (2 TP + FP + FN), by class; TP: labelled and predicted, FP: predicted only, FN: labelled only. 0/0 is shown as – and counts as 0 in averages.</li>
<li>Micro sums TP, FP and FN over the classes. Macro is the mean over ${single ? 'the classes labelled or predicted at least once' : 'all classes'} (${count(figures.averagedClasses)}); macro-F1 is the mean of the classes’ F1. Weighted is the mean weighted by labelled documents. The definitions are those of scikit-learn with zero_division=0.</li>
${
  intervals !== null &&
  html`<li>95 % intervals: Wilson’s score interval for proportions of documents (${single ? 'accuracy, precision and recall' : 'exact match, precision and recall of a class'}); for the F1 of a class, Wilson’s interval carried over to F1 (Lam, Gopal and Qian, 2023); for averages, a bootstrap over the documents with ${count(intervals.resamples)} resamples and seed ${intervals.seed}.</li>
`
}${
  scores !== null &&
  html`<li>Calibration error: over 15 bins of scores, the mean distance between score and share that is right, weighted by the scores in the bin. ${single ? 'Scores are of the class predicted.' : 'Scores are of every document and class.'}</li>
<li>Average precision: the precisions at every threshold weighted by the steps of recall, without interpolation, one class against the rest; scores are rounded down to thousandths.</li>
`
}</ul>
`,
  };
}
