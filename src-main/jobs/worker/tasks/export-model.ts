import type { ExportModelTask } from '../../../core/ports/model-file-tasks.ts';
import { AppError } from '../../../domain/errors.ts';
import type { ModelExport } from '../../../domain/model-file.ts';
import { exportOnnx } from '../../../engine/export/export-onnx.ts';
import { portableModel } from '../../../engine/export/portable.ts';
import { runPaced } from '../../../engine/work.ts';
import { encodeModelFile } from '../../../formats/model-file.ts';
import { openReadOnly, type ReadOnlyProject } from '../../../store/read-only.ts';
import { type ResultFile, writeResultFile } from '../result-file.ts';
import type { TaskContext } from '../task-context.ts';

/** Bytes written between two looks for a cancel. */
const bytesPerPause = 8_000_000;

export async function runExportModel(task: ExportModelTask, context: TaskContext): Promise<ModelExport> {
  context.progress({ phase: 'Reading', fraction: null });
  const { artefact, record } = storedModel(task);
  return task.format === 'onnx'
    ? await writeOnnx(task, artefact, context)
    : await writeModel(task, artefact, record, context);
}

type Stored = NonNullable<ReturnType<ReadOnlyProject['model']>>;

/** @throws AppError `model_not_found` */
function storedModel({ projectPath, modelId }: ExportModelTask): {
  readonly artefact: Uint8Array;
  readonly record: Stored;
} {
  const project = openReadOnly(projectPath);
  try {
    const artefact = project.modelArtefact(modelId);
    const record = project.model(modelId);
    if (record === undefined) throw new AppError('model_not_found', 'The model has been deleted meanwhile.');
    return { artefact, record };
  } finally {
    project.close();
  }
}

async function writeModel(
  { format, outputPath, language, deployment }: ExportModelTask,
  stored: Uint8Array,
  { name, kind, family, classes, createdAt, receipt }: Stored,
  context: TaskContext,
): Promise<ModelExport> {
  const { artefact, thresholds, encoder } = await runPaced(portableModel(stored), context.pause);
  const fields = {
    ...{ name, kind, family, classes: classes.map((one) => one.name), thresholds, language },
    ...{ createdAt, receipt, deployment, encoder },
  };
  const pieces = encodeModelFile(fields, artefact);
  const bytes = await writeResultFile(outputPath, (file) => writePieces(file, pieces, context));
  return { format, outputPath, bytes, vocabularyPath: null };
}

/** Both files appear, or neither: the vocabulary gets its name once the model has been written beside its place. */
async function writeOnnx(
  { format, outputPath }: ExportModelTask,
  artefact: Uint8Array,
  context: TaskContext,
): Promise<ModelExport> {
  const { model, vocabulary } = await exportOnnx(artefact, context.pause);
  const vocabularyPath = `${outputPath.replace(/\.onnx$/i, '')}.vocabulary.json`;
  const bytes = await writeResultFile(outputPath, async (file) => {
    const written = await writePieces(file, model, context);
    await writeResultFile(vocabularyPath, async (beside) => {
      for (const piece of vocabulary) {
        await beside.write(piece);
        await context.pause();
      }
    });
    return written;
  });
  return { format, outputPath, bytes, vocabularyPath };
}

/** @returns how many bytes there are */
async function writePieces(
  file: ResultFile,
  pieces: readonly Uint8Array[],
  context: TaskContext,
): Promise<number> {
  const total = pieces.reduce((sum, piece) => sum + piece.length, 0);
  let written = 0;
  for (const piece of pieces) {
    for (let start = 0; start < piece.length; start += bytesPerPause) {
      const part = piece.subarray(start, start + bytesPerPause);
      await file.writeBytes(part);
      written += part.length;
      context.progress({
        phase: 'Writing',
        fraction: written / total,
        current: written,
        total,
        unit: 'bytes',
      });
      await context.pause();
    }
  }
  return total;
}
