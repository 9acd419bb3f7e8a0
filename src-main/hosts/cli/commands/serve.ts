import { spawn } from 'node:child_process';
import { type Command, Option } from 'commander';
import { azureLimits } from '../../../domain/settings.ts';
import { collect, wholeNumber } from '../arguments.ts';

interface Flags {
  readonly port: number;
  readonly json?: boolean;
  readonly api?: boolean;
  readonly keyFile?: string;
  readonly allow?: readonly string[];
  readonly projects?: string;
  readonly azureLimits?: string;
  readonly closeAfter?: number;
}

/** The server is a host of its own: it runs as a child that owns the streams of this process. */
export function registerServe(
  program: Command,
  serve: (args: readonly string[], file: string | undefined) => Promise<void>,
): void {
  program
    .command('serve')
    .description('serve the application on this computer only, for a browser')
    .argument('[file]', 'a project to open')
    .option('--port <number>', 'port; 0 takes a free one', wholeNumber(0, 65_535), 0)
    .option('--json', 'tell errors as JSON too; the address always is')
    .option('--api', 'serve programs as well: the interfaces of Azure and Amazon Comprehend')
    .option('--key-file <file>', 'file with the key of those programs on one line')
    .option('--allow <folder>', 'folder that programs may read from and write to; again for more', collect)
    .option('--projects <folder>', 'folder of the projects that programs work with')
    .addOption(new Option('--azure-limits <limits>', 'limits of a request').choices(azureLimits))
    .option(
      '--close-after <seconds>',
      'close a project that no program works with (default: 30)',
      wholeNumber(0, 999_999),
    )
    .action((file: string | undefined, flags: Flags) =>
      serve(
        ['--port', String(flags.port), ...(flags.json === true ? ['--json'] : []), ...apiArguments(flags)],
        file,
      ),
    );
}

/** Whether they go together is the server's to say. */
function apiArguments(flags: Flags): readonly string[] {
  const named = {
    '--key-file': flags.keyFile,
    '--projects': flags.projects,
    '--azure-limits': flags.azureLimits,
    '--close-after': flags.closeAfter,
  };
  return [
    ...(flags.api === true ? ['--api'] : []),
    ...Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [name, String(value)])),
    ...(flags.allow ?? []).flatMap((folder) => ['--allow', folder]),
  ];
}

/** Runs the server until it ends; its exit code becomes ours. */
export function runServer(entry: string, args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [...process.execArgv, entry, ...args], { stdio: 'inherit' });
  const forward = (signal: NodeJS.Signals): void => {
    child.kill(signal);
  };
  process.on('SIGINT', forward).on('SIGTERM', forward);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
