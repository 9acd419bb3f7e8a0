import type { ClassCounts, ProjectCounts } from '../../domain/class.ts';
import type { Labels } from '../../domain/document.ts';
import type { Dataset } from '../../domain/project.ts';

/** The part of a document that counts. */
export interface CountedDocument {
  readonly labels: Labels;
  readonly dataset: Dataset | null;
  readonly unsure: boolean;
  readonly excluded: boolean;
  readonly suggestion: object | null;
}

export interface SettledCounts extends ProjectCounts {
  readonly settled: boolean;
}

/** The numbers every screen shows: counted on the reader thread, then kept up to date change by change. */
export interface CountsCache {
  /** Waits for the first count of all, and a moment for one after a bulk change. */
  get(): Promise<SettledCounts>;
  /** Waits until the numbers are exact. */
  settled(): Promise<ProjectCounts>;
  /** The last known numbers, or null before the first count. */
  peek(): ProjectCounts | null;
  /** One document changed. */
  apply(before: CountedDocument, after: CountedDocument): void;
  /** Many documents changed: count anew, soon. */
  invalidate(): void;
}

interface CacheFields {
  readonly count: () => Promise<ProjectCounts>;
  readonly onSettled: () => void;
  readonly onError: (error: unknown) => void;
}

/** Bulk changes come in slices; counting waits this long for more of them. */
const coalesceMilliseconds = 150;
/** In most projects a count takes less than this; the others show numbers marked as not settled. */
const patienceMilliseconds = 200;

export function createCountsCache(fields: CacheFields): CountsCache {
  let current: ProjectCounts | null = null;
  let stale = true;
  let changedWhileCounting = false;
  let running: Promise<void> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const countOnce = async (): Promise<void> => {
    changedWhileCounting = false;
    current = await fields.count();
    if (!changedWhileCounting) {
      stale = false;
      fields.onSettled();
    }
  };
  const count = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    running ??= countOnce().finally(() => {
      running = null;
      if (changedWhileCounting) {
        schedule();
      }
    });
    return running;
  };
  const schedule = () => {
    timer ??= setTimeout(() => {
      count().catch(fields.onError);
    }, coalesceMilliseconds);
    timer.unref();
  };

  return {
    async get() {
      if (current === null) {
        await count();
      } else if (stale) {
        await atMost(patienceMilliseconds, count());
      }
      return { ...current!, settled: !stale };
    },
    async settled() {
      while (stale || current === null) {
        await count();
      }
      return current;
    },
    peek: () => current,
    apply(before, after) {
      // Nobody can tell whether a count that runs has seen this change.
      changedWhileCounting = running !== null;
      stale ||= changedWhileCounting;
      if (current !== null) {
        current = withDocument(withDocument(current, before, -1), after, 1);
      }
    },
    invalidate() {
      stale = true;
      if (running === null) {
        schedule();
      } else {
        changedWhileCounting = true;
      }
    },
  };
}

async function atMost(milliseconds: number, work: Promise<void>): Promise<void> {
  const over = Promise.withResolvers<void>();
  const timer = setTimeout(over.resolve, milliseconds);
  try {
    await Promise.race([work, over.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** The counts with one more (`step` 1) or one less (-1) of this document. */
function withDocument(counts: ProjectCounts, document: CountedDocument, step: 1 | -1): ProjectCounts {
  if (document.excluded) return { ...counts, excluded: counts.excluded + step };
  const place = document.dataset ?? 'none';
  const isLabelled = document.labels !== null;
  const add = <Key extends string>(counters: Readonly<Record<Key, number>>, key: Key) => ({
    ...counters,
    [key]: counters[key] + step,
  });
  return {
    excluded: counts.excluded,
    documents: counts.documents + step,
    labelled: counts.labelled + (isLabelled ? step : 0),
    unsure: counts.unsure + (document.unsure ? step : 0),
    suggested: counts.suggested + (document.suggestion === null ? 0 : step),
    documentsIn: add(counts.documentsIn, place),
    labelledIn: isLabelled ? add(counts.labelledIn, place) : counts.labelledIn,
    classes: withLabels(counts.classes, document.labels ?? [], place, step),
  };
}

function withLabels(
  classes: readonly ClassCounts[],
  labels: readonly number[],
  place: Dataset | 'none',
  step: 1 | -1,
): readonly ClassCounts[] {
  const known = new Set(classes.map((entry) => entry.classId));
  const all = [...classes, ...labels.filter((classId) => !known.has(classId)).map(emptyClassCounts)];
  return all.map((entry) =>
    labels.includes(entry.classId) ? { ...entry, [place]: entry[place] + step } : entry,
  );
}

export function emptyClassCounts(classId: number): ClassCounts {
  return { classId, train: 0, validation: 0, test: 0, none: 0 };
}
