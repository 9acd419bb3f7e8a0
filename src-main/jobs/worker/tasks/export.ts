import type { ExportTask } from '../../../core/ports/worker.ts';
import type { ProjectDocument } from '../../../domain/document.ts';
import { AppError } from '../../../domain/errors.ts';
import type { ExportReport } from '../../../domain/exchange/export.ts';
import { type ExportDocument, writeDocuments } from '../../../formats/write.ts';
import { openReadOnly, type ReadOnlyProject, type StreamedDocument } from '../../../store/read-only.ts';
import { writeResultFile } from '../result-file.ts';
import type { TaskContext } from '../task-context.ts';

type Batches = () => Iterable<readonly (StreamedDocument | ProjectDocument)[]>;

const documentsAtOnce = 500;
/** More extra fields than a spreadsheet has columns are left out of CSV; JSONL keeps them. */
const maximalFieldColumns = 16_000;

export async function runExport(task: ExportTask, context: TaskContext): Promise<ExportReport> {
  const { format } = task;
  if ((format !== 'jsonl' && format !== 'csv') || task.modelId !== null) {
    throw new AppError('unsupported_option', `Files of the format "${format}" cannot be written yet.`);
  }
  const project = openReadOnly(task.projectPath);
  try {
    const batches: Batches = () => batchesOf(project, task.ids);
    const names = new Map(project.classes().map(({ id, name }) => [id, name]));
    const fieldNames = task.format === 'csv' ? await fieldNamesOf(batches, context) : [];
    const total = task.ids?.length;
    let documents = 0;
    const exported = async function* (): AsyncGenerator<ExportDocument> {
      for (const batch of batches()) {
        for (const document of batch) yield toExport(document, names);
        documents += batch.length;
        context.progress({
          phase: 'Exporting',
          fraction: total === undefined ? null : documents / total,
          current: documents,
          unit: 'documents',
          ...(total === undefined ? {} : { total }),
        });
        await context.breathe();
        context.checkCancelled();
      }
    };
    await writeResultFile(task.outputPath, async (file) => {
      const options = { format, kind: project.kind, fieldNames };
      for await (const piece of writeDocuments(exported(), options)) await file.write(piece);
    });
    return { documents, outputPath: task.outputPath, textsFolder: null, warnings: [], equality: null };
  } finally {
    project.close();
  }
}

function* batchesOf(
  project: ReadOnlyProject,
  ids: Int32Array | null,
): Generator<readonly (StreamedDocument | ProjectDocument)[], void, undefined> {
  if (ids === null) {
    // An export leaves nothing behind, not even what was set aside.
    yield* project.streamDocuments({ batch: documentsAtOnce, excluded: true });
    return;
  }
  for (let start = 0; start < ids.length; start += documentsAtOnce) {
    yield project.documentsByIds(ids.subarray(start, start + documentsAtOnce));
  }
}

/** CSV needs all columns before its first row. */
async function fieldNamesOf(batches: Batches, context: TaskContext): Promise<readonly string[]> {
  const names = new Set<string>();
  for (const batch of batches()) {
    for (const { fields } of batch) {
      for (const name of Object.keys(fields ?? {})) {
        if (names.size < maximalFieldColumns) names.add(name);
      }
    }
    context.progress({ phase: 'Looking for columns', fraction: null });
    await context.breathe();
    context.checkCancelled();
  }
  return [...names];
}

function toExport(
  document: StreamedDocument | ProjectDocument,
  names: ReadonlyMap<number, string>,
): ExportDocument {
  const { externalId, text, labels, dataset, language, fields } = document;
  return {
    id: externalId,
    text,
    labels: labels?.map((classId) => names.get(classId)).filter((name) => name !== undefined) ?? null,
    dataset,
    language,
    fields,
  };
}
