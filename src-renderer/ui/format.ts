/** Numbers, shares, dates and durations as a person reads them; one place, so that every screen agrees. */
const integer = new Intl.NumberFormat('en');
const shortDateTime = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const dateTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

export function formatCount(value: number): string {
  return integer.format(value);
}

/** 0.858 as "85.8 %"; null (0/0) as "–". */
export function formatShare(value: number | null, digits = 1): string {
  return value === null ? '–' : `${(value * 100).toFixed(digits)} %`;
}

/** 0.858 as ".86" in dense tables; null (0/0) as "–". */
export function formatScore(value: number | null, digits = 2): string {
  return value === null ? '–' : value.toFixed(digits);
}

export function formatDateTime(iso: string): string {
  return dateTime.format(new Date(iso));
}

/** "21 Nov, 14:02", for columns. */
export function formatShortDateTime(iso: string): string {
  return shortDateTime.format(new Date(iso));
}

export function formatSeconds(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}

/** "3–7 s", "30 s – 2 min": how long something may take, in whole units. */
export function formatRange(low: number, high: number): string {
  const [from, to] = [rounded(low), rounded(high)];
  if (from.unit !== to.unit) return `${from.value} ${from.unit} – ${to.value} ${to.unit}`;
  return from.value === to.value ? `${to.value} ${to.unit}` : `${from.value}–${to.value} ${to.unit}`;
}

function rounded(seconds: number): { readonly value: number; readonly unit: string } {
  if (seconds < 60) return { value: Math.round(seconds), unit: 's' };
  if (seconds < 3600) return { value: Math.round(seconds / 60), unit: 'min' };
  return { value: Math.round(seconds / 3600), unit: 'h' };
}

export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

/** "1 document", "2 documents". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
