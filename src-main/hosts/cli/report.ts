import type { RejectedRow } from '../../domain/import.ts';
import type { Interval } from '../../domain/metrics/wilson.ts';

/** What a command has to say at its end: one JSON value for programs, some lines for people. */
export interface Report {
  readonly json: unknown;
  readonly text: string;
  /** Standard output carries the results themselves: the report goes to standard error. */
  readonly besideResults?: boolean;
}

export type Cell = string | number;

/** Columns as wide as their widest cell; numbers to the right. */
export function formatTable(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const cells = [header, ...rows.map((row) => row.map(String))];
  const widths = header.map((_, column) => Math.max(...cells.map((row) => displayWidth(row[column] ?? ''))));
  const isNumeric = header.map((_, column) => rows.length > 0 && rows.every((row) => isNumber(row[column])));
  return cells
    .map((row) =>
      row
        .map((cell, column) => pad(cell, widths[column] ?? 0, isNumeric[column] === true))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function isNumber(cell: Cell | undefined): boolean {
  return typeof cell === 'number' || cell === '–' || /^[\d.,]+%?$/.test(cell ?? '');
}

function pad(cell: string, width: number, right: boolean): string {
  const gap = ' '.repeat(Math.max(0, width - displayWidth(cell)));
  return right ? gap + cell : cell + gap;
}

/** Letters of East Asian scripts take two columns of a terminal. */
function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    width += /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}]/u.test(character) ? 2 : 1;
  }
  return width;
}

/** `0.93271` as `93.3 %`; `null` (0/0) as a dash. */
export function formatShare(share: number | null): string {
  return share === null ? '–' : `${(share * 100).toFixed(1)}%`;
}

/** `87.2 to 91.1%`; an interval of nothing as a dash. */
export function formatInterval(interval: Interval | null): string {
  return interval === null ? '–' : `${(interval.low * 100).toFixed(1)} to ${formatShare(interval.high)}`;
}

/** A difference of shares in points, with its sign. */
export function formatPoints(difference: number): string {
  return `${difference < 0 ? '-' : '+'}${(Math.abs(difference) * 100).toFixed(1)}`;
}

export function formatCount(count: number, singular: string, plural = `${singular}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? singular : plural}`;
}

export function formatSeconds(seconds: number): string {
  if (Number(seconds.toFixed(1)) < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** `2026-11-21 20:48` of an ISO 8601 time; UTC. */
export function formatMinute(at: string): string {
  return at.slice(0, 16).replace('T', ' ');
}

/** One indented line; line 0 is a file as a whole. */
export function rejectionText({ source, line, reason }: RejectedRow): string {
  return `    ${line > 0 ? `${source}, line ${line}` : source}: ${reason}`;
}
