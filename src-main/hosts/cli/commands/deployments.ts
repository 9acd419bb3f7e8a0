import type { Project } from '../../../core/core.ts';
import type { Deployment, DeploymentEvent } from '../../../domain/decision.ts';
import { findDeployment } from '../named.ts';
import { formatCount, formatMinute, formatTable, type Report } from '../report.ts';
import { UsageError } from '../usage-error.ts';
import { addJsonFlag, type Register } from './command.ts';

interface Flags {
  readonly history?: boolean;
  readonly swap?: readonly string[];
  readonly delete?: string;
  readonly json?: boolean;
}

/** As far back as the command tells; the window has everything. */
const mostEvents = 500;

export const registerDeployments: Register = (program, run) => {
  const command = program
    .command('deployments')
    .description('list the deployments, what pointed where when; swap or delete them')
    .argument('<file>', 'the project')
    .option('--history', 'what pointed where, newest first')
    .option('--swap <names...>', 'two deployments: each takes the model and rule of the other')
    .option('--delete <name>', 'a deployment to delete; its model stays')
    .action((file: string, flags: Flags) =>
      run(flags, async (session) => {
        if ([flags.history, flags.swap, flags.delete].filter((one) => one !== undefined).length > 1) {
          throw new UsageError('Use one of --history, --swap and --delete at a time.');
        }
        const project = await session.open(file);
        if (flags.history === true) return historyReport(project);
        if (flags.swap !== undefined) swap(project, flags.swap);
        if (flags.delete !== undefined) project.deployments.delete(findDeployment(project, flags.delete).id);
        return listReport(project.deployments.list());
      }),
    );
  addJsonFlag(command);
};

/** @throws UsageError unless two are named; AppError `not_found`. */
function swap(project: Project, names: readonly string[]): void {
  const [first, second, ...others] = names;
  if (first === undefined || second === undefined || others.length > 0) {
    throw new UsageError('Name two deployments: --swap FIRST SECOND.');
  }
  project.deployments.swap(findDeployment(project, first).id, findDeployment(project, second).id);
}

function listReport(deployments: readonly Deployment[]): Report {
  return {
    json: { deployments: deployments.map(({ id: _, ...fields }) => fields) },
    text:
      deployments.length === 0
        ? 'No deployments. "winnow deploy" makes one.'
        : formatTable(
            ['deployment', 'model', 'since'],
            deployments.map(({ name, modelName, updatedAt }) => [name, modelName, formatMinute(updatedAt)]),
          ),
  };
}

function historyReport(project: Project): Report {
  const { total, rows } = project.deployments.history(0, mostEvents);
  const cut = rows.length < total ? `, the newest ${rows.length} of them` : '';
  return {
    json: { total, events: rows },
    text: [
      `${formatCount(total, 'step')}${cut}`,
      '',
      formatTable(['when', 'deployment', 'what', 'model'], rows.map(eventRow)),
    ].join('\n'),
  };
}

function eventRow({ at, name, kind, modelName }: DeploymentEvent) {
  return [formatMinute(at), name, kind, modelName ?? '–'];
}
