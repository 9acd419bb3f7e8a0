import { Option } from 'commander';
import type { Project } from '../../../core/core.ts';
import type { Evaluation } from '../../../core/learning.ts';
import type { Model } from '../../../domain/model.ts';
import { comparisonJson, comparisonText, currentComparison } from '../comparison-report.ts';
import {
  currentEvaluation,
  evaluationJson,
  evaluationText,
  guidanceJson,
  guidanceText,
} from '../evaluation-report.ts';
import { findModel } from '../named.ts';
import type { Report } from '../report.ts';
import { addJsonFlag, type Register } from './command.ts';

interface Flags {
  readonly model: string;
  readonly compare?: string;
  readonly dataset: 'validation' | 'test';
  readonly json?: boolean;
}

export const registerEvaluate: Register = (program, run) => {
  const command = program
    .command('evaluate')
    .description('measure a model; measured again when the documents have changed since')
    .argument('<file>', 'the project')
    .requiredOption('--model <name>', 'name of the model')
    .option('--compare <name>', 'another model: is it better, on the same documents?')
    .addOption(
      new Option('--dataset <dataset>', 'documents to measure on')
        .choices(['test', 'validation'])
        .default('test'),
    )
    .action((file: string, flags: Flags) =>
      run(flags, async (session) => {
        const project = await session.open(file);
        const model = findModel(project, flags.model);
        const other = flags.compare === undefined ? null : findModel(project, flags.compare);
        const evaluation = await currentEvaluation(session, project, model, flags.dataset);
        const report = await evaluationReport(project, evaluation, model);
        if (other === null) return report;
        await currentEvaluation(session, project, other, flags.dataset);
        const comparison = await currentComparison(session, project, [model, other], flags.dataset);
        return {
          json: { ...(report.json as object), comparison: comparisonJson(comparison) },
          text: `${report.text}\n\n${comparisonText(comparison)}`,
        };
      }),
    );
  addJsonFlag(command);
};

async function evaluationReport(project: Project, evaluation: Evaluation, model: Model): Promise<Report> {
  const guidance = await project.guidance.forModel(model.id, evaluation.dataset);
  return {
    json: {
      ...(evaluationJson(evaluation, model) as object),
      ...(evaluation.dataset === 'test' ? await testSetJson(project, model) : {}),
      guidance: guidanceJson(guidance, evaluation),
    },
    text: `${evaluationText(evaluation, model)}\n\n${guidanceText(guidance)}`,
  };
}

/** How far the test set can be trusted: its version, whether it is sealed, labels changed with results in view. */
async function testSetJson({ testSet }: Project, model: Model) {
  const { policy, version, changedAt } = await testSet.state();
  return {
    testSet: {
      policy,
      version,
      changedAt,
      relabelledSinceResults: testSet.relabelledSince(model.id).documents,
    },
  };
}
