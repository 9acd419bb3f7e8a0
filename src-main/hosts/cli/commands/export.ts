import path from 'node:path';
import { Option } from 'commander';
import type { Project } from '../../../core/core.ts';
import { type ExportFormat, type ExportReport, exportFormats } from '../../../domain/exchange/export.ts';
import { type ModelExportFormat, modelExportFormats } from '../../../domain/model-file.ts';
import { equalityLines } from '../equality-report.ts';
import { findModel } from '../named.ts';
import { formatCount, type Report } from '../report.ts';
import type { Session } from '../session.ts';
import {
  copyToStandardOutput,
  refuseJsonWithStandardOutput,
  withTemporaryFolder,
} from '../standard-streams.ts';
import { UsageError } from '../usage-error.ts';
import { addJsonFlag, type Register } from './command.ts';
import { exportModel } from './export-model.ts';

interface Flags {
  readonly format: ExportFormat | ModelExportFormat | 'project';
  readonly output: string;
  readonly model?: string;
  readonly deployment?: string;
  /** A folder, or false for `--no-texts`. */
  readonly texts?: string | boolean;
  readonly json?: boolean;
}

type DocumentFlags = Flags & { readonly format: ExportFormat };

export const registerExport: Register = (program, run) => {
  const command = program
    .command('export')
    .description('write the documents with their labels to a file')
    .argument('<file>', 'the project')
    .addOption(
      new Option(
        '--format <format>',
        'format of the file; project: a copy of everything in one file; model and onnx: one model',
      )
        .choices([...exportFormats, ...modelExportFormats, 'project'])
        .makeOptionMandatory(),
    )
    .requiredOption('--output <path>', 'the file to write; - is standard output')
    .option(
      '--model <name>',
      'labels, datasets and classes as this model was trained on them; model and onnx: the model itself',
    )
    .option('--deployment <name>', 'model: take the rule of this deployment along')
    .option('--texts <folder>', 'azure: where the texts go; NAME-texts beside the file by default')
    .option('--no-texts', 'azure: write no texts; documents keep their ids as locations')
    .action((file: string, flags: Flags) =>
      run(flags, async (session) => {
        refuseJsonWithStandardOutput(flags);
        const { format } = flags;
        const project = await session.open(file);
        if (isModelFormat(format)) return await exportModel(session, project, { ...flags, format });
        return format === 'project'
          ? await copyProject(session, project, flags)
          : await exportDocuments(session, project, { ...flags, format });
      }),
    );
  addJsonFlag(command);
};

const isModelFormat = (format: Flags['format']): format is ModelExportFormat =>
  (modelExportFormats as readonly string[]).includes(format);

async function copyProject(session: Session, project: Project, flags: Flags): Promise<Report> {
  if (flags.output === '-') throw new UsageError('A project cannot be written to standard output.');
  const output = session.resolve(flags.output).replace(/(\.winnow)?$/i, '.winnow');
  await project.saveCopy(output);
  return { json: { format: 'project', output }, text: `Copied the project to ${output}.` };
}

function exportDocuments(session: Session, project: Project, flags: DocumentFlags): Promise<Report> {
  const { format } = flags;
  const toStandardOutput = flags.output === '-';
  if (toStandardOutput && format.startsWith('azure')) {
    throw new UsageError('An Azure project is a file and a folder of texts: give --output a file.');
  }
  return withTemporaryFolder(async (folder) => {
    const target = toStandardOutput ? path.join(folder, 'documents') : session.resolve(flags.output);
    const { jobId } = project.exports.start({
      format,
      path: target,
      selection: null,
      ...textsOf(session, flags),
      ...(flags.model === undefined ? {} : { modelId: findModel(project, flags.model).id }),
    });
    const report = (await session.finish(project, jobId)) as ExportReport;
    if (toStandardOutput) await copyToStandardOutput(target);
    const { documents, textsFolder, warnings, equality } = report;
    return {
      json: { documents, format, output: target, texts: textsFolder, warnings, equality },
      text: textOf(report, toStandardOutput ? '' : ` to ${target}`),
      besideResults: toStandardOutput,
    };
  });
}

function textsOf(session: Session, { texts }: Flags): { readonly textsFolder?: string | null } {
  if (texts === false) return { textsFolder: null };
  return typeof texts === 'string' ? { textsFolder: session.resolve(texts) } : {};
}

function textOf({ documents, textsFolder, warnings, equality }: ExportReport, where: string): string {
  return [
    `Exported ${formatCount(documents, 'document')}${where}${textsFolder === null ? '' : `, the texts to ${textsFolder}`}.`,
    ...equalityLines(equality),
    ...warnings.map((warning) => `Note: ${warning}`),
  ].join('\n');
}
