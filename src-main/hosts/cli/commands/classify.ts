import path from 'node:path';
import { Option } from 'commander';
import type { BatchClassification } from '../../../domain/model.ts';
import { findModel } from '../evaluation-report.ts';
import { addReadFlags, type ReadFlags, readOptionsOf } from '../read-options.ts';
import { formatCount, formatSeconds, formatTable, type Report, rejectionText } from '../report.ts';
import type { Session } from '../session.ts';
import {
  copyToStandardOutput,
  refuseJsonWithStandardOutput,
  saveStandardInput,
  withTemporaryFolder,
} from '../standard-streams.ts';
import { addJsonFlag, type Register } from './command.ts';

interface Flags extends ReadFlags {
  readonly model: string;
  readonly input: string;
  readonly output: string;
  readonly outputFormat: 'jsonl' | 'csv';
  readonly json?: boolean;
}

export const registerClassify: Register = (program, run) => {
  const command = program
    .command('classify')
    .description('put a model to work on new documents')
    .argument('<file>', 'the project')
    .requiredOption('--model <name>', 'name of the model')
    .requiredOption('--input <path>', 'file or folder of documents; - is JSONL on standard input')
    .requiredOption('--output <path>', 'file for the results; - is standard output')
    .addOption(
      new Option('--output-format <format>', 'JSONL (id, labels, scores) or CSV')
        .choices(['jsonl', 'csv'])
        .default('jsonl'),
    )
    .action((file: string, flags: Flags) =>
      run(flags, async (session) => {
        refuseJsonWithStandardOutput(flags);
        return withTemporaryFolder((folder) => classify(session, file, flags, folder));
      }),
    );
  addJsonFlag(addReadFlags(command));
};

async function classify(session: Session, file: string, flags: Flags, folder: string): Promise<Report> {
  const fromStandardInput = flags.input === '-';
  const toStandardOutput = flags.output === '-';
  const options = readOptionsOf(flags);
  const project = await session.open(file);
  const model = findModel(project, flags.model);
  const { jobId } = project.classification.startBatch({
    modelId: model.id,
    paths: [fromStandardInput ? await saveStandardInput(folder) : session.resolve(flags.input)],
    options: fromStandardInput ? { ...options, format: 'jsonl' } : options,
    outputPath: toStandardOutput ? path.join(folder, 'results') : session.resolve(flags.output),
    outputFormat: flags.outputFormat,
  });
  const result = (await session.finish(project, jobId)) as BatchClassification;
  if (toStandardOutput) await copyToStandardOutput(result.outputPath);
  return {
    json: jsonOf(result, model.name),
    text: textOf(result, toStandardOutput),
    besideResults: toStandardOutput,
  };
}

function jsonOf(result: BatchClassification, model: string): unknown {
  const { classCounts, outputPath, ...rest } = result;
  return { model, ...rest, classes: classCounts, output: outputPath };
}

function textOf(result: BatchClassification, toStandardOutput: boolean): string {
  const target = toStandardOutput ? '' : ` into ${result.outputPath}`;
  const rows = [
    ...result.classCounts
      .filter(({ documents }) => documents > 0)
      .map(({ name, documents }) => [name, documents]),
    ...(result.none > 0 ? [['(no class)', result.none]] : []),
  ];
  return [
    `Classified ${formatCount(result.documents, 'document')}${target} in ${formatSeconds(result.seconds)}.`,
    ...(result.empty > 0 ? [`${formatCount(result.empty, 'blank text')} among them.`] : []),
    ...(result.rejectedCount > 0 ? [`${formatCount(result.rejectedCount, 'row')} could not be read:`] : []),
    ...result.rejected.slice(0, 10).map(rejectionText),
    '',
    formatTable(['class', 'documents'], rows),
  ].join('\n');
}
