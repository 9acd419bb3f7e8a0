import path from 'node:path';
import { Option } from 'commander';
import type { Project } from '../../../core/core.ts';
import { type BatchFormat, batchFormats } from '../../../domain/batch.ts';
import { AppError } from '../../../domain/errors.ts';
import type { BatchClassification } from '../../../domain/model.ts';
import { batchText } from '../batch-report.ts';
import { findModel } from '../evaluation-report.ts';
import { addReadFlags, type ReadFlags, readOptionsOf } from '../read-options.ts';
import type { Report } from '../report.ts';
import type { Session } from '../session.ts';
import {
  copyToStandardOutput,
  refuseJsonWithStandardOutput,
  saveStandardInput,
  withTemporaryFolder,
} from '../standard-streams.ts';
import { UsageError } from '../usage-error.ts';
import { addJsonFlag, type Register } from './command.ts';

interface Flags extends ReadFlags {
  readonly model?: string;
  readonly deployment?: string;
  readonly input: string;
  readonly output: string;
  readonly outputFormat: BatchFormat;
  readonly route?: string;
  readonly errors?: string;
  readonly restart?: boolean;
  readonly json?: boolean;
}

export const registerClassify: Register = (program, run) => {
  const command = program
    .command('classify')
    .description('put a model to work on new documents')
    .argument('<file>', 'the project')
    .option('--model <name>', 'name of the model')
    .option(
      '--deployment <name>',
      'name of a deployment: its rule decides, and says which documents are unsure',
    )
    .requiredOption('--input <path>', 'file or folder of documents; - is JSONL on standard input')
    .requiredOption('--output <path>', 'file for the results; - is standard output')
    .addOption(
      new Option(
        '--output-format <format>',
        "JSONL or CSV (id, labels, scores), a workbook, or Comprehend's JSONL",
      )
        .choices(batchFormats)
        .default('jsonl'),
    )
    .option('--route <folder>', 'besides, one file of results a class, in a new or empty folder')
    .option('--errors <path>', 'CSV of all rows that could not be read')
    .option('--restart', 'begin anew instead of going on with an unfinished run')
    .action((file: string, flags: Flags) =>
      run(flags, async (session) => {
        refuseJsonWithStandardOutput(flags);
        refuseBothOrNeither(flags);
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
  const { modelId, modelName, ...rule } = findTarget(project, flags);
  const { jobId } = project.classification.startBatch({
    modelId,
    ...rule,
    paths: [fromStandardInput ? await saveStandardInput(folder) : session.resolve(flags.input)],
    options: fromStandardInput ? { ...options, format: 'jsonl' } : options,
    outputPath: toStandardOutput ? path.join(folder, 'results') : session.resolve(flags.output),
    outputFormat: flags.outputFormat,
    ...(flags.route === undefined ? {} : { routeFolder: session.resolve(flags.route) }),
    ...(flags.errors === undefined ? {} : { errorsPath: session.resolve(flags.errors) }),
    // What came through standard input cannot be read again.
    resume: flags.restart !== true && !fromStandardInput,
  });
  const result = (await session.finish(project, jobId, true)) as BatchClassification;
  if (toStandardOutput) await copyToStandardOutput(result.outputPath);
  return {
    json: jsonOf(result, modelName, flags.deployment),
    text: batchText(result, toStandardOutput),
    besideResults: toStandardOutput,
  };
}

interface Target {
  readonly modelId: number;
  readonly modelName: string;
  readonly deploymentId?: number;
}

/** @throws AppError `not_found`, naming the deployments that there are; `model_not_found`. */
function findTarget(project: Project, { model, deployment }: Flags): Target {
  if (deployment === undefined) {
    const { id, name } = findModel(project, model ?? '');
    return { modelId: id, modelName: name };
  }
  const deployments = project.deployments.list();
  const found = deployments.find(({ name }) => name === deployment);
  if (found === undefined) {
    const names = deployments.map(({ name }) => `"${name}"`).join(', ');
    const remedy = names === '' ? 'It has none.' : `There is ${names}.`;
    throw new AppError('not_found', `The project has no deployment "${deployment}". ${remedy}`);
  }
  return { modelId: found.modelId, modelName: found.modelName, deploymentId: found.id };
}

/** @throws UsageError */
function refuseBothOrNeither({ model, deployment }: Flags): void {
  if ((model === undefined) === (deployment === undefined)) {
    throw new UsageError('Name either a model (--model) or a deployment (--deployment).');
  }
}

function jsonOf(result: BatchClassification, model: string, deployment: string | undefined): unknown {
  const { classCounts, outputPath, unsure, ...rest } = result;
  return {
    model,
    ...(deployment === undefined ? {} : { deployment, unsure }),
    ...rest,
    classes: classCounts,
    output: outputPath,
  };
}
