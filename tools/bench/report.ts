/** One line of the closing table. */
export interface Figure {
  readonly name: string;
  readonly value: string;
  /** What it is held against: a target or the peer of the same run. */
  readonly target?: string;
  readonly passed?: boolean;
}

export interface Section {
  readonly title: string;
  readonly figures: readonly Figure[];
}

export const seconds = (value: number): string => `${value.toFixed(value < 10 ? 2 : 1)} s`;
export const milliseconds = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
export const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6).toLocaleString('en')} MB`;
export const perSecond = (count: number, time: number): string =>
  `${Math.round(count / time).toLocaleString('en')} /s`;
export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** A time that must stay below a limit, both in milliseconds: median of some tries, with the worst. */
export function timed(name: string, tries: readonly number[], limit: number): Figure {
  const middle = median(tries);
  const worst = tries.length < 2 ? '' : `, worst ${milliseconds(Math.max(...tries))} of ${tries.length}`;
  return {
    name,
    value: `${milliseconds(middle)}${worst}`,
    target: `< ${limit} ms`,
    passed: middle < limit,
  };
}

/** The table as plain text, one section after another. */
export function tableOf(sections: readonly Section[]): string {
  const rows = sections.flatMap(({ figures }) => figures);
  const width = (of: (figure: Figure) => string): number => Math.max(0, ...rows.map((row) => of(row).length));
  const nameWidth = width(({ name }) => name);
  const valueWidth = width(({ value }) => value);
  const targetWidth = width(({ target }) => target ?? '');
  const line = ({ name, value, target, passed }: Figure): string => {
    const verdict = passed === undefined ? '' : passed ? 'pass' : 'MISS';
    const cells = [name.padEnd(nameWidth), value.padEnd(valueWidth), (target ?? '').padEnd(targetWidth)];
    return `  ${[...cells, verdict].join('  ').trimEnd()}`;
  };
  return sections.map(({ title, figures }) => [title, ...figures.map(line)].join('\n')).join('\n\n');
}
