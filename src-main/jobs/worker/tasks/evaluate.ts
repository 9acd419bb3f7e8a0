import type { EvaluateBatch, EvaluateTask, EvaluateTaskResult } from '../../../core/ports/worker.ts';
import { createFingerprint } from '../../../domain/fingerprint.ts';
import { evaluate } from '../../../domain/metrics/evaluate.ts';
import type { EvaluationItem } from '../../../domain/metrics/types.ts';
import { type BatchClassifier, createBatchClassifier } from '../../../engine/batch-classifier.ts';
import { openReadOnly, type StreamedDocument } from '../../../store/read-only.ts';
import type { TaskContext } from '../task-context.ts';
import { threadSettings } from '../thread-settings.ts';

const documentsAtOnce = 200;

/** The fingerprint is of the very documents that were judged. */
export async function runEvaluate(task: EvaluateTask, context: TaskContext): Promise<EvaluateTaskResult> {
  const project = openReadOnly(task.projectPath);
  let model: BatchClassifier | undefined;
  try {
    const artefact = project.modelArtefact(task.modelId);
    model = await createBatchClassifier(artefact, threadSettings(), context);
    const total = project.fingerprint([task.dataset]).documents;
    const names = new Map(project.classes().map(({ id, name }) => [id, name]));
    const actualOf = indexReader(task);
    const fingerprint = createFingerprint();
    const judged: EvaluationItem[] = [];
    const stream = { labelled: true, datasets: [task.dataset], batch: documentsAtOnce };
    for (const documents of project.streamDocuments(stream)) {
      for (const { id, textHash, labels } of documents) {
        const classes = (labels ?? []).map((classId) => names.get(classId));
        fingerprint.add({ id, textHash, classes: classes.filter((name) => name !== undefined) });
      }
      const usable = documents
        .map((document) => ({ documentId: document.id, actual: actualOf(document), text: document.text }))
        .filter(({ actual }) => project.kind === 'multi' || actual.length === 1);
      const predictions = await model.predict(usable.map(({ text }) => text));
      const items: EvaluateBatch['items'] = usable.map(({ documentId, actual }, index) => ({
        documentId,
        actual,
        ...predictions[index]!,
      }));
      judged.push(...items.map(({ actual, predicted }) => ({ actual, predicted })));
      await context.batch({ items } satisfies EvaluateBatch);
      context.progress({
        phase: 'Evaluating',
        fraction: Math.min(1, judged.length / total),
        current: judged.length,
        total,
        unit: 'documents',
      });
      await context.breathe();
      context.checkCancelled();
    }
    await context.drained();
    const metrics = evaluate(project.kind, task.classNames, judged);
    return { documents: judged.length, metrics, analysis: null, fingerprint: fingerprint.finish() };
  } finally {
    await model?.close();
    project.close();
  }
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
