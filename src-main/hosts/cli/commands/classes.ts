import { type Command, Option } from 'commander';
import type { Project } from '../../../core/core.ts';
import { AppError } from '../../../domain/errors.ts';
import type { ProjectKind } from '../../../domain/project.ts';
import type { SplitProposal } from '../../../domain/split-proposal.ts';
import { defaultSeed } from '../../../domain/splits.ts';
import { collect, wholeNumber } from '../arguments.ts';
import { formatCount, formatTable, type Report } from '../report.ts';
import type { Session } from '../session.ts';
import { addJsonFlag, type Register, type Run } from './command.ts';
import { maximalSeed } from './split.ts';

interface JsonFlag {
  readonly json?: boolean;
}

/** Changes of the schema over all documents; each is one step that undo takes back. */
export const registerClasses: Register = (program, run) => {
  const group = program
    .command('classes')
    .description('merge, split, restore and convert classes, over all documents');
  addMerge(group, run);
  addSplit(group, run);
  addRestore(group, run);
  addConvert(group, run);
  for (const command of group.commands) addJsonFlag(command.helpOption('--help', 'explain the command'));
};

function addMerge(group: Command, run: Run): void {
  group
    .command('merge')
    .description('give the documents of some classes another one, and delete those')
    .argument('<file>', 'the project')
    .requiredOption('--class <name>', 'class to merge; may be given again', collect)
    .requiredOption('--into <name>', 'class that the documents get')
    .action((file: string, flags: JsonFlag & { readonly class: readonly string[]; readonly into: string }) =>
      run(flags, async (session) => {
        const project = await session.open(file);
        const { changed } = await project.schema.merge(
          flags.class.map((name) => classId(project, name)),
          classId(project, flags.into),
        );
        return { json: { into: flags.into, changed }, text: changedText(changed) };
      }),
    );
}

interface SplitFlags extends JsonFlag {
  readonly class: string;
  readonly part: readonly string[];
  readonly seed: number;
  readonly apply?: boolean;
}

function addSplit(group: Command, run: Run): void {
  group
    .command('split')
    .description(
      'propose a class for each document of a class by what the texts are like; all wait as unsure',
    )
    .argument('<file>', 'the project')
    .requiredOption('--class <name>', 'class to split')
    .requiredOption('--part <name>', 'name of a new class; given 2 to 10 times', collect)
    .option('--seed <number>', 'the same seed proposes the same', wholeNumber(0, maximalSeed), defaultSeed)
    .option('--apply', 'carry the proposal out; without it nothing is changed')
    .action((file: string, flags: SplitFlags) => run(flags, (session) => split(session, file, flags)));
}

async function split(session: Session, file: string, flags: SplitFlags): Promise<Report> {
  const project = await session.open(file);
  const { jobId } = project.schema.startSplit({
    classId: classId(project, flags.class),
    names: flags.part,
    seed: flags.seed,
  });
  const proposal = (await session.finish(project, jobId)) as SplitProposal;
  const names = proposal.groups.map(({ name }) => name);
  const changed = flags.apply === true ? (await project.schema.split(jobId, names)).changed : null;
  return {
    json: { class: proposal.className, documents: proposal.documents, groups: proposal.groups, changed },
    text: [
      formatTable(
        ['class', 'documents', 'words'],
        proposal.groups.map(({ name, documents, words }) => [name, documents, words.join(', ')]),
      ),
      '',
      changed === null
        ? 'Nothing was changed; --apply carries it out.'
        : `${changedText(changed)} They are marked unsure.`,
    ].join('\n'),
  };
}

function addRestore(group: Command, run: Run): void {
  group
    .command('restore')
    .description('bring a deleted class back, with its labels where documents were not labelled anew')
    .argument('<file>', 'the project')
    .requiredOption('--class <name>', 'class that was deleted')
    .action((file: string, flags: JsonFlag & { readonly class: string }) =>
      run(flags, async (session) => {
        const project = await session.open(file);
        const deleted = project.schema.deleted().find(({ name }) => name === flags.class);
        if (deleted === undefined)
          throw new AppError('not_found', `There is no deleted class "${flags.class}".`);
        const { changed, skipped } = await project.schema.restore(deleted.classId);
        const left =
          skipped === 0 ? '' : ` ${formatCount(skipped, 'document')} labelled anew since stay as they are.`;
        return { json: { class: flags.class, changed, skipped }, text: changedText(changed) + left };
      }),
    );
}

function addConvert(group: Command, run: Run): void {
  group
    .command('convert')
    .description('make the project single-label or multi-label')
    .argument('<file>', 'the project')
    .addOption(
      new Option('--kind <kind>', 'one class per document, or any number of classes')
        .choices(['single', 'multi'])
        .makeOptionMandatory(),
    )
    .action((file: string, flags: JsonFlag & { readonly kind: ProjectKind }) =>
      run(flags, async (session) => {
        const project = await session.open(file);
        const { changed } = await project.schema.convert(flags.kind);
        return { json: { kind: flags.kind, changed }, text: changedText(changed) };
      }),
    );
}

/** @throws AppError `not_found`. */
function classId(project: Project, name: string): number {
  const found = project.classes.list().find((one) => one.name === name);
  if (found === undefined) throw new AppError('not_found', `There is no class "${name}" in this project.`);
  return found.id;
}

function changedText(changed: number): string {
  return `${formatCount(changed, 'document')} changed.`;
}
