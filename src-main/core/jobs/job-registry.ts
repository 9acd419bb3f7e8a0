import { AppError, toErrorData } from '../../domain/errors.ts';
import {
  isActive,
  type JobKind,
  type JobLogLine,
  type JobProgress,
  type JobSnapshot,
  type JobState,
} from '../../domain/job.ts';
import type { Jobs } from '../core.ts';
import type { JobRecord } from '../ports/job-table.ts';
import type { ProjectStore } from '../ports/store.ts';
import type { Clock, Log } from '../ports/system.ts';
import { cancelled } from './run-task.ts';
import { createThrottle } from './throttle.ts';
import { withTimeLeft } from './time-left.ts';

/** What a job's work is given. */
export interface JobControl {
  /** Aborted when a person, or the closing of the project, cancels the job. */
  readonly signal: AbortSignal;
  progress(progress: JobProgress): void;
  log(text: string): void;
  /** @throws AppError `cancelled`. */
  throwIfCancelled(): void;
}

export interface JobRegistry extends Jobs {
  /** `work` starts in this call; its value is the job's result, an `AppError` its failure. */
  start(
    fields: { readonly kind: JobKind; readonly title: string },
    work: (control: JobControl) => Promise<unknown>,
  ): number;
  activeOf(kind: JobKind): JobSnapshot | undefined;
  /** Cancels what runs and waits for its end. */
  close(): Promise<void>;
}

interface LiveJob {
  snapshot: JobSnapshot;
  readonly startedAt: number;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

const maximalLogLines = 200;
const maximalListed = 50;
const snapshotMilliseconds = 125;

interface RegistryPorts {
  readonly store: ProjectStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly closing: AbortSignal;
  /** A job started or ended. */
  readonly onJobsChanged: () => void;
}

export function createJobRegistry(ports: RegistryPorts): JobRegistry {
  const live = new Map<number, LiveJob>();
  const listeners = new Set<() => void>();
  const change: ChangeJob = (job, fields) => {
    job.snapshot = { ...job.snapshot, ...fields };
    for (const listener of listeners) {
      listener();
    }
  };
  const list = () => listJobs(ports.store, live);
  const get = (jobId: number) =>
    live.get(jobId)?.snapshot ?? list().find((job) => job.id === jobId) ?? missing(jobId);
  const cancel = (jobId: number) => {
    const job = live.get(jobId);
    if (job === undefined) {
      get(jobId);
    } else if (job.snapshot.state === 'running') {
      change(job, { state: 'cancelling' });
      job.abort.abort();
    }
  };
  return {
    start: createStart(ports, live, change),
    list,
    get,
    cancel,
    onChange(listener) {
      const throttle = createThrottle(snapshotMilliseconds, () => {
        listener(list());
      });
      listeners.add(throttle.request);
      return () => {
        listeners.delete(throttle.request);
        throttle.stop();
      };
    },
    async finished(jobId) {
      const job = live.get(jobId);
      await job?.ended;
      return job?.snapshot ?? get(jobId);
    },
    activeOf: (kind) =>
      [...live.values()].find((job) => job.snapshot.kind === kind && isActive(job.snapshot.state))?.snapshot,
    async close() {
      for (const jobId of live.keys()) {
        cancel(jobId);
      }
      await Promise.all([...live.values()].map((job) => job.ended));
    },
  };
}

function createStart(
  ports: RegistryPorts,
  live: Map<number, LiveJob>,
  change: ChangeJob,
): JobRegistry['start'] {
  const { store } = ports;
  let memoryIds = 0;
  return (fields, work) => {
    if (ports.closing.aborted) {
      throw new AppError('not_found', 'This project is being closed. Open it again.');
    }
    const startedAt = ports.clock.now().toISOString();
    // A read-only project keeps no rows; its jobs live as long as it is open.
    memoryIds += 1;
    const id = store.readOnly ? memoryIds : store.jobs.insert({ ...fields, startedAt });
    const ended = Promise.withResolvers<void>();
    const job: LiveJob = {
      snapshot: newSnapshot(id, fields, startedAt),
      startedAt: performance.now(),
      abort: new AbortController(),
      ended: ended.promise,
    };
    live.set(id, job);
    change(job, {});
    ports.onJobsChanged();
    void perform(job, work, change)
      .then((end) => {
        finish(ports, job, end, change);
        forgetOldest(live);
      })
      .finally(ended.resolve);
    return id;
  };
}

/** Those of this session with their progress, then older ones from the project; newest first. */
function listJobs(store: ProjectStore, live: ReadonlyMap<number, LiveJob>): readonly JobSnapshot[] {
  const older = store.readOnly ? [] : store.jobs.list(maximalListed).filter((record) => !live.has(record.id));
  return [...[...live.values()].map((job) => job.snapshot), ...older.map(fromRecord)]
    .sort((first, second) => second.id - first.id)
    .slice(0, maximalListed);
}

type ChangeJob = (job: LiveJob, fields: Partial<JobSnapshot>) => void;

interface JobEnd {
  readonly state: JobState;
  readonly result: unknown;
  readonly error: unknown;
}

async function perform(
  job: LiveJob,
  work: (control: JobControl) => Promise<unknown>,
  change: ChangeJob,
): Promise<JobEnd> {
  const { signal } = job.abort;
  const seconds = () => (performance.now() - job.startedAt) / 1000;
  const control: JobControl = {
    signal,
    progress: (progress) => {
      change(job, { progress: withTimeLeft(progress, seconds()) });
    },
    log: (text) => {
      const line: JobLogLine = { at: seconds(), text };
      change(job, { log: [...job.snapshot.log, line].slice(-maximalLogLines) });
    },
    throwIfCancelled: () => {
      if (signal.aborted) {
        throw cancelled();
      }
    },
  };
  try {
    return { state: 'done', result: await work(control), error: null };
  } catch (error) {
    const wasCancelled = signal.aborted && error instanceof AppError && error.code === 'cancelled';
    return { state: wasCancelled ? 'cancelled' : 'failed', result: null, error };
  }
}

function finish(ports: RegistryPorts, job: LiveJob, end: JobEnd, change: ChangeJob): void {
  const fields = {
    state: end.state,
    finishedAt: ports.clock.now().toISOString(),
    result: end.result ?? null,
    error: end.error === null ? null : toErrorData(end.error),
  };
  if (end.state === 'failed' && !(end.error instanceof AppError)) {
    const stack = end.error instanceof Error ? end.error.stack : String(end.error);
    ports.log.error('A job failed unexpectedly.', { kind: job.snapshot.kind, stack });
  }
  try {
    if (!ports.store.readOnly) {
      ports.store.jobs.update(job.snapshot.id, fields);
    }
  } catch (error) {
    // The next open marks the row as interrupted; the end itself must still be told.
    ports.log.error('The end of a job could not be written.', { message: toErrorData(error).message });
  }
  change(job, fields);
  ports.onJobsChanged();
}

function newSnapshot(
  id: number,
  fields: { readonly kind: JobKind; readonly title: string },
  startedAt: string,
): JobSnapshot {
  return {
    id,
    ...fields,
    state: 'running',
    startedAt,
    finishedAt: null,
    progress: null,
    log: [],
    result: null,
    error: null,
  };
}

function fromRecord(record: JobRecord): JobSnapshot {
  return { ...record, progress: null, log: [] };
}

function forgetOldest(live: Map<number, LiveJob>): void {
  for (const [id, job] of live) {
    if (live.size <= maximalListed) {
      return;
    }
    if (!isActive(job.snapshot.state)) {
      live.delete(id);
    }
  }
}

function missing(jobId: number): never {
  throw new AppError('not_found', `There is no job ${jobId} in this project.`);
}
