import type { LearningCurveTask, LearningCurveTaskResult } from '../../../core/ports/worker.ts';
import { summariseCurve } from '../../../domain/learning-curve/learning-curve.ts';
import { judgeCurve } from '../../../engine/learning-curve/judge-curve.ts';
import type { TrainingProgress } from '../../../engine/types.ts';
import { openReadOnly } from '../../../store/read-only.ts';
import { paced } from '../paced.ts';
import type { TaskContext } from '../task-context.ts';
import { trainingContext, trainingData } from '../training-data.ts';

const phaseNames: Readonly<Record<TrainingProgress['phase'], string>> = {
  reading: 'Reading documents',
  features: 'Finding features',
  vectors: 'Finding features',
  tuning: 'Training on all documents',
  fitting: 'Training on parts',
  calibrating: 'Training on parts',
  saving: 'Saving',
};
/** Of the bar: what models take; the rest is for the power laws. */
const modelsShare = 0.9;

export async function runLearningCurve(
  task: LearningCurveTask,
  context: TaskContext,
): Promise<LearningCurveTaskResult> {
  const project = openReadOnly(task.projectPath);
  try {
    context.progress({ phase: phaseNames.reading, fraction: 0 });
    const { projectKind: kind, language, classes, seed } = task;
    const data = await trainingData(
      { kind, language, classes, training: ['train', null], validation: ['validation'], unlabelled: false },
      project,
      context,
    );
    const judged = await judgeCurve(data, trainingContext(seed, phaseNames, context, modelsShare));
    const { classes: ofClasses, ...curve } = await paced(
      summariseCurve(judged, seed),
      (share) =>
        context.progress({ phase: 'Looking ahead', fraction: modelsShare + (1 - modelsShare) * share }),
      context,
    );
    return {
      ...curve,
      classes: ofClasses.map(({ classIndex, ...rest }) => ({
        classId: classes[classIndex]!.classId,
        ...rest,
      })),
    };
  } finally {
    project.close();
  }
}
