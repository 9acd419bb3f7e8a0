import type { Project } from '../../../core/core.ts';
import { type DecisionRule, plainRule } from '../../../domain/decision.ts';
import { share } from '../arguments.ts';
import { findModel } from '../named.ts';
import type { Report } from '../report.ts';
import { UsageError } from '../usage-error.ts';
import { addJsonFlag, type Register } from './command.ts';

interface Flags {
  readonly name: string;
  readonly model: string;
  readonly accept?: number;
  readonly threshold?: number;
  readonly band?: number;
  readonly json?: boolean;
}

export const registerDeploy: Register = (program, run) => {
  const command = program
    .command('deploy')
    .description('give a model a name under which programs ask it; an existing name is pointed at the model')
    .argument('<file>', 'the project')
    .requiredOption('--name <name>', 'name of the deployment')
    .requiredOption('--model <name>', 'name of the model')
    .option('--accept <share>', 'single-label: below this score a person should look (0 to 1)', share)
    .option(
      '--threshold <share>',
      "multi-label: score from which on a class is given, instead of the model's own",
      share,
    )
    .option(
      '--band <share>',
      'multi-label: scores nearer than this to a threshold go to a person (0 to 1)',
      share,
    )
    .action((file: string, flags: Flags) =>
      run(flags, async (session) => deploy(await session.open(file), flags)),
    );
  addJsonFlag(command);
};

function deploy(project: Project, flags: Flags): Report {
  const model = findModel(project, flags.model);
  const before = project.deployments.list().find(({ name }) => name === flags.name)?.modelName ?? null;
  const rule = ruleOf(flags, model.kind, model.classes.length);
  const { name } = project.deployments.save({ name: flags.name, modelId: model.id, rule });
  const from = before === null || before === model.name ? '' : `; it pointed at "${before}"`;
  return {
    json: { deployment: name, model: model.name, before },
    text: `"${name}" points at the model "${model.name}"${from}.`,
  };
}

/** @throws UsageError for a setting that models of this kind have no use for. */
function ruleOf(
  { accept, threshold, band }: Flags,
  kind: 'single' | 'multi',
  classCount: number,
): DecisionRule {
  if (kind === 'single' && (threshold !== undefined || band !== undefined)) {
    throw new UsageError('--threshold and --band are for multi-label models. Use --accept.');
  }
  if (kind === 'multi' && accept !== undefined) {
    throw new UsageError('--accept is for single-label models. Use --threshold and --band.');
  }
  const plain = plainRule(kind, classCount);
  return {
    thresholds: plain.thresholds.map((own) => threshold ?? own),
    accept: plain.accept.map((own) => accept ?? own),
    band: band ?? 0,
  };
}
