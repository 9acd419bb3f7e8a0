import { AppError } from '../../domain/errors.ts';
import { type ImportReport, maximalRejectedRows, type RejectedRow } from '../../domain/import.ts';
import type { ImportChunkCounts } from '../ports/store.ts';
import type { ImportTaskResult } from '../ports/worker.ts';

/** Adds up what the chunks of one import did. */
export interface ReportBuilder {
  addChunk(counts: ImportChunkCounts): void;
  addClasses(names: readonly string[]): void;
  addRejected(rows: readonly RejectedRow[]): void;
  /** @throws AppError `nothing_to_import` when no file had a row, neither a good nor a bad one. */
  finish(result: ImportTaskResult, seconds: number): ImportReport;
}

const summed = ['imported', 'duplicates', 'skipped', 'conflicts', 'leaks', 'empty'] as const;

/** `paths` are what was to be imported, for the message when nothing was in them. */
export function createReport(paths: readonly string[]): ReportBuilder {
  const sums = { imported: 0, duplicates: 0, skipped: 0, conflicts: 0, leaks: 0, empty: 0 };
  const rejected: RejectedRow[] = [];
  const newClasses = new Set<string>();
  let rejectedFiles = 0;
  return {
    addChunk(counts) {
      for (const key of summed) {
        sums[key] += counts[key];
      }
      this.addClasses(counts.newClasses);
    },
    addClasses(names) {
      for (const name of names) newClasses.add(name);
    },
    addRejected(rows) {
      rejectedFiles += rows.filter((row) => row.line === 0).length;
      rejected.push(...rows.slice(0, maximalRejectedRows - rejected.length));
    },
    finish(result, seconds) {
      if (sums.imported === 0 && sums.skipped === 0 && result.rejectedCount === rejectedFiles) {
        throw nothingToImport(paths, rejected);
      }
      return {
        ...sums,
        rejectedCount: result.rejectedCount,
        rejected,
        newClasses: [...newClasses],
        warnings: result.warnings,
        seconds,
        equality: null,
      };
    },
  };
}

const reasonsTold = 3;

/** The files themselves were rejected, if anything was. */
function nothingToImport(paths: readonly string[], files: readonly RejectedRow[]): AppError {
  const reasons = files.slice(0, reasonsTold).map(({ source, reason }) => `${source}: ${reason}`);
  const named = paths.slice(0, reasonsTold).join(', ');
  const told =
    reasons.length === 0 ? `No document is in ${named}. Check the path and the format.` : reasons.join(' ');
  return new AppError('nothing_to_import', `There was nothing to import. ${told}`);
}
