import type { SuggestBatch, SuggestTask, SuggestTaskResult } from '../../../core/ports/suggest-task.ts';
import { decide } from '../../../domain/decision.ts';
import { type BatchClassifier, createBatchClassifier } from '../../../engine/batch-classifier.ts';
import type { ClassifierPrediction } from '../../../engine/types.ts';
import { openReadOnly, type ReadOnlyProject, type StreamedDocument } from '../../../store/read-only.ts';
import { askAhead } from '../ask-ahead.ts';
import type { TaskContext } from '../task-context.ts';
import { threadSettings } from '../thread-settings.ts';

/** A second of work or less, so that what a cancel throws away is little. */
const documentsAtOnce = 2000;

/** Asks in the order of the ids; whatever was written before is not asked for again. */
export async function runSuggest(task: SuggestTask, context: TaskContext): Promise<SuggestTaskResult> {
  const project = openReadOnly(task.projectPath);
  let model: BatchClassifier | undefined;
  try {
    context.progress({ phase: 'Loading the model', fraction: null });
    model = await createBatchClassifier(project.modelArtefact(task.modelId), threadSettings(), context);
    return await ask(task, project, model, context);
  } finally {
    await model?.close();
    project.close();
  }
}

interface Answer {
  /** Indexes into the model's classes, best first. */
  readonly predicted: readonly number[];
  readonly score: number;
  readonly unsure: boolean;
}

async function ask(
  { modelId, rule, sourceId }: SuggestTask,
  project: ReadOnlyProject,
  model: BatchClassifier,
  context: TaskContext,
): Promise<SuggestTaskResult> {
  const { asked: total, before, test } = project.suggestionCandidates(sourceId);
  const classIds = project.model(modelId)!.classes.map(({ classId }) => classId);
  const tally = createTally(project, model.classifier.classes, classIds);
  const startedAt = performance.now();
  const answerOf = ({ scores, predicted: own }: ClassifierPrediction): Answer => {
    const { kind, thresholds } = model.classifier;
    const { predicted, unsure } =
      rule === null ? { predicted: own, unsure: false } : decide(scores, kind, thresholds ?? [], rule);
    const best = predicted[0];
    return { predicted, score: best === undefined ? highest(scores) : scores[best]!, unsure };
  };
  const documents = project.streamDocuments({
    labelled: false,
    datasets: ['train', 'validation', null],
    notSuggestedBy: sourceId,
    batch: documentsAtOnce,
  });
  await askAhead(
    documents,
    (batch) => batch.map(({ text }) => text),
    model,
    async ({ item, answers }) => {
      const answered = (await answers).map(answerOf);
      for (const answer of answered) tally.add(answer);
      await context.batch(batchOf(item, answered, classIds));
      const done = tally.documents();
      context.progress({
        phase: 'Suggesting',
        fraction: total === 0 ? null : Math.min(1, done / total),
        current: done,
        total,
        unit: 'documents',
        rate: done / ((performance.now() - startedAt) / 1000),
      });
      await context.pause();
    },
  );
  await context.drained();
  return { ...tally.result(rule !== null), before, skippedTest: test };
}

function highest(scores: Float32Array): number {
  return scores.reduce((best, score) => Math.max(best, score), 0);
}

function batchOf(
  documents: readonly StreamedDocument[],
  answers: readonly Answer[],
  classIds: readonly number[],
): SuggestBatch {
  const offsets = new Int32Array(answers.length + 1);
  answers.forEach(({ predicted }, place) => {
    offsets[place + 1] = offsets[place]! + predicted.length;
  });
  return {
    documentIds: Int32Array.from(documents, ({ id }) => id),
    scores: Float32Array.from(answers, ({ score }) => score),
    unsure: Uint8Array.from(answers, ({ unsure }) => Number(unsure)),
    offsets,
    classIds: Int32Array.from(answers.flatMap(({ predicted }) => predicted.map((index) => classIds[index]!))),
  };
}

/** Counts answers; a class that was deleted since the training is none. */
function createTally(
  project: ReadOnlyProject,
  classes: readonly string[],
  classIds: readonly number[],
): {
  add(answer: Answer): void;
  documents(): number;
  result(decided: boolean): Omit<SuggestTaskResult, 'before' | 'skippedTest'>;
} {
  const alive = new Set(project.classes().map(({ id }) => id));
  const isThere = classIds.map((classId) => alive.has(classId));
  const counts = classes.map(() => 0);
  let [suggested, none, unsure] = [0, 0, 0];
  return {
    add(answer) {
      const given = answer.predicted.filter((index) => isThere[index]);
      for (const index of given) counts[index]! += 1;
      if (answer.unsure) unsure++;
      else if (given.length === 0) none++;
      else suggested++;
    },
    documents: () => suggested + none + unsure,
    result: (decided) => ({
      documents: suggested + none + unsure,
      suggested,
      none,
      unsure: decided ? unsure : null,
      classCounts: classes
        .map((name, index) => ({ name, documents: counts[index]! }))
        .filter((_, index) => isThere[index]),
    }),
  };
}
