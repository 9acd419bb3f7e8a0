import type { LabelErrorsBatch, LabelErrorsTask, LabelErrorsTaskResult } from '../../../core/ports/worker.ts';
import type { Doubt } from '../../../domain/label-errors/judged-labels.ts';
import { findLabelErrors } from '../../../engine/label-errors/in-parts.ts';
import { foldCount } from '../../../engine/label-errors/member.ts';
import type { TrainingProgress } from '../../../engine/types.ts';
import { openReadOnly } from '../../../store/read-only.ts';
import type { TaskContext } from '../task-context.ts';
import { trainingContext, trainingData } from '../training-data.ts';

const issuesPerBatch = 1000;

const phaseNames: Readonly<Record<TrainingProgress['phase'], string>> = {
  reading: 'Reading documents',
  features: 'Finding features',
  vectors: 'Finding features',
  tuning: 'Judging labels',
  fitting: 'Judging labels once more, without the most doubtful ones',
  calibrating: 'Judging labels',
  saving: 'Saving',
};

/** The worst labels first. */
export async function runLabelErrors(
  task: LabelErrorsTask,
  context: TaskContext,
): Promise<LabelErrorsTaskResult> {
  const project = openReadOnly(task.projectPath);
  try {
    context.progress({ phase: phaseNames.reading, fraction: 0 });
    const { projectKind: kind, language, classes, datasets, seed } = task;
    const data = await trainingData(
      { kind, language, classes, training: datasets, validation: [], unlabelled: false },
      project,
      context,
    );
    const found = await findLabelErrors(data, trainingContext(seed, phaseNames, context));
    const idOf = (index: number): number => classes[index]!.classId;
    for (let start = 0; start < found.doubts.length; start += issuesPerBatch) {
      const issues = found.doubts.slice(start, start + issuesPerBatch).map((doubt) => toIssue(doubt, idOf));
      await context.batch({ issues } satisfies LabelErrorsBatch);
    }
    await context.drained();
    return {
      documents: found.documents,
      folds: foldCount,
      seed,
      issues: found.doubts.length,
      estimated: found.estimate.wrong,
      share: found.estimate.share,
      interval: found.estimate.interval,
      classes: found.classes.map((entry, index) => ({ classId: idOf(index), ...entry })),
    };
  } finally {
    project.close();
  }
}

function toIssue(
  { documentId, labels, classIndex, proposal, given, proposed }: Doubt,
  idOf: (index: number) => number,
): LabelErrorsBatch['issues'][number] {
  return { documentId, labels: labels.map(idOf), classId: idOf(classIndex), proposal, given, proposed };
}
