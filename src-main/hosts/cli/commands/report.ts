import path from 'node:path';
import { Option } from 'commander';
import { type ReportFormat, reportFormats } from '../../../domain/report/types.ts';
import { currentEvaluation } from '../evaluation-report.ts';
import { findModel } from '../named.ts';
import {
  copyToStandardOutput,
  refuseJsonWithStandardOutput,
  withTemporaryFolder,
} from '../standard-streams.ts';
import { addJsonFlag, type Register } from './command.ts';

interface Flags {
  readonly model: string;
  readonly output: string;
  readonly format?: ReportFormat;
  readonly dataset: 'validation' | 'test';
  readonly json?: boolean;
}

export const registerReport: Register = (program, run) => {
  const command = program
    .command('report')
    .description('write what is known of a model to a file; measured first when the documents have changed')
    .argument('<file>', 'the project')
    .requiredOption('--model <name>', 'name of the model')
    .requiredOption('--output <path>', 'the file to write; - is standard output')
    .addOption(
      new Option(
        '--format <format>',
        'html to read and print, json for all numbers, csv for the classes, comprehend for its confusion_matrix.json, azure for its evaluation results; without it, what the ending of the file says, else html',
      ).choices(reportFormats),
    )
    .addOption(
      new Option('--dataset <dataset>', 'documents that the model was measured on')
        .choices(['test', 'validation'])
        .default('test'),
    )
    .action((file: string, flags: Flags) =>
      run(flags, async (session) => {
        refuseJsonWithStandardOutput(flags);
        return withTemporaryFolder(async (folder) => {
          const toStandardOutput = flags.output === '-';
          const target = toStandardOutput ? path.join(folder, 'report') : session.resolve(flags.output);
          const format = flags.format ?? formatOf(target);
          const { dataset } = flags;
          const project = await session.open(file);
          const model = findModel(project, flags.model);
          // A project that cannot be written to keeps no new figures; those it has are reported.
          if (!project.info().readOnly) await currentEvaluation(session, project, model, dataset);
          const { jobId } = project.reports.start({ modelId: model.id, dataset, format, path: target });
          await session.finish(project, jobId);
          if (toStandardOutput) await copyToStandardOutput(target);
          return {
            json: { model: model.name, dataset, format, output: target },
            text: `Report on "${model.name}" written${toStandardOutput ? '' : ` to ${target}`}.`,
            besideResults: toStandardOutput,
          };
        });
      }),
    );
  addJsonFlag(command);
};

function formatOf(file: string): ReportFormat {
  const ending = path.extname(file).slice(1).toLowerCase();
  return ending === 'json' || ending === 'csv' ? ending : 'html';
}
