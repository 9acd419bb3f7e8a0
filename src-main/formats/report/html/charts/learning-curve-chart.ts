import type { LearningCurve } from '../../../../domain/health/types.ts';
import { type Html, html } from '../markup.ts';
import { corners, countAxis, place, plot, type Scale, shareAxis } from './plot.ts';

/** Scores over labelled documents with intervals; beyond them the forecast, dashed, in its band. */
export function learningCurveChart(curve: LearningCurve, figureName: string): Html {
  const last = curve.points.at(-1);
  const ahead = curve.forecasts.filter(({ labels }) => labels > (last?.labels ?? 0));
  const largest = Math.max(...[...curve.points, ...ahead].map(({ labels }) => labels));
  return plot({
    label: `Learning curve: ${figureName} against labelled documents, with 95 % intervals and a forecast`,
    width: 520,
    height: 260,
    x: countAxis('Labelled documents', largest),
    y: { ...shareAxis, name: figureName },
    draw: (x, y) => [
      ...(last === undefined
        ? []
        : forecast(x, y, [{ labels: last.labels, score: last.mean, interval: last.interval }, ...ahead])),
      html`<polyline class="line" points="${corners(curve.points.map(({ labels, mean }) => [x(labels), y(mean)]))}"/>
`,
      ...curve.points.map(
        ({
          labels,
          mean,
          interval,
        }) => html`<line class="whisker" x1="${place(x(labels))}" x2="${place(x(labels))}" y1="${place(y(interval.low))}" y2="${place(y(interval.high))}"/>
<circle class="dot" cx="${place(x(labels))}" cy="${place(y(mean))}" r="3"/>
`,
      ),
    ],
  });
}

function forecast(x: Scale, y: Scale, places: LearningCurve['forecasts']): readonly Html[] {
  const upper = places.map(({ labels, interval }) => [x(labels), y(interval.high)] as const);
  const lower = places.map(({ labels, interval }) => [x(labels), y(interval.low)] as const);
  const middle = places.map(({ labels, score }) => [x(labels), y(score)] as const);
  return [
    html`<polygon class="band" points="${corners([...upper, ...lower.toReversed()])}"/>
<polyline class="ideal" points="${corners(middle)}"/>
`,
  ];
}
