import { AppError } from '../../domain/errors.ts';
import type { JobControl, JobRegistry } from '../jobs/job-registry.ts';
import { createMutex, type Mutex } from '../mutex.ts';

/** Work that takes longer is shown as a job, with a way to cancel it. */
const shownAfterMilliseconds = 500;

/**
 * Bulk changes, undo and redo follow one another. What runs says what it is ({@link BulkWork.describe}), from when on
 * it may be shown; its caller gets its result, and takes it back when it is cancelled. The closing of the project
 * does not cancel it: taking it back would take as long as finishing it.
 */
export interface BulkWork extends Mutex {
  /** @param documents that it will go through, as far as is known; see {@link BulkWork.expect} */
  describe(title: string, documents?: number): void;
  expect(documents: number): void;
  /** Says that some are done, between two write transactions. @throws AppError `cancelled`. */
  advance(documents: number): void;
  /** From here on nothing cancels it: it takes back what it did. */
  takeBack(): void;
}

interface Described {
  readonly title: string;
  readonly startedAt: number;
  total: number | null;
  done: number;
  shown: ShownJob | null;
  takingBack: boolean;
}

interface ShownJob {
  readonly control: JobControl;
  readonly end: PromiseWithResolvers<void>;
}

export function createBulkWork(jobs: Pick<JobRegistry, 'start'>, closing: AbortSignal): BulkWork {
  const mutex = createMutex();
  let running: Described | null = null;
  return {
    idle: mutex.idle,
    run: (work) =>
      mutex.run(async () => {
        try {
          const result = await work();
          running?.shown?.end.resolve();
          return result;
        } catch (error) {
          running?.shown?.end.reject(error);
          throw error;
        } finally {
          running = null;
        }
      }),
    describe(title, documents) {
      running = {
        ...{ title, startedAt: performance.now(), total: documents ?? null, done: 0 },
        ...{ shown: null, takingBack: false },
      };
    },
    expect(documents) {
      if (running !== null) running.total = documents;
    },
    advance(documents) {
      if (running === null) return;
      running.done += documents;
      const isLong = performance.now() - running.startedAt > shownAfterMilliseconds;
      if (running.shown === null && isLong && !closing.aborted) running.shown = show(jobs, running.title);
      if (running.shown === null || running.takingBack) return;
      tell(running, running.shown.control);
      if (running.shown.control.signal.aborted && !closing.aborted)
        throw new AppError('cancelled', 'Cancelled. Everything is as it was.');
    },
    takeBack() {
      if (running === null) return;
      running.takingBack = true;
      running.shown?.control.progress({ phase: 'Taking back what was changed', fraction: null });
    },
  };
}

function show(jobs: Pick<JobRegistry, 'start'>, title: string): ShownJob {
  const end = Promise.withResolvers<void>();
  let started: JobControl | undefined;
  jobs.start({ kind: 'change', title }, (control) => {
    started = control;
    return end.promise;
  });
  // The registry begins the work within the call.
  return { control: started!, end };
}

function tell({ done, total }: Described, control: JobControl): void {
  control.progress({
    phase: 'Changing',
    fraction: total === null ? null : Math.min(1, done / Math.max(1, total)),
    current: done,
    ...(total === null ? {} : { total }),
    unit: 'documents',
  });
}
