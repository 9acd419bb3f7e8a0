import path from 'node:path';
import { Option } from 'commander';
import { formatCount } from '../report.ts';
import {
  copyToStandardOutput,
  refuseJsonWithStandardOutput,
  withTemporaryFolder,
} from '../standard-streams.ts';
import { addJsonFlag, type Register } from './command.ts';

interface Flags {
  readonly format: 'jsonl' | 'csv';
  readonly output: string;
  readonly json?: boolean;
}

export const registerExport: Register = (program, run) => {
  const command = program
    .command('export')
    .description('write the documents with their labels to a file')
    .argument('<file>', 'the project')
    .addOption(
      new Option('--format <format>', 'format of the file').choices(['jsonl', 'csv']).makeOptionMandatory(),
    )
    .requiredOption('--output <path>', 'the file to write; - is standard output')
    .action((file: string, flags: Flags) =>
      run(flags, async (session) => {
        refuseJsonWithStandardOutput(flags);
        return withTemporaryFolder(async (folder) => {
          const toStandardOutput = flags.output === '-';
          const target = toStandardOutput ? path.join(folder, 'documents') : session.resolve(flags.output);
          const project = await session.open(file);
          const { jobId } = project.exports.start({ format: flags.format, path: target, selection: null });
          const { documents } = (await session.finish(project, jobId)) as { readonly documents: number };
          if (toStandardOutput) await copyToStandardOutput(target);
          return {
            json: { documents, format: flags.format, output: target },
            text: `Exported ${formatCount(documents, 'document')}${toStandardOutput ? '' : ` to ${target}`}.`,
            besideResults: toStandardOutput,
          };
        });
      }),
    );
  addJsonFlag(command);
};
