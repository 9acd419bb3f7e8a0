import { AppError } from '../../domain/errors.ts';
import type { ProjectKind } from '../../domain/project.ts';
import type { BulkWork } from '../history/bulk-work.ts';
import type { JobRegistry } from '../jobs/job-registry.ts';
import type { ProjectStore } from '../ports/store.ts';
import type { Clock, Log, WorkerLauncher } from '../ports/system.ts';
import type { ChangeHub } from './change-hub.ts';
import type { CountsCache } from './counts-cache.ts';
import type { Fingerprints, Volume } from './fingerprints.ts';

/** What the use cases of one open project share. */
export interface ProjectContext {
  readonly id: string;
  readonly store: ProjectStore;
  /** As the project is now: a conversion changes it. */
  readonly kind: ProjectKind;
  readonly launcher: WorkerLauncher;
  readonly clock: Clock;
  readonly log: Log;
  /** Name of the person at this computer, as history keeps it. */
  readonly annotator: () => string;
  readonly changes: ChangeHub;
  readonly counts: CountsCache;
  readonly fingerprint: Fingerprints;
  readonly volume: Volume;
  readonly jobs: JobRegistry;
  readonly bulk: BulkWork;
  /** Aborted when the project closes. */
  readonly closing: AbortSignal;
}

export function now(context: ProjectContext): string {
  return context.clock.now().toISOString();
}

/** @throws AppError `project_read_only`. */
export function assertWritable(context: ProjectContext): void {
  if (context.store.readOnly) {
    throw new AppError(
      'project_read_only',
      `${context.store.path} cannot be written to. Clone the project to another place and work in the clone.`,
    );
  }
}
