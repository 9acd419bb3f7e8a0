import type { Project } from '../../../core/core.ts';
import type { Session } from '../session.ts';

export interface HealthFlags {
  /** Least similarity of near duplicates, 0.5 to 1. */
  readonly threshold: number;
  /** Most rows of a list. */
  readonly limit: number;
}

/** One thing that is looked at about a project's data. */
export interface HealthPart {
  /** As `--part` takes it. */
  readonly name: string;
  /** Keys of `json` become keys of the whole report; `text` is a paragraph. */
  run(
    session: Session,
    project: Project,
    flags: HealthFlags,
  ): Promise<{ readonly json: Readonly<Record<string, unknown>>; readonly text: string }>;
}
