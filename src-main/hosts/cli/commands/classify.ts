import { Option } from 'commander';
import type { Project } from '../../../core/core.ts';
import { batchFormats } from '../../../domain/batch.ts';
import type { BatchClassification } from '../../../domain/model.ts';
import type { SuggestionRun } from '../../../domain/suggestion.ts';
import { batchText } from '../batch-report.ts';
import { findDeployment, findModel } from '../named.ts';
import { addReadFlags } from '../read-options.ts';
import type { Report } from '../report.ts';
import type { Session } from '../session.ts';
import {
  copyToStandardOutput,
  refuseJsonWithStandardOutput,
  withTemporaryFolder,
} from '../standard-streams.ts';
import { suggestionText } from '../suggestion-report.ts';
import { type FileFlags, filesOf, type GivenFlags, inputOf, whatIsAsked } from './classify-flags.ts';
import { classifyByModelFile, classifyText } from './classify-model-file.ts';
import { addJsonFlag, type Register } from './command.ts';

export const registerClassify: Register = (program, run) => {
  const command = program
    .command('classify')
    .description('put a model to work on new documents')
    .argument('[file]', 'the project; not with --model-file')
    .option('--model <name>', 'name of the model')
    .option(
      '--deployment <name>',
      'name of a deployment: its rule decides, and says which documents are unsure',
    )
    .option(
      '--model-file <path>',
      'a model that "winnow export --format model" has written, without any project',
    )
    .option('--encoder <folder>', 'the sentence encoder that the model file needs')
    .option('--text <text>', 'with --model-file: one text instead of files; - reads it from standard input')
    .option('--input <path>', 'file or folder of documents; - is JSONL on standard input')
    .option('--output <path>', 'file for the results; - is standard output')
    .addOption(
      new Option(
        '--output-format <format>',
        "JSONL (unless said otherwise) or CSV (id, labels, scores), a workbook, or Comprehend's JSONL",
      ).choices(batchFormats),
    )
    .option('--route <folder>', 'besides, one file of results a class, in a new or empty folder')
    .option('--errors <path>', 'CSV of all rows that could not be read')
    .option(
      '--suggest',
      'keep the answers in the project, as suggestions for its unlabelled documents; --input is imported first',
    )
    .option('--restart', 'begin anew instead of going on with an unfinished run')
    .action((file: string | undefined, given: GivenFlags) =>
      run(given, async (session) => {
        const asked = whatIsAsked(file, given);
        if (asked.kind === 'text') return classifyText(session, asked.modelFile, asked.text, asked.flags);
        if (asked.kind === 'suggest') {
          return withTemporaryFolder((folder) => suggest(session, asked.project, asked.flags, folder));
        }
        refuseJsonWithStandardOutput(asked.flags);
        return withTemporaryFolder((folder) =>
          asked.kind === 'model-file'
            ? classifyByModelFile(session, asked.modelFile, asked.flags, folder)
            : classify(session, asked.project, asked.flags, folder),
        );
      }),
    );
  addJsonFlag(addReadFlags(command));
};

async function classify(session: Session, file: string, flags: FileFlags, folder: string): Promise<Report> {
  const toStandardOutput = flags.output === '-';
  const project = await session.open(file);
  const { modelId, modelName, ...rule } = findTarget(project, flags);
  const { jobId } = project.classification.startBatch({
    modelId,
    ...rule,
    ...(await filesOf(session, flags, folder)),
    ...(flags.route === undefined ? {} : { routeFolder: session.resolve(flags.route) }),
    ...(flags.errors === undefined ? {} : { errorsPath: session.resolve(flags.errors) }),
  });
  const result = (await session.finish(project, jobId, true)) as BatchClassification;
  if (toStandardOutput) await copyToStandardOutput(result.outputPath);
  return {
    json: jsonOf(result, modelName, flags.deployment),
    text: batchText(result, toStandardOutput),
    besideResults: toStandardOutput,
  };
}

async function suggest(session: Session, file: string, flags: GivenFlags, folder: string): Promise<Report> {
  const { input } = flags;
  const project = await session.open(file);
  const { modelId, modelName, ...rule } = findTarget(project, flags);
  const files = input === undefined ? null : await inputOf(session, { ...flags, input }, folder);
  const { jobId } = project.classification.startSuggestions({ modelId, ...rule, files });
  const run = (await session.finish(project, jobId, true)) as SuggestionRun;
  return { json: run, text: suggestionText(run, modelName) };
}

interface Target {
  readonly modelId: number;
  readonly modelName: string;
  readonly deploymentId?: number;
}

/** @throws AppError `not_found`, naming the deployments that there are; `model_not_found`. */
function findTarget(project: Project, { model, deployment }: GivenFlags): Target {
  if (deployment === undefined) {
    const { id, name } = findModel(project, model ?? '');
    return { modelId: id, modelName: name };
  }
  const found = findDeployment(project, deployment);
  return { modelId: found.modelId, modelName: found.modelName, deploymentId: found.id };
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
