import path from 'node:path';
import { addJsonFlag, type Register } from './command.ts';

interface Flags {
  readonly name?: string;
  readonly json?: boolean;
}

export const registerClone: Register = (program, run) => {
  const command = program
    .command('clone')
    .description('copy a project with everything in it to a new file')
    .argument('<file>', 'the project')
    .argument('<new>', 'the file to create; .winnow is added when it is missing')
    .option('--name <name>', "name of the copy; the new file's name by default")
    .action((file: string, target: string, flags: Flags) =>
      run(flags, async (session) => {
        const source = session.existing(file);
        const name = flags.name ?? path.basename(target).replace(/\.winnow$/i, '');
        const copy = await session
          .core()
          .projects.clone({ path: source }, { path: session.resolve(target), name });
        return {
          json: { path: copy.path, name: copy.name, source },
          text: `Copied ${source} to ${copy.path}, named "${copy.name}".`,
        };
      }),
    );
  addJsonFlag(command);
};
