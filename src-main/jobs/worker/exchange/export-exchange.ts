import { basename } from 'node:path';
import type { ExportTask } from '../../../core/ports/worker.ts';
import { compareExchange } from '../../../domain/exchange/equality.ts';
import type { ExportFormat, ExportReport } from '../../../domain/exchange/export.ts';
import { Tally } from '../../../domain/exchange/tally.ts';
import {
  containerName,
  createAzureTagsWriter,
  createAzureWriter,
} from '../../../formats/exchange/write-azure.ts';
import { createComprehendWriter, createManifestWriter } from '../../../formats/exchange/write-comprehend.ts';
import type { ExchangeWriter, ExportedProject } from '../../../formats/exchange/writer.ts';
import type { ExportDocument } from '../../../formats/write.ts';
import { resultFileError, writeResultFile } from '../result-file.ts';
import { TextsTarget } from './texts-target.ts';

/** The formats of other services. */
export type ExchangeFormat = Exclude<ExportFormat, 'jsonl' | 'csv'>;

/**
 * Writes a file of another service, and its folder of texts where it has one, and holds what was written against what
 * is here. Nothing is left of either when that fails or is cancelled.
 *
 * @throws AppError already_exists, bad_request, disk_full, file_unreadable
 */
export async function exportExchange(
  format: ExchangeFormat,
  task: Pick<ExportTask, 'outputPath' | 'textsFolder'>,
  project: ExportedProject,
  documents: AsyncIterable<ExportDocument>,
): Promise<ExportReport> {
  const { outputPath, textsFolder } = task;
  const writer = createWriter(format, project, textsFolder);
  const here = new Tally();
  const written = new Tally();
  for (const name of project.classes) here.declare(name);
  const texts = textsFolder === null ? null : await createTexts(textsFolder);
  try {
    await writeResultFile(outputPath, async (file) => {
      await file.write(writer.start(written));
      for await (const document of documents) {
        here.document(document.labels, document.dataset);
        const result = writer.document(document, written);
        if (result === null) continue;
        await file.write(result.piece);
        if (result.text !== undefined) await texts?.write(result.text);
      }
      await file.write(writer.end());
      await texts?.finish();
    });
  } catch (error) {
    await texts?.discard();
    throw error;
  }
  const source = here.result().counts;
  const target = written.result();
  return {
    documents: target.counts.documents,
    outputPath,
    textsFolder,
    warnings: [...writer.warnings(), ...uploadHint(format, textsFolder)],
    equality: compareExchange(source, target.counts, target.notes),
  };
}

function createWriter(
  format: ExchangeFormat,
  project: ExportedProject,
  textsFolder: string | null,
): ExchangeWriter {
  const target = { container: containerName(basename(textsFolder ?? '')), withTexts: textsFolder !== null };
  switch (format) {
    case 'azure':
      return createAzureWriter(project, target);
    case 'azure-2021':
      return createAzureTagsWriter(project, target);
    case 'comprehend':
      return createComprehendWriter(project);
    case 'comprehend-manifest':
      return createManifestWriter(project, new Date().toISOString());
  }
}

async function createTexts(path: string): Promise<TextsTarget> {
  try {
    return await TextsTarget.create(path);
  } catch (error) {
    throw resultFileError(error, path);
  }
}

function uploadHint(format: ExchangeFormat, textsFolder: string | null): readonly string[] {
  if (format !== 'azure' || textsFolder === null) return [];
  return [
    `The project names the container "${containerName(basename(textsFolder))}". Upload the texts of ${textsFolder} to a container, and write its name into "storageInputContainerName" if it is another.`,
  ];
}
