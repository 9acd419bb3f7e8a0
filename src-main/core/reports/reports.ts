import { AppError } from '../../domain/errors.ts';
import type { Reports } from '../improvement.ts';
import { runTask } from '../jobs/run-task.ts';
import { requireModel } from '../models/models.ts';
import type { ReportTaskResult } from '../ports/report-task.ts';
import type { ProjectContext } from '../projects/project-context.ts';
import { isOpen } from '../test-set/policy.ts';
import { gatherFacts, type ReportSources } from './gather.ts';

/** Nothing of it is stored: a project that cannot be written to gives reports all the same. */
export function createReports(context: ProjectContext, sources: ReportSources): Reports {
  return {
    start({ modelId, dataset, format, path }) {
      if (path.trim() === '') {
        throw new AppError('bad_request', 'Name the file to write the report to.');
      }
      const model = requireModel(context, modelId);
      const evaluation = context.store.evaluations.find(modelId, dataset);
      if (evaluation === undefined) {
        throw new AppError(
          'no_evaluation',
          `“${model.name}” has not been judged on the ${dataset} set. Evaluate it there first.`,
        );
      }
      const title = `Report on “${model.name}”`;
      const jobId = context.jobs.start({ kind: 'report', title }, async (control) => {
        control.progress({ phase: 'Gathering', fraction: null });
        const facts = await gatherFacts(context, sources, model, evaluation);
        control.throwIfCancelled();
        const task = {
          kind: 'report',
          projectPath: context.store.path,
          evaluationId: evaluation.id,
          facts,
          format,
          outputPath: path,
          withDocuments: isOpen(context, dataset),
        } as const;
        return await runTask<ReportTaskResult>(context.launcher, task, {
          signal: control.signal,
          onProgress: control.progress,
          onLog: control.log,
        });
      });
      return { jobId };
    },
  };
}
