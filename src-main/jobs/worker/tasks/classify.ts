import type { BatchWork, ClassifyTask, UnfinishedBatchTask } from '../../../core/ports/batch-task.ts';
import type { UnfinishedBatch } from '../../../domain/batch.ts';
import type { BatchClassification } from '../../../domain/model.ts';
import { createBatchClassifier } from '../../../engine/batch-classifier.ts';
import { openReadOnly } from '../../../store/read-only.ts';
import { targetsOf } from '../batch/outputs.ts';
import { requestFingerprint } from '../batch/request.ts';
import { runBatch } from '../batch/run-batch.ts';
import { unfinishedBatch } from '../batch/unfinished.ts';
import type { TaskContext } from '../task-context.ts';
import { threadSettings } from '../thread-settings.ts';

export async function runClassify(task: ClassifyTask, context: TaskContext): Promise<BatchClassification> {
  const artefact = artefactOf(task);
  const model = await createBatchClassifier(artefact, threadSettings(), context);
  try {
    const request = requestFingerprint(task, artefact);
    return await runBatch({ work: task, model, request, resume: task.resume }, context);
  } finally {
    await model.close();
  }
}

export async function runUnfinishedBatch(task: UnfinishedBatchTask): Promise<UnfinishedBatch | null> {
  return unfinishedBatch(task, await targetsOf(task), requestFingerprint(task, artefactOf(task)));
}

function artefactOf({ projectPath, modelId }: BatchWork): Uint8Array {
  const project = openReadOnly(projectPath);
  try {
    return project.modelArtefact(modelId);
  } finally {
    project.close();
  }
}
