import type { Project } from '../../../core/core.ts';
import type { Session } from '../session.ts';

export interface HealthFlags {
  /** Least similarity of near duplicates, 0.5 to 1. */
  readonly threshold: number;
  /** Most rows of a list. */
  readonly limit: number;
}

const rowsPerPage = 500;

/** The first rows of a list that is read page by page, at most `limit`. */
export async function firstRows<Row>(
  limit: number,
  page: (from: number, count: number) => Promise<readonly Row[]> | readonly Row[],
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  while (rows.length < limit) {
    const count = Math.min(rowsPerPage, limit - rows.length);
    const next = await page(rows.length, count);
    rows.push(...next);
    if (next.length < count) break;
  }
  return rows;
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
