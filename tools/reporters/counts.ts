import { writeFileSync } from 'node:fs';

/** What a runner hands to `npm test`. `errors` are failures outside any test. */
export type Counts = {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly errors: number;
};

/** Writes the counts to the file named by WINNOW_TEST_COUNTS; does nothing when it names none. */
export function writeCounts(counts: Counts): void {
  const file = process.env.WINNOW_TEST_COUNTS;
  if (file) writeFileSync(file, JSON.stringify(counts));
}
