import { Command } from 'commander';
import { registerClasses } from './commands/classes.ts';
import { registerClassify } from './commands/classify.ts';
import { registerClone } from './commands/clone.ts';
import type { Register, Run } from './commands/command.ts';
import { registerCurve } from './commands/curve.ts';
import { registerDeploy } from './commands/deploy.ts';
import { registerDeployments } from './commands/deployments.ts';
import { registerEvaluate } from './commands/evaluate.ts';
import { registerExplain } from './commands/explain.ts';
import { registerExport } from './commands/export.ts';
import { registerHealth } from './commands/health.ts';
import { registerHistory } from './commands/history.ts';
import { registerImport } from './commands/import.ts';
import { registerInfo } from './commands/info.ts';
import { registerNew } from './commands/new.ts';
import { registerReport } from './commands/report.ts';
import { registerServe } from './commands/serve.ts';
import { registerSplit } from './commands/split.ts';
import { registerTrain } from './commands/train.ts';

const examples = `
Examples:
  winnow new tickets.winnow --kind single
  winnow import tickets.winnow tickets.csv --text-field message --label-field category
  winnow train tickets.winnow --model first --family auto
  winnow evaluate tickets.winnow --model first --json
  winnow report tickets.winnow --model first --output report.html
  winnow classify tickets.winnow --model first --input new.csv --output results.jsonl
  winnow explain tickets.winnow --model first --text "I was charged twice"

Exit codes: 0 success, 1 reported error, 2 wrong usage.
"winnow COMMAND --help" explains one command.`;

const commands: readonly Register[] = [
  registerNew,
  registerImport,
  registerSplit,
  registerTrain,
  registerEvaluate,
  registerDeploy,
  registerDeployments,
  registerClassify,
  registerExplain,
  registerExport,
  registerReport,
  registerClone,
  registerInfo,
  registerHealth,
  registerCurve,
  registerHistory,
  registerClasses,
];

/** The command line. Wrong usage throws commander's CommanderError or a UsageError instead of exiting. */
export function createProgram(
  version: string,
  run: Run,
  serve: (args: readonly string[], file: string | undefined) => Promise<void>,
): Command {
  const program = new Command('winnow')
    .description('Custom text classification that never needs a network.')
    .version(version, '--version', 'print the version')
    .helpOption('--help', 'explain the command')
    .showHelpAfterError('(add --help for the options)')
    .addHelpText('after', examples)
    // Without a command there is nothing to do; commander then prints the help as an error.
    .exitOverride();
  for (const register of commands) register(program, run);
  registerServe(program, serve);
  for (const command of program.commands) {
    command.helpOption('--help', 'explain the command').exitOverride();
  }
  return program;
}
