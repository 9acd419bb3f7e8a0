/** A label that a person gave: to which document, and when (ISO 8601). */
export interface GivenLabel {
  readonly documentId: number;
  readonly at: string;
}

/** Longer pauses end a sitting. */
const sittingSeconds = 120;
/** Fewer than so many pauses say nothing about a person's pace. */
const leastPauses = 10;

/**
 * Median seconds from one labelled document to the next, over one person's labels in the order in which they were
 * given. Several labels of one document in a row (classes of a multi-label document, a slip put right) are one,
 * given with the last of them. Null when too few labels follow one another within a sitting.
 */
export function secondsPerLabel(labels: readonly GivenLabel[]): number | null {
  const finished = labels.filter(({ documentId }, index) => labels[index + 1]?.documentId !== documentId);
  const pauses: number[] = [];
  for (const [index, { at }] of finished.entries()) {
    const next = finished[index + 1];
    if (next === undefined) break;
    const seconds = (Date.parse(next.at) - Date.parse(at)) / 1000;
    if (seconds >= 0 && seconds < sittingSeconds) pauses.push(seconds);
  }
  return pauses.length < leastPauses ? null : median(pauses);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
