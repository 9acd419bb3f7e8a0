import { percent } from '../../../domain/guidance/facts.ts';
import type { Interval } from '../../../domain/metrics/wilson.ts';

/** Shown for 0/0 and for what was never measured. */
export const nothing = '–';

const dateTime = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'UTC',
});

export function count(value: number): string {
  return value.toLocaleString('en');
}

export function share(value: number | null): string {
  return value === null ? nothing : percent(value);
}

/** `0.931` as `93.1`, for columns whose head says percent. */
export function points(value: number | null): string {
  return value === null ? nothing : (value * 100).toFixed(1);
}

export function range(interval: Interval | null): string {
  return interval === null ? nothing : `${points(interval.low)}–${points(interval.high)}`;
}

export function shareRange(interval: Interval | null): string {
  return interval === null ? nothing : `${range(interval)} %`;
}

/** A report is read anywhere: its times say their zone. */
export function time(iso: string): string {
  return `${dateTime.format(new Date(iso))} UTC`;
}

export function duration(seconds: number): string {
  if (seconds < 0.05) return 'under 0.1 s';
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  if (seconds >= 5400) return `${(seconds / 3600).toFixed(1)} h`;
  const whole = Math.round(seconds);
  const rest = whole % 60;
  return `${Math.floor(whole / 60)} min${rest === 0 ? '' : ` ${rest} s`}`;
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

const languageNames = new Intl.DisplayNames(['en'], { type: 'language' });

/** `de` as `German (de)`; codes nobody knows as they are. */
export function language(code: string | null): string {
  if (code === null) return 'not given';
  try {
    const name = languageNames.of(code);
    return name === undefined || name === code ? code : `${name} (${code})`;
  } catch {
    return code;
  }
}
