import type { EvaluateBatch, EvaluateTask, EvaluateTaskResult } from '../../../core/ports/worker.ts';
import { createFingerprint } from '../../../domain/fingerprint.ts';
import { evaluate } from '../../../domain/metrics/evaluate.ts';
import type { EvaluationItem } from '../../../domain/metrics/types.ts';
import { defaultSeed } from '../../../domain/splits.ts';
import { createAnalysis } from '../../../domain/statistics/analyse.ts';
import { type BatchClassifier, createBatchClassifier } from '../../../engine/batch-classifier.ts';
import { openReadOnly, type ReadOnlyProject, type StreamedDocument } from '../../../store/read-only.ts';
import { paced } from '../paced.ts';
import type { TaskContext } from '../task-context.ts';
import { threadSettings } from '../thread-settings.ts';

const documentsAtOnce = 200;
/** Of the progress bar; intervals take the rest. */
const judgingShare = 0.8;

/** The fingerprint is of the very documents that were judged. */
export async function runEvaluate(task: EvaluateTask, context: TaskContext): Promise<EvaluateTaskResult> {
  const project = openReadOnly(task.projectPath);
  let model: BatchClassifier | undefined;
  try {
    const artefact = project.modelArtefact(task.modelId);
    model = await createBatchClassifier(artefact, threadSettings(), context);
    return await judge(task, project, model, context);
  } finally {
    await model?.close();
    project.close();
  }
}

async function judge(
  task: EvaluateTask,
  project: ReadOnlyProject,
  model: BatchClassifier,
  context: TaskContext,
): Promise<EvaluateTaskResult> {
  // Of the model: the project may have been converted since its training.
  const { kind } = model.classifier;
  const total = project.fingerprint([task.dataset]).documents;
  const names = new Map(project.classes().map(({ id, name }) => [id, name]));
  const actualOf = indexReader(task);
  const fingerprint = createFingerprint();
  const judged: EvaluationItem[] = [];
  const analysis = createAnalysis(kind, task.classIds.length, model.classifier.thresholds ?? null);
  const stream = { labelled: true, datasets: [task.dataset], batch: documentsAtOnce };
  for (const documents of project.streamDocuments(stream)) {
    for (const { id, textHash, labels } of documents) {
      const classes = (labels ?? []).map((classId) => names.get(classId));
      fingerprint.add({ id, textHash, classes: classes.filter((name) => name !== undefined) });
    }
    const usable = documents
      .map((document) => ({ document, actual: actualOf(document) }))
      .filter(({ actual }) => kind === 'multi' || actual.length === 1);
    const predictions = await model.predict(usable.map(({ document }) => document.text));
    const items: EvaluateBatch['items'] = usable.map(({ document, actual }, index) => {
      const prediction = predictions[index]!;
      judged.push({ actual, predicted: prediction.predicted });
      analysis.add({ actual, ...prediction, language: document.language });
      return { documentId: document.id, actual, ...prediction };
    });
    await context.batch({ items } satisfies EvaluateBatch);
    context.progress({
      phase: 'Evaluating',
      fraction: judgingShare * Math.min(1, judged.length / total),
      current: judged.length,
      total,
      unit: 'documents',
    });
    await context.breathe();
    context.checkCancelled();
  }
  await context.drained();
  const metrics = evaluate(kind, task.classNames, judged);
  const analysed = await paced(
    analysis.finish(defaultSeed),
    (share) =>
      context.progress({
        phase: 'Computing intervals',
        fraction: judgingShare + (1 - judgingShare) * share,
      }),
    context,
  );
  return { documents: judged.length, metrics, analysis: analysed, fingerprint: fingerprint.finish() };
}

/**
 * A class that was made after the start has no index. A document labelled with it shows in the fingerprint, so
 * that the result is not used.
 */
function indexReader(task: EvaluateTask): (document: StreamedDocument) => readonly number[] {
  const indexes = new Map(task.classIds.map((classId, index) => [classId, index]));
  return ({ labels }) =>
    (labels ?? []).map((classId) => indexes.get(classId)).filter((index) => index !== undefined);
}
