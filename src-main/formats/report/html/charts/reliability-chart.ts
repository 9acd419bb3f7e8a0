import type { Reliability } from '../../../../domain/metrics/analysis.ts';
import { type Html, html } from '../markup.ts';
import { place, plot, shareAxis } from './plot.ts';

/** Share that was right over the mean score of each bin, with intervals; on the dashed line both are the same. */
export function reliabilityChart({ bins }: Reliability): Html {
  const most = Math.max(1, ...bins.map((bin) => bin.count));
  return plot({
    label: 'Reliability diagram: share that was right against the score, in bins, with 95 % intervals',
    width: 340,
    height: 260,
    x: { ...shareAxis, name: 'Score' },
    y: { ...shareAxis, name: 'Right' },
    draw: (x, y) => [
      html`<line class="ideal" x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}"/>
`,
      ...bins.map(({ count, confidence, right, interval }) =>
        confidence === null || right === null || interval === null
          ? html``
          : html`<line class="whisker" x1="${place(x(confidence))}" x2="${place(x(confidence))}" y1="${place(y(interval.low))}" y2="${place(y(interval.high))}"/>
<circle class="dot" cx="${place(x(confidence))}" cy="${place(y(right))}" r="${place(2 + 4 * Math.sqrt(count / most))}"/>
`,
      ),
    ],
  });
}
