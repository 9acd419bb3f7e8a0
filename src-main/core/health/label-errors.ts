import type { LabelErrors } from '../../domain/health/types.ts';
import type { Dataset } from '../../domain/project.ts';
import { breathe } from '../breathe.ts';
import type { Health } from '../improvement.ts';
import type { JobControl } from '../jobs/job-registry.ts';
import { runTask } from '../jobs/run-task.ts';
import type { LabelErrorsBatch, LabelErrorsTaskResult } from '../ports/worker.ts';
import type { ProjectContext } from '../projects/project-context.ts';
import { isOpen } from '../test-set/policy.ts';
import { showing } from '../training/training-log.ts';
import { startAnalysis } from './analysis-job.ts';
import { createLabelIssues } from './label-issues.ts';

/** What is stored: the figures, and whose documents they are of. */
interface StoredLabelErrors extends LabelErrors {
  readonly datasets: readonly (Dataset | null)[];
}

export function createLabelErrors(
  context: ProjectContext,
): Pick<Health, 'labelErrors' | 'findLabelErrors' | 'labelIssues'> {
  return {
    async labelErrors() {
      const record = context.store.analyses.latest('label-errors', '');
      if (record === undefined) return null;
      const { datasets, ...result } = record.result as StoredLabelErrors;
      return {
        analysisId: record.id,
        createdAt: record.createdAt,
        seconds: record.seconds,
        current: (await context.fingerprint(datasets)) === record.fingerprint,
        result,
      };
    },
    findLabelErrors(seed) {
      const datasets = judgedDatasets(context);
      return startAnalysis(context, {
        kind: 'label-errors',
        title: 'Find label errors',
        running: 'Label errors are being looked for already. Wait for the end of that, or cancel it.',
        fingerprint: () => context.fingerprint(datasets),
        run: async (analysisId, control): Promise<StoredLabelErrors> => ({
          ...(await findAndStore(context, { analysisId, datasets, seed }, control)),
          datasets,
        }),
      });
    },
    labelIssues: createLabelIssues(context),
  };
}

/** A sealed test set shows nothing of its documents; documents without a place are to be learned from. */
function judgedDatasets(context: ProjectContext): readonly (Dataset | null)[] {
  return isOpen(context, 'test') ? ['train', 'validation', 'test', null] : ['train', 'validation', null];
}

async function findAndStore(
  context: ProjectContext,
  request: {
    readonly analysisId: number;
    readonly datasets: readonly (Dataset | null)[];
    readonly seed: number;
  },
  control: JobControl,
): Promise<LabelErrorsTaskResult> {
  const { analyses, classes, project, path } = context.store;
  let position = 0;
  const task = {
    kind: 'label-errors',
    projectPath: path,
    projectKind: context.kind,
    language: project.get().language,
    datasets: request.datasets,
    classes: classes.list().map(({ id, name }) => ({ classId: id, name })),
    seed: request.seed,
  } as const;
  return await runTask<LabelErrorsTaskResult>(context.launcher, task, {
    signal: control.signal,
    onProgress: showing(control, 0, 1),
    onLog: control.log,
    onBatch: async (batch) => {
      const { issues } = batch as LabelErrorsBatch;
      const items = issues.map(({ documentId, ...data }) => ({
        position: position++,
        documentIds: [documentId],
        data,
      }));
      analyses.addItems(request.analysisId, items);
      await breathe();
    },
  });
}
