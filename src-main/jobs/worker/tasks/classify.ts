import type { BatchWork, ClassifyTask, UnfinishedBatchTask } from '../../../core/ports/batch-task.ts';
import type { UnfinishedBatch } from '../../../domain/batch.ts';
import type { BatchClassification } from '../../../domain/model.ts';
import { type BatchClassifier, createBatchClassifier } from '../../../engine/batch-classifier.ts';
import { openReadOnly } from '../../../store/read-only.ts';
import { targetsOf } from '../batch/outputs.ts';
import { requestFingerprint } from '../batch/request.ts';
import { runBatch } from '../batch/run-batch.ts';
import { unfinishedBatch } from '../batch/unfinished.ts';
import { loadedFrom, openModelFile } from '../open-model-file.ts';
import type { TaskContext } from '../task-context.ts';
import { threadSettings } from '../thread-settings.ts';

export async function runClassify(task: ClassifyTask, context: TaskContext): Promise<BatchClassification> {
  const { artefact, rule, load } = await modelOf(task, context);
  const model = await load();
  try {
    const work = { ...task, rule };
    const request = requestFingerprint(work, artefact);
    return await runBatch({ work, model, request, resume: task.resume }, context);
  } finally {
    await model.close();
  }
}

export async function runUnfinishedBatch(
  task: UnfinishedBatchTask,
  context: TaskContext,
): Promise<UnfinishedBatch | null> {
  const { artefact, rule } = await modelOf(task, context);
  return unfinishedBatch(task, await targetsOf(task), requestFingerprint({ ...task, rule }, artefact));
}

interface SourceModel {
  readonly artefact: Uint8Array;
  readonly rule: BatchWork['rule'];
  readonly load: () => Promise<BatchClassifier>;
}

/** From the project, or from a file with the rule that it may hold. */
async function modelOf({ source, rule }: BatchWork, context: TaskContext): Promise<SourceModel> {
  const loader =
    (artefact: Uint8Array, encoder: string | null = null): SourceModel['load'] =>
    () =>
      createBatchClassifier(artefact, threadSettings(), context, encoder);
  if (source.kind === 'project') {
    const artefact = storedArtefact(source.projectPath, source.modelId);
    return { artefact, rule, load: loader(artefact) };
  }
  const file = await openModelFile(source.path, source.encoder);
  const { artefact, manifest } = file;
  const load = () => loadedFrom(file, loader(artefact, source.encoder), ({ classifier }) => classifier);
  return { artefact, rule: manifest.deployment?.rule ?? null, load };
}

function storedArtefact(projectPath: string, modelId: number): Uint8Array {
  const project = openReadOnly(projectPath);
  try {
    return project.modelArtefact(modelId);
  } finally {
    project.close();
  }
}
