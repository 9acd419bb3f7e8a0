import type { ErrorData } from './errors.ts';

export const jobKinds = [
  'import',
  'train',
  'evaluate',
  'compare',
  'classify',
  'suggest',
  'export',
  'export-model',
  'clone',
  'report',
  'class-split',
  'change',
  'duplicates',
  'label-errors',
  'learning-curve',
  'index',
  'check',
] as const;
export type JobKind = (typeof jobKinds)[number];

export const jobStates = ['running', 'cancelling', 'done', 'failed', 'cancelled', 'interrupted'] as const;
export type JobState = (typeof jobStates)[number];

/** How far a job is; `fraction` 0 to 1, or `null` while it cannot be known. */
export interface JobProgress {
  readonly phase: string;
  /** What is being done within the phase, in plain English. */
  readonly message?: string;
  readonly fraction: number | null;
  /** Work done and in all, in `unit`s, where that can be counted. */
  readonly current?: number;
  readonly total?: number;
  readonly unit?: 'documents' | 'bytes' | 'rows';
  readonly secondsLeft?: number;
  /** `unit`s a second. */
  readonly rate?: number;
}

export interface JobLogLine {
  /** Seconds since the job started. */
  readonly at: number;
  readonly text: string;
}

/** A whole picture of one job; a later snapshot replaces an earlier one, so losing one is harmless. */
export interface JobSnapshot {
  readonly id: number;
  readonly kind: JobKind;
  readonly title: string;
  readonly state: JobState;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly progress: JobProgress | null;
  /** The newest lines, at most 200. */
  readonly log: readonly JobLogLine[];
  /** The kind's own result (see core/jobs), once done. */
  readonly result: unknown;
  readonly error: ErrorData | null;
}

export function isActive(state: JobState): boolean {
  return state === 'running' || state === 'cancelling';
}
