import path from 'node:path';
import { Option } from 'commander';
import type { ProjectKind } from '../../../domain/project.ts';
import { language } from '../arguments.ts';
import { addJsonFlag, type Register } from './command.ts';

interface Flags {
  readonly kind: ProjectKind;
  readonly language: string;
  readonly name?: string;
  readonly json?: boolean;
}

export const registerNew: Register = (program, run) => {
  const command = program
    .command('new')
    .description('create a project')
    .argument('<file>', 'the project file to create; .winnow is added when it is missing')
    .addOption(
      new Option('--kind <kind>', 'one class a document, or any number of classes')
        .choices(['single', 'multi'])
        .makeOptionMandatory(),
    )
    .option('--language <code>', 'language of the documents, such as en or pt-BR', language, 'en')
    .option('--name <name>', "name of the project; the file's name by default")
    .action((file: string, flags: Flags) =>
      run(flags, async (session) => {
        const target = session.resolve(file);
        const project = await session.core().projects.create({
          path: target,
          name: flags.name ?? path.basename(target).replace(/\.winnow$/i, ''),
          kind: flags.kind,
          language: flags.language,
          multilingual: false,
          description: '',
        });
        const { name, kind } = project;
        return {
          json: { path: project.path, name, kind, language: project.language },
          text: `Created ${project.path} (${kind}-label, language ${project.language}).`,
        };
      }),
    );
  addJsonFlag(command);
};
