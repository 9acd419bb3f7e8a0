import type { PrecisionRecallCurve } from '../../../../domain/statistics/precision-recall.ts';
import { type Html, html } from '../markup.ts';
import { corners, place, plot, shareAxis } from './plot.ts';

/** Precision over recall at every threshold; a ring marks what the model itself does. */
export function precisionRecallChart(
  name: string,
  { points }: PrecisionRecallCurve,
  own: { readonly precision: number | null; readonly recall: number | null },
): Html {
  return plot({
    label: `Precision against recall of ${name} at every threshold`,
    width: 220,
    height: 190,
    x: { ...shareAxis, name: 'Recall', ticks: [0, 0.5, 1] },
    y: { ...shareAxis, name: 'Precision', ticks: [0, 0.5, 1] },
    draw: (x, y) => {
      const places = points.map(({ precision, recall }) => [x(recall ?? 0), y(precision ?? 0)] as const);
      const ring =
        own.precision === null || own.recall === null
          ? html``
          : html`<circle class="ring" cx="${place(x(own.recall))}" cy="${place(y(own.precision))}" r="4.5"/>`;
      return [html`<polyline class="line" points="${corners(places)}"/>`, ring];
    },
  });
}
