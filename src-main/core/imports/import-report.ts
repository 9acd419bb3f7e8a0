import { type ImportReport, maximalRejectedRows, type RejectedRow } from '../../domain/import.ts';
import type { ImportChunkCounts } from '../ports/store.ts';
import type { ImportTaskResult } from '../ports/worker.ts';

/** Adds up what the chunks of one import did. */
export interface ReportBuilder {
  addChunk(counts: ImportChunkCounts): void;
  addRejected(rows: readonly RejectedRow[]): void;
  finish(result: ImportTaskResult, seconds: number): ImportReport;
}

const summed = ['imported', 'duplicates', 'skipped', 'conflicts', 'leaks', 'empty'] as const;

export function createReport(): ReportBuilder {
  const sums = { imported: 0, duplicates: 0, skipped: 0, conflicts: 0, leaks: 0, empty: 0 };
  const rejected: RejectedRow[] = [];
  const newClasses = new Set<string>();
  return {
    addChunk(counts) {
      for (const key of summed) {
        sums[key] += counts[key];
      }
      for (const name of counts.newClasses) {
        newClasses.add(name);
      }
    },
    addRejected(rows) {
      rejected.push(...rows.slice(0, maximalRejectedRows - rejected.length));
    },
    finish: (result, seconds) => ({
      ...sums,
      rejectedCount: result.rejectedCount,
      rejected,
      newClasses: [...newClasses],
      warnings: result.warnings,
      seconds,
    }),
  };
}
