import type { ReportTask, ReportTaskResult } from '../../../core/ports/report-task.ts';
import { type AzureDocument, distinctNames } from '../../../domain/azure/evaluation.ts';
import { AppError } from '../../../domain/errors.ts';
import type { EvaluationMetrics } from '../../../domain/metrics/types.ts';
import type { ModelClass } from '../../../domain/model.ts';
import { buildReport } from '../../../domain/report/build.ts';
import { writeReport } from '../../../formats/report/write.ts';
import { openReadOnly, type ReadOnlyProject } from '../../../store/read-only.ts';
import { writeResultFile } from '../result-file.ts';
import type { TaskContext } from '../task-context.ts';

const documentsAtOnce = 500;

/** The evaluation is read here and not sent: that of 1,000 classes holds a million counts. */
export async function runReport(task: ReportTask, context: TaskContext): Promise<ReportTaskResult> {
  const project = openReadOnly(task.projectPath);
  try {
    context.progress({ phase: 'Reading', fraction: null });
    const evaluation = project.evaluations.get(task.evaluationId) ?? missing();
    const metrics = evaluation.metrics as EvaluationMetrics;
    const report = buildReport(task.facts, { ...evaluation, metrics }, process.env.WINNOW_VERSION ?? '');
    await context.pause();
    context.progress({ phase: 'Writing', fraction: 0 });
    const documents = task.withDocuments
      ? judgedDocuments(project, task, evaluation.classes, metrics.documents, context)
      : null;
    await writeResultFile(task.outputPath, async (file) => {
      for await (const piece of writeReport(report, task.format, documents)) {
        await file.write(piece);
        await context.pause();
      }
    });
    return { outputPath: task.outputPath };
  } finally {
    project.close();
  }
}

/** Documents removed since the evaluation keep their number as their name. */
async function* judgedDocuments(
  project: ReadOnlyProject,
  { evaluationId, facts }: ReportTask,
  classes: readonly ModelClass[],
  total: number,
  context: TaskContext,
): AsyncGenerator<readonly AzureDocument[]> {
  const names = distinctNames(classes);
  const namesOf = (indexes: readonly number[]): readonly string[] => indexes.map((index) => names[index]!);
  let after = 0;
  let current = 0;
  for (;;) {
    const page = project.evaluations.judgements(evaluationId, after, documentsAtOnce);
    const last = page.at(-1);
    if (last === undefined) return;
    const ids = page.map(({ documentId }) => documentId);
    const found = new Map(project.documentsByIds(ids).map((document) => [document.id, document]));
    yield page.map(({ documentId, actual, predicted }) => ({
      location: found.get(documentId)?.externalId ?? String(documentId),
      language: found.get(documentId)?.language ?? facts.project.language,
      expected: namesOf(actual),
      predicted: namesOf(predicted),
    }));
    after = last.documentId;
    current += page.length;
    context.progress({
      phase: 'Writing',
      fraction: Math.min(1, current / total),
      current,
      total,
      unit: 'documents',
    });
  }
}

function missing(): never {
  throw new AppError(
    'no_evaluation',
    'The evaluation was replaced while the report was begun. Start the report again.',
  );
}
