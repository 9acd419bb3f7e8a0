import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Watch } from '../../core/classification/classify-files.ts';
import type { Core, Project } from '../../core/core.ts';
import { AppError, fromErrorData } from '../../domain/errors.ts';
import type { JobSnapshot } from '../../domain/job.ts';
import type { Entries } from '../entries.ts';
import { createProgressLine } from './progress-line.ts';

/** One run of the program: opens what a command needs and closes it at the end. */
export interface Session {
  readonly entries: Entries;
  readonly json: boolean;
  /** Relative paths are the caller's: `npm run` changes the folder and leaves the caller's in INIT_CWD. */
  resolve(given: string): string;
  readonly core: () => Core;
  /** The path of a project that is there; `.winnow` may be left out. */
  existing(file: string): string;
  open(file: string): Promise<Project>;
  /**
   * Shows the job's progress until it ends and returns its result. @param withLog show its log, too
   * @throws AppError of the job; `cancelled` after Ctrl+C.
   */
  finish(project: Project, jobId: number, withLog?: boolean): Promise<unknown>;
  /** Like {@link finish}, for work that belongs to no project; shows its log, too. @throws what the work throws */
  watch<Result>(work: (watch: Watch) => Promise<Result>): Promise<Result>;
  /** Ctrl+C: cancels the running job, or whatever starts next. */
  interrupt(): void;
  close(): Promise<void>;
}

export interface SessionOptions {
  readonly entries: Entries;
  readonly json: boolean;
  readonly callerFolder: string;
  readonly createCore: () => Core;
}

export function createSession(options: SessionOptions): Session {
  let core: Core | undefined;
  let interrupted = false;
  let cancelJob: (() => void) | undefined;
  const theCore = (): Core => {
    core ??= options.createCore();
    return core;
  };
  const resolve = (given: string): string => path.resolve(options.callerFolder, given);
  const throwIfInterrupted = (): void => {
    if (interrupted) throw new AppError('cancelled', 'Cancelled.');
  };
  return {
    entries: options.entries,
    json: options.json,
    resolve,
    core: theCore,
    existing: (file) => existingFile(resolve(file)),
    async open(file) {
      const { projects } = theCore();
      const info = await projects.open(existingFile(resolve(file)));
      throwIfInterrupted();
      for (const title of info.interrupted) {
        process.stderr.write(
          `Interrupted when the project was last open: ${title}. Start it again if need be.\n`,
        );
      }
      return theCore().project(info.id);
    },
    async finish(project, jobId, withLog = false) {
      cancelJob = () => project.jobs.cancel(jobId);
      if (interrupted) cancelJob();
      try {
        return resultOf(await watched(project, jobId, options.json, withLog));
      } finally {
        cancelJob = undefined;
      }
    },
    async watch(work) {
      const controller = new AbortController();
      cancelJob = () => controller.abort();
      if (interrupted) cancelJob();
      const line = createProgressLine(process.stderr, options.json);
      try {
        return await work({
          signal: controller.signal,
          onProgress: line.show,
          onLog(text) {
            line.end();
            process.stderr.write(`${text}\n`);
          },
        });
      } finally {
        cancelJob = undefined;
        line.end();
      }
    },
    interrupt() {
      interrupted = true;
      cancelJob?.();
    },
    close: async () => core?.close(),
  };
}

/** `new` adds the ending where it is missing; so do all other commands. */
function existingFile(file: string): string {
  const withEnding = `${file}.winnow`;
  return !existsSync(file) && existsSync(withEnding) ? withEnding : file;
}

async function watched(
  project: Project,
  jobId: number,
  quiet: boolean,
  withLog: boolean,
): Promise<JobSnapshot> {
  const line = createProgressLine(process.stderr, quiet);
  let logged = 0;
  const showLog = ({ log }: JobSnapshot): void => {
    if (!withLog || log.length === logged) return;
    line.end();
    for (const { text } of log.slice(logged)) process.stderr.write(`${text}\n`);
    logged = log.length;
  };
  const unsubscribe = project.jobs.onChange((jobs) => {
    const job = jobs.find((one) => one.id === jobId);
    if (job !== undefined) showLog(job);
    if (job?.state === 'running' && job.progress !== null) line.show(job.progress);
  });
  try {
    const job = await project.jobs.finished(jobId);
    showLog(job);
    return job;
  } finally {
    unsubscribe();
    line.end();
  }
}

function resultOf(job: JobSnapshot): unknown {
  if (job.state === 'done') return job.result;
  if (job.error !== null) throw fromErrorData(job.error);
  throw new AppError(job.state === 'cancelled' ? 'cancelled' : 'interrupted', `${job.title}: ${job.state}.`);
}
