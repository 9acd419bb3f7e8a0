import { type Html, type HtmlPart, html } from '../markup.ts';

/** From values to places along an axis, in units of the drawing. */
export type Scale = (value: number) => number;

export interface Axis {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
  readonly tickText: (value: number) => string;
}

export interface Plot {
  /** What the drawing shows, for those who do not see it. */
  readonly label: string;
  readonly width: number;
  readonly height: number;
  readonly x: Axis;
  readonly y: Axis;
  readonly draw: (x: Scale, y: Scale) => readonly Html[];
}

const margin = { top: 8, right: 20, bottom: 38, left: 58 };

/** A drawing with two axes and a light grid, as inline SVG. */
export function plot({ label, width, height, x, y, draw }: Plot): Html {
  const right = width - margin.right;
  const bottom = height - margin.bottom;
  const toX = scale(x, margin.left, right);
  const toY = scale(y, bottom, margin.top);
  return html`<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${label}">
${y.ticks.map(
  (
    tick,
  ) => html`<line class="grid" x1="${margin.left}" x2="${right}" y1="${place(toY(tick))}" y2="${place(toY(tick))}"/>
<text class="tick" x="${margin.left - 6}" y="${place(toY(tick) + 3.5)}" text-anchor="end">${y.tickText(tick)}</text>
`,
)}<line class="axis" x1="${margin.left}" x2="${right}" y1="${bottom}" y2="${bottom}"/>
${x.ticks.map(
  (tick) =>
    html`<text class="tick" x="${place(toX(tick))}" y="${bottom + 14}" text-anchor="middle">${x.tickText(tick)}</text>
`,
)}<text class="name" x="${place((margin.left + right) / 2)}" y="${height - 6}" text-anchor="middle">${x.name}</text>
<text class="name" transform="translate(11 ${place((margin.top + bottom) / 2)}) rotate(-90)" text-anchor="middle">${y.name}</text>
${draw(toX, toY)}</svg>`;
}

/** A drawing with its explanation, kept on one page. */
export function figure(drawing: Html, caption: HtmlPart): Html {
  return html`<figure>${drawing}<figcaption>${caption}</figcaption></figure>
`;
}

export const shareAxis: Omit<Axis, 'name'> = {
  from: 0,
  to: 1,
  ticks: [0, 0.2, 0.4, 0.6, 0.8, 1],
  tickText: (value) => `${Math.round(value * 100)} %`,
};

/** A few round numbers from 0 to the largest value. */
export function countAxis(name: string, largest: number): Axis {
  const rough = Math.max(1, largest) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].find((factor) => factor * power >= rough)! * power);
  const steps = Math.ceil(Math.max(1, largest) / step);
  return {
    name,
    from: 0,
    to: steps * step,
    ticks: Array.from({ length: steps + 1 }, (_, index) => index * step),
    tickText: (value) => value.toLocaleString('en'),
  };
}

/** The corners of a line, as the `points` of a polyline or polygon. */
export function corners(places: readonly (readonly [x: number, y: number])[]): string {
  return places.map(([x, y]) => `${place(x)},${place(y)}`).join(' ');
}

/** A tenth of a unit is finer than any printer. */
export function place(value: number): number {
  return Math.round(value * 10) / 10;
}

function scale({ from, to }: Axis, start: number, end: number): Scale {
  return (value) => start + ((value - from) / (to - from)) * (end - start);
}
