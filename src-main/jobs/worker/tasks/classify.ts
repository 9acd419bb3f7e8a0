import type { ClassifyTask } from '../../../core/ports/worker.ts';
import { type Decision, type DecisionRule, decide } from '../../../domain/decision.ts';
import type { RejectedRow } from '../../../domain/import.ts';
import type { BatchClassification } from '../../../domain/model.ts';
import type { ReadOptions } from '../../../domain/source.ts';
import { type BatchClassifier, createBatchClassifier } from '../../../engine/batch-classifier.ts';
import type { Classifier, ClassifierPrediction } from '../../../engine/types.ts';
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
    const rows = createPredictionRows(task.outputFormat, model.classifier.classes, task.rule !== null);
    await file.write(rows.header);
    return readAll(
      { paths: task.paths, kind: 'multi', options: readOptions(task), phase: 'Classifying' },
      context,
      async (batch) => {
        rejected.push(...batch.rejected);
        const predictions = await model.predict(batch.records.map(({ text }) => text));
        for (const [index, record] of batch.records.entries()) {
          const prediction = decided(predictions[index]!, model.classifier, task.rule);
          await file.write(rows.row(record.externalId ?? String(record.line), prediction));
          if (tally.add(record.text, prediction) % documentsBetweenBreaths === 0) {
            await context.breathe();
            context.checkCancelled();
          }
        }
      },
    );
  }).finally(model.close);
  return {
    ...tally.result(),
    unsure: task.rule === null ? null : tally.unsure(),
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

/** What the model says, or what the rule makes of its scores. */
function decided(
  prediction: ClassifierPrediction,
  { kind, thresholds }: Classifier,
  rule: DecisionRule | null,
): ClassifierPrediction & Partial<Decision> {
  if (rule === null) return prediction;
  return { ...prediction, ...decide(prediction.scores, kind, thresholds ?? [], rule) };
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
  let unsureDocuments = 0;
  return {
    /** Returns how many documents there were so far. */
    add(text: string, { predicted, unsure }: Pick<Decision, 'predicted'> & Partial<Decision>): number {
      documents++;
      if (text.trim() === '') empty++;
      if (predicted.length === 0) none++;
      if (unsure === true) unsureDocuments++;
      for (const index of predicted) counts[index]!++;
      return documents;
    },
    unsure: () => unsureDocuments,
    result: () => ({
      documents,
      empty,
      none,
      classCounts: classifier.classes.map((name, index) => ({ name, documents: counts[index]! })),
    }),
  };
}
