import type { ExportTask } from '../../../core/ports/worker.ts';
import type { ProjectDocument } from '../../../domain/document.ts';
import type { ExportReport } from '../../../domain/exchange/export.ts';
import { type ExportDocument, writeDocuments } from '../../../formats/write.ts';
import { openReadOnly, type ReadOnlyProject, type StreamedDocument } from '../../../store/read-only.ts';
import { exportExchange } from '../exchange/export-exchange.ts';
import { SnapshotLabels } from '../exchange/snapshot-labels.ts';
import { writeResultFile } from '../result-file.ts';
import type { TaskContext } from '../task-context.ts';

type Batches = () => Iterable<readonly (StreamedDocument | ProjectDocument)[]>;

const documentsAtOnce = 500;
/** More extra fields than a spreadsheet has columns are left out of CSV; JSONL keeps them. */
const maximalFieldColumns = 16_000;

export async function runExport(task: ExportTask, context: TaskContext): Promise<ExportReport> {
  const project = openReadOnly(task.projectPath);
  try {
    const batches: Batches = () => batchesOf(project, task);
    const kind = task.snapshot?.kind ?? project.kind;
    if (task.format !== 'jsonl' && task.format !== 'csv') {
      const classes = classNames(project, task);
      const { language } = project;
      const described = { ...task.project, kind, language, classes: [...classes.values()] };
      const documents = exported(batches, classes, task, context);
      return await exportExchange(task.format, task, described, documents);
    }
    const fieldNames = task.format === 'csv' ? await fieldNamesOf(batches, context) : [];
    const options = { format: task.format, kind, fieldNames };
    let documents = 0;
    const counted = async function* (): AsyncGenerator<ExportDocument> {
      for await (const document of exported(batches, classNames(project, task), task, context)) {
        documents += 1;
        yield document;
      }
    };
    await writeResultFile(task.outputPath, async (file) => {
      for await (const piece of writeDocuments(counted(), options)) await file.write(piece);
    });
    return { documents, outputPath: task.outputPath, textsFolder: null, warnings: [], equality: null };
  } finally {
    project.close();
  }
}

async function* exported(
  batches: Batches,
  names: ReadonlyMap<number, string>,
  task: ExportTask,
  context: TaskContext,
): AsyncGenerator<ExportDocument> {
  const total = task.ids?.length;
  let documents = 0;
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
}

function* batchesOf(
  project: ReadOnlyProject,
  { ids, snapshot }: ExportTask,
): Generator<readonly (StreamedDocument | ProjectDocument)[], void, undefined> {
  if (snapshot === null) {
    yield* currentBatches(project, ids);
    return;
  }
  const then = new SnapshotLabels(project, snapshot);
  for (const batch of currentBatches(project, ids)) {
    yield batch.map((document) => then.of(document)).filter((document) => document !== null);
  }
}

function* currentBatches(
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

/** Names by id, in the project's order: those of today, or those that the model knows, then all others. */
function classNames(project: ReadOnlyProject, { snapshot }: ExportTask): ReadonlyMap<number, string> {
  const today = project.classes().map(({ id, name }): [number, string] => [id, name]);
  if (snapshot === null) return new Map(today);
  const then = new Map(snapshot.classes.map(({ classId, name }) => [classId, name]));
  const taken = new Set(then.values());
  for (const [id, name] of today) {
    if (!then.has(id) && !taken.has(name)) then.set(id, name);
  }
  return then;
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
