import type { WorkerTask } from '../../core/ports/worker.ts';
import { assertNever } from '../../domain/errors.ts';
import type { Channel } from './channel.ts';
import type { TaskContext } from './task-context.ts';
import { runClassify, runUnfinishedBatch } from './tasks/classify.ts';
import { runClassifyText } from './tasks/classify-text.ts';
import { runCompare } from './tasks/compare.ts';
import { runCopy } from './tasks/copy.ts';
import { runDuplicates } from './tasks/duplicates.ts';
import { runEvaluate } from './tasks/evaluate.ts';
import { runExport } from './tasks/export.ts';
import { runExportModel } from './tasks/export-model.ts';
import { runGroup } from './tasks/group.ts';
import { runImport } from './tasks/import.ts';
import { runInspect } from './tasks/inspect.ts';
import { runInspectEncoder } from './tasks/inspect-encoder.ts';
import { runLabelErrors } from './tasks/label-errors.ts';
import { runLearningCurve } from './tasks/learning-curve.ts';
import { runReport } from './tasks/report.ts';
import { runServeModel } from './tasks/serve-model.ts';
import { runSuggest } from './tasks/suggest.ts';
import { runTrain } from './tasks/train.ts';

/** Resolves with the task's result. @throws AppError, and `cancelled` after a cancel. */
export async function runTask(task: WorkerTask, context: TaskContext, channel: Channel): Promise<unknown> {
  switch (task.kind) {
    case 'inspect':
      return runInspect(task, context);
    case 'inspect-encoder':
      return runInspectEncoder(task, context);
    case 'import':
      return runImport(task, context);
    case 'train':
      return runTrain(task, context);
    case 'evaluate':
      return runEvaluate(task, context);
    case 'compare':
      return runCompare(task, context);
    case 'classify':
      return runClassify(task, context);
    case 'unfinished-batch':
      return runUnfinishedBatch(task, context);
    case 'export':
      return runExport(task, context);
    case 'copy':
      return runCopy(task);
    case 'suggest':
      return runSuggest(task, context);
    case 'export-model':
      return runExportModel(task, context);
    case 'classify-text':
      return runClassifyText(task, context);
    case 'report':
      return runReport(task, context);
    case 'group':
      return runGroup(task, context);
    case 'duplicates':
      return runDuplicates(task, context);
    case 'label-errors':
      return runLabelErrors(task, context);
    case 'learning-curve':
      return runLearningCurve(task, context);
    case 'serve-model':
      return runServeModel(task, channel);
    default:
      return assertNever(task);
  }
}
