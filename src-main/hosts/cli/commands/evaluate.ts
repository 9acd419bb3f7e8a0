import { Option } from 'commander';
import { currentEvaluation, evaluationJson, evaluationText, findModel } from '../evaluation-report.ts';
import { addJsonFlag, type Register } from './command.ts';

interface Flags {
  readonly model: string;
  readonly dataset: 'validation' | 'test';
  readonly json?: boolean;
}

export const registerEvaluate: Register = (program, run) => {
  const command = program
    .command('evaluate')
    .description('measure a model; measured again when the documents have changed since')
    .argument('<file>', 'the project')
    .requiredOption('--model <name>', 'name of the model')
    .addOption(
      new Option('--dataset <dataset>', 'documents to measure on')
        .choices(['test', 'validation'])
        .default('test'),
    )
    .action((file: string, flags: Flags) =>
      run(flags, async (session) => {
        const project = await session.open(file);
        const model = findModel(project, flags.model);
        const evaluation = await currentEvaluation(session, project, model, flags.dataset);
        return { json: evaluationJson(evaluation, model), text: evaluationText(evaluation, model) };
      }),
    );
  addJsonFlag(command);
};
