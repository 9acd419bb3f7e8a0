import { AppError } from '../../domain/errors.ts';
import type { JobKind } from '../../domain/job.ts';
import type { JobControl } from '../jobs/job-registry.ts';
import type { AnalysisKind } from '../ports/analysis-tables.ts';
import { assertWritable, now, type ProjectContext } from '../projects/project-context.ts';

export interface AnalysisJob {
  readonly kind: AnalysisKind & JobKind;
  readonly title: string;
  /** Said when one is running already. */
  readonly running: string;
  /** Of the documents that it looks at, as they are now. */
  readonly fingerprint: () => Promise<string>;
  /** Adds items to the analysis as they come; resolves with its result. */
  readonly run: (analysisId: number, control: JobControl) => Promise<unknown>;
}

/**
 * Starts a job that computes an analysis of the documents as they are at its start and stores it when it is
 * complete; result of the job: `{ analysisId }`.
 * @throws AppError `job_in_progress`, `project_read_only`.
 */
export function startAnalysis(
  context: ProjectContext,
  { kind, title, running, run, ...job }: AnalysisJob,
): { readonly jobId: number } {
  assertWritable(context);
  if (context.jobs.activeOf(kind) !== undefined) {
    throw new AppError('job_in_progress', running);
  }
  const { analyses } = context.store;
  const jobId = context.jobs.start({ kind, title }, async (control) => {
    const startedAt = performance.now();
    // A bulk change that is half done is no state to look at.
    await context.bulk.idle();
    const fingerprint = await job.fingerprint();
    const analysisId = analyses.begin({ kind, key: '', createdAt: now(context), fingerprint });
    try {
      const result = await run(analysisId, control);
      analyses.publish(analysisId, { result, seconds: (performance.now() - startedAt) / 1000 });
    } catch (error) {
      analyses.delete(analysisId);
      throw error;
    }
    return { analysisId };
  });
  return { jobId };
}
