import type { ClassifyTask } from '../../../core/ports/worker.ts';
import type { RejectedRow } from '../../../domain/import.ts';
import type { BatchClassification } from '../../../domain/model.ts';
import type { ReadOptions } from '../../../domain/source.ts';
import { type BatchClassifier, createBatchClassifier } from '../../../engine/batch-classifier.ts';
import type { Classifier } from '../../../engine/types.ts';
import { openReadOnly } from '../../../store/read-only.ts';
import { createPredictionRows } from '../prediction-rows.ts';
import { readAll } from '../read-all.ts';
import { writeResultFile } from '../result-file.ts';
import type { TaskContext } from '../task-context.ts';
import { threadSettings } from '../thread-settings.ts';

const documentsBetweenBreaths = 50;

/** Every document gets a row, blank ones included; rows that could not be read are reported. */
export async function runClassify(task: ClassifyTask, context: TaskContext): Promise<BatchClassification> {
  const startedAt = performance.now();
  const model = await loadModel(task, context);
  const tally = createTally(model.classifier);
  const rejected: RejectedRow[] = [];
  const summary = await writeResultFile(task.outputPath, async (file) => {
    const rows = createPredictionRows(task.outputFormat, model.classifier.classes);
    await file.write(rows.header);
    return readAll(
      { paths: task.paths, kind: 'multi', options: readOptions(task), phase: 'Classifying' },
      context,
      async (batch) => {
        rejected.push(...batch.rejected);
        const predictions = await model.predict(batch.records.map(({ text }) => text));
        for (const [index, record] of batch.records.entries()) {
          const prediction = predictions[index]!;
          await file.write(rows.row(record.externalId ?? String(record.line), prediction));
          if (tally.add(record.text, prediction.predicted) % documentsBetweenBreaths === 0) {
            await context.breathe();
            context.checkCancelled();
          }
        }
      },
    );
  }).finally(model.close);
  return {
    ...tally.result(),
    rejectedCount: summary.rejectedCount,
    rejected,
    outputPath: task.outputPath,
    seconds: (performance.now() - startedAt) / 1000,
  };
}

async function loadModel(task: ClassifyTask, context: TaskContext): Promise<BatchClassifier> {
  const project = openReadOnly(task.projectPath);
  try {
    return await createBatchClassifier(project.modelArtefact(task.modelId), threadSettings(), context);
  } finally {
    project.close();
  }
}

/** Labels in the files play no part; several in one row must not reject it. */
function readOptions(task: ClassifyTask): ReadOptions {
  const options = task.options as ReadOptions;
  return { ...options, folderAsClass: false, mapping: { ...options.mapping, labels: [] } };
}

function createTally(classifier: Classifier) {
  const counts = new Array<number>(classifier.classes.length).fill(0);
  let documents = 0;
  let empty = 0;
  let none = 0;
  return {
    /** Returns how many documents there were so far. */
    add(text: string, predicted: readonly number[]): number {
      documents++;
      if (text.trim() === '') empty++;
      if (predicted.length === 0) none++;
      for (const index of predicted) counts[index]!++;
      return documents;
    },
    result: () => ({
      documents,
      empty,
      none,
      classCounts: classifier.classes.map((name, index) => ({ name, documents: counts[index]! })),
    }),
  };
}
