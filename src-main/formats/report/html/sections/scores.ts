import type { Reliability, ScoreSketch } from '../../../../domain/metrics/analysis.ts';
import type { ModelReport, ReportAcceptance, ReportClass } from '../../../../domain/report/types.ts';
import { precisionRecallCurve } from '../../../../domain/statistics/precision-recall.ts';
import { figure } from '../charts/plot.ts';
import { precisionRecallChart } from '../charts/precision-recall-chart.ts';
import { reliabilityChart } from '../charts/reliability-chart.ts';
import { breakable, type Html, html } from '../markup.ts';
import { count, nothing, share, shareRange } from '../numbers.ts';
import { type Section, table } from '../table.ts';

const shownCurves = 6;

/** Whether scores mean what they say, and what can be left to them. */
export function scoresSection(report: ModelReport): Section {
  const { reliability, scores, classes, acceptance } = report;
  return {
    id: 'scores',
    title: 'Scores',
    body:
      reliability === null || scores === null
        ? html`<p>This evaluation kept no scores.</p>
`
        : html`${reliabilityPart(reliability)}<h3>What can be accepted without a person</h3>
${accepted(acceptance)}<h3>Precision and recall of the weakest classes</h3>
${curves(classes, scores)}`,
  };
}

function reliabilityPart(reliability: Reliability): Html {
  return html`<h3>Do scores mean what they say?</h3>
<div class="beside">
${figure(
  reliabilityChart(reliability),
  `Calibration error ${reliability.error.toFixed(3)}. On the dashed line a score of 0.8 is right 8 times in 10; larger dots hold more scores, bars are 95 % intervals.`,
)}${table({
  caption: 'Scores and how often they are right',
  columns: [{ name: 'Score' }, { name: 'Scores' }, { name: 'Right' }, { name: '95 % interval' }],
  rows: reliability.bins
    .filter((bin) => bin.count > 0)
    .map(({ from, to, count: number, right, interval }) => ({
      cells: [`${from.toFixed(2)}–${to.toFixed(2)}`, count(number), share(right), shareRange(interval)],
    })),
})}</div>
`;
}

function accepted(acceptance: readonly ReportAcceptance[]): Html {
  const isByDecision = acceptance[0]?.of === 'decisions';
  return html`<p>${
    isByDecision
      ? 'Whether a document gets a class is one decision; those with a score nearer to the threshold of their class than the distance given go to a person.'
      : 'Documents with at least the score given are accepted as predicted, the others go to a person.'
  } The limits were chosen on these very documents: expect a little less on new ones.</p>
${table({
  caption: 'Accepted without a person',
  columns: [
    { name: 'Accuracy wanted' },
    { name: isByDecision ? 'Distance from the threshold' : 'Least score' },
    { name: 'Accepted' },
    { name: isByDecision ? 'Share of all decisions' : 'Share of all documents' },
    { name: 'Right among them' },
    { name: '95 % interval' },
  ],
  rows: acceptance.map(({ target, reached }) => ({
    cells:
      reached === null
        ? [share(target), nothing, 'not even the surest', nothing, nothing, nothing]
        : [
            share(target),
            reached.from.toFixed(3),
            count(reached.accepted),
            share(reached.share),
            share(reached.accuracy),
            shareRange(reached.interval),
          ],
  })),
})}`;
}

/** By average precision, the lowest first, among the classes with enough documents to draw a curve of. */
function curves(classes: readonly ReportClass[], scores: ScoreSketch): Html {
  const weakest = classes
    .map((one, index) => ({ one, index }))
    .filter(({ one }) => one.averagePrecision !== null && !one.smallSupport)
    .sort((first, second) => first.one.averagePrecision! - second.one.averagePrecision!)
    .slice(0, shownCurves);
  if (weakest.length === 0)
    return html`<p>No class has enough labelled documents here to draw a curve of.</p>
`;
  return html`<p>Each curve goes through every threshold of one class against all others; the ring is what the model does.</p>
<div class="charts">
${weakest.map(({ one, index }) =>
  figure(
    precisionRecallChart(one.name, precisionRecallCurve(scores.classes[index]!), one),
    html`<b>${breakable(one.name)}</b><br>average precision ${one.averagePrecision!.toFixed(3)}, ${count(one.support)} documents`,
  ),
)}</div>
`;
}
