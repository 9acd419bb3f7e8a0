import type { LearningCurve } from '../../domain/health/types.ts';
import type { Health } from '../improvement.ts';
import { runTask } from '../jobs/run-task.ts';
import type { LearningCurveTaskResult } from '../ports/worker.ts';
import type { ProjectContext } from '../projects/project-context.ts';
import { showing } from '../training/training-log.ts';
import { startAnalysis } from './analysis-job.ts';

/** Never the test set: a curve that is looked at while labelling would choose by it. */
const datasets = ['train', 'validation', null] as const;

export function createLearningCurve(
  context: ProjectContext,
): Pick<Health, 'learningCurve' | 'startLearningCurve'> {
  return {
    async learningCurve() {
      const record = context.store.analyses.latest('learning-curve', '');
      if (record === undefined) return null;
      const secondsPerLabel = context.store.operations.secondsPerLabel(context.annotator());
      return {
        analysisId: record.id,
        createdAt: record.createdAt,
        seconds: record.seconds,
        current: (await context.fingerprint(datasets)) === record.fingerprint,
        result: { ...(record.result as Omit<LearningCurve, 'secondsPerLabel'>), secondsPerLabel },
      };
    },
    startLearningCurve(seed) {
      return startAnalysis(context, {
        kind: 'learning-curve',
        title: 'Learning curve',
        running: 'A learning curve is being measured already. Wait for the end of that, or cancel it.',
        fingerprint: () => context.fingerprint(datasets),
        run: (_analysisId, control) => {
          const { classes, project, path } = context.store;
          const task = {
            kind: 'learning-curve',
            projectPath: path,
            projectKind: context.kind,
            language: project.get().language,
            classes: classes.list().map(({ id, name }) => ({ classId: id, name })),
            seed,
          } as const;
          return runTask<LearningCurveTaskResult>(context.launcher, task, {
            signal: control.signal,
            onProgress: showing(control, 0, 1),
            onLog: control.log,
          });
        },
      });
    },
  };
}
