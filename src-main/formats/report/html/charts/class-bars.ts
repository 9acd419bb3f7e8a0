import type { ReportClass } from '../../../../domain/report/types.ts';
import { type Html, html } from '../markup.ts';
import { corners, countAxis, place, plot } from './plot.ts';

/** More classes than these have no room for their names beside the bars. */
export const mostNamedBars = 30;

const row = 16;
const nameWidth = 200;
const barWidth = 330;

/** A bar for each class with the labels it was trained on and, beside, those it was judged on; the most first. */
export function classBars(classes: readonly ReportClass[]): Html {
  const sorted = byTraining(classes);
  const most = Math.max(1, ...sorted.map(trainingOf));
  const height = sorted.length * row + 4;
  const bars = sorted.map((one, index) => {
    const labels = trainingOf(one);
    const top = index * row;
    return html`<text class="tick" x="${nameWidth - 6}" y="${top + 12}" text-anchor="end">${shortened(one.name)}<title>${one.name}</title></text>
<rect class="bar" x="${nameWidth}" y="${top + 3}" width="${place((labels / most) * barWidth)}" height="11"/>
<text class="tick" x="${place(nameWidth + (labels / most) * barWidth + 4)}" y="${top + 12}">${labels.toLocaleString('en')} · ${one.support.toLocaleString('en')}</text>
`;
  });
  return html`<svg viewBox="0 0 620 ${height}" width="620" height="${height}" role="img" aria-label="Training labels of each class, and documents it was judged on">
${bars}</svg>`;
}

/** The same for many classes: from the class with the most training labels to the one with the fewest. */
export function classProfile(classes: readonly ReportClass[]): Html {
  const labels = byTraining(classes).map(trainingOf);
  return plot({
    label: 'Training labels of the classes, from the most to the fewest',
    width: 620,
    height: 200,
    x: countAxis('Classes, from the most training labels to the fewest', labels.length),
    y: countAxis('Training labels', Math.max(...labels)),
    draw: (x, y) => {
      const steps = labels.flatMap((value, index) => [
        [x(index), y(value)] as const,
        [x(index + 1), y(value)] as const,
      ]);
      return [
        html`<polygon class="bar" points="${corners([[x(0), y(0)], ...steps, [x(labels.length), y(0)]])}"/>`,
      ];
    },
  });
}

function byTraining(classes: readonly ReportClass[]): readonly ReportClass[] {
  return classes.toSorted((first, second) => trainingOf(second) - trainingOf(first));
}

function trainingOf({ labels }: ReportClass): number {
  return labels?.train ?? 0;
}

/** The whole name stands in the table of classes. */
function shortened(name: string): string {
  const characters = [...name];
  return characters.length <= 32 ? name : `${characters.slice(0, 31).join('')}…`;
}
