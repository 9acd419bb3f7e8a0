import type { ErrorData } from '../../domain/errors.ts';
import type { JobKind, JobState } from '../../domain/job.ts';

export interface JobRecord {
  readonly id: number;
  readonly kind: JobKind;
  readonly title: string;
  readonly state: JobState;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly result: unknown;
  readonly error: ErrorData | null;
}

export interface JobTable {
  insert(fields: { readonly kind: JobKind; readonly title: string; readonly startedAt: string }): number;
  update(
    id: number,
    fields: {
      readonly state: JobState;
      readonly finishedAt: string | null;
      readonly result: unknown;
      readonly error: ErrorData | null;
    },
  ): void;
  /** Newest first. */
  list(limit: number): readonly JobRecord[];
  /** Marks jobs left running by a crash as interrupted and returns them. */
  interruptRunning(at: string): readonly JobRecord[];
}
