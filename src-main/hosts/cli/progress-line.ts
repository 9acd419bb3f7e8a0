import type { JobProgress } from '../../domain/job.ts';
import { formatSeconds } from './report.ts';

/** Where progress goes; `process.stderr` as a rule. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export interface ProgressLine {
  show(progress: JobProgress): void;
  /** Removes the line, so that what follows starts on a clean one. */
  end(): void;
}

const millisecondsBetweenLines = 5000;

/**
 * On a terminal one line that is written over; elsewhere a new line for each phase and every five seconds.
 * With `quiet` nothing, unless it is a terminal.
 */
export function createProgressLine(stream: ProgressStream, quiet: boolean): ProgressLine {
  if (stream.isTTY === true) return overwrittenLine(stream);
  return quiet ? { show: () => {}, end: () => {} } : plainLines(stream);
}

function overwrittenLine(stream: ProgressStream): ProgressLine {
  let shown = false;
  return {
    show(progress) {
      shown = true;
      stream.write(`\r\u001b[2K${describeProgress(progress)}`);
    },
    end() {
      if (shown) stream.write('\r\u001b[2K');
      shown = false;
    },
  };
}

function plainLines(stream: ProgressStream): ProgressLine {
  let shown = '';
  let writtenAt = 0;
  return {
    show(progress) {
      const now = performance.now();
      const what = `${progress.message} ${progress.phase}`;
      if (what === shown && now - writtenAt < millisecondsBetweenLines) return;
      shown = what;
      writtenAt = now;
      stream.write(`${describeProgress(progress)}\n`);
    },
    end: () => {},
  };
}

export function describeProgress(progress: JobProgress): string {
  const { phase, message, fraction, current, total, unit, secondsLeft, rate } = progress;
  const parts = [message === undefined ? phase : `${message}: ${phase}`];
  if (fraction !== null) parts.push(`${Math.floor(fraction * 100)}%`);
  if (current !== undefined && unit !== 'bytes') {
    const of = total === undefined ? '' : ` of ${total.toLocaleString('en-US')}`;
    parts.push(`${current.toLocaleString('en-US')}${of} ${unit ?? ''}`.trim());
  }
  if (rate !== undefined) parts.push(`${Math.round(rate).toLocaleString('en-US')} a second`);
  if (secondsLeft !== undefined && secondsLeft >= 1) parts.push(`about ${formatSeconds(secondsLeft)} left`);
  return parts.join(', ');
}
