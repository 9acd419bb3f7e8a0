import path from 'node:path';
import { Option } from 'commander';
import type { Project } from '../../../core/core.ts';
import type { DuplicatePolicy, ImportReport } from '../../../domain/import.ts';
import type { ReadOptions } from '../../../domain/source.ts';
import { equalityLines } from '../equality-report.ts';
import { addImportFlags, type ImportFlags, importOptionsOf } from '../read-options.ts';
import { formatCount, formatSeconds, rejectionText } from '../report.ts';
import type { Session } from '../session.ts';
import { UsageError } from '../usage-error.ts';
import { addJsonFlag, type Register } from './command.ts';

interface Flags extends ImportFlags {
  readonly duplicates: DuplicatePolicy;
  readonly create?: boolean;
  readonly json?: boolean;
}

interface Source {
  readonly paths: readonly string[];
  readonly options: ReadOptions;
  readonly duplicates: DuplicatePolicy;
}

const shownRejections = 10;

export const registerImport: Register = (program, run) => {
  const command = program
    .command('import')
    .description('read documents from files and folders into a project')
    .argument('<file>', 'the project')
    .argument(
      '<path...>',
      'TXT, PDF, DOCX, HTML, EML, CSV, TSV, JSONL, JSON and XLSX files, or folders of them',
    )
    .addOption(
      new Option('--duplicates <policy>', 'rows whose text, labels and dataset are in the project already')
        .choices(['keep', 'skip'])
        .default('keep'),
    )
    .option('--create', 'azure, comprehend, comprehend-manifest: create the project as the file has it')
    .action((file: string, paths: readonly string[], flags: Flags) =>
      run(flags, async (session) => {
        const source: Source = {
          paths: paths.map(session.resolve),
          options: importOptionsOf(flags, session.resolve),
          duplicates: flags.duplicates,
        };
        const report =
          flags.create === true
            ? await importIntoNew(session, file, source)
            : await importInto(session, await session.open(file), source);
        return { json: jsonOf(report), text: textOf(report) };
      }),
    );
  addJsonFlag(addImportFlags(command));
};

async function importInto(session: Session, project: Project, source: Source): Promise<ImportReport> {
  const { jobId } = project.imports.start(source);
  return (await session.finish(project, jobId)) as ImportReport;
}

/** A project that nothing could be read into is not left behind. */
async function importIntoNew(session: Session, file: string, source: Source): Promise<ImportReport> {
  const { paths, options } = source;
  const target = session.resolve(file);
  const { project: found } = await session
    .core()
    .application.inspect({ paths, options, projectKind: 'multi' });
  if (found === null) {
    throw new UsageError(
      '--create needs files that say what project they hold: --format azure, comprehend or comprehend-manifest.',
    );
  }
  const fields = {
    path: target,
    name: found.name ?? path.basename(target).replace(/\.winnow$/i, ''),
    kind: found.kind,
    language: found.language ?? 'en',
    multilingual: found.multilingual,
    description: found.description,
  };
  const { project, jobId } = await session.core().projectImports.start(fields, source);
  try {
    return (await session.finish(session.core().project(project.id), jobId)) as ImportReport;
  } catch (error) {
    await session.core().projectImports.discard(project.id);
    throw error;
  }
}

function jsonOf(report: ImportReport): unknown {
  const { newClasses, ...rest } = report;
  return { ...rest, classes: newClasses };
}

function textOf(report: ImportReport): string {
  const lines = [
    `Imported ${formatCount(report.imported, 'document')} in ${formatSeconds(report.seconds)}.`,
    ...countLine(
      report.duplicates,
      'exact duplicate',
      report.skipped > 0 ? `${report.skipped} skipped` : 'kept',
    ),
    ...countLine(report.conflicts, 'conflict', 'the same text with other labels; kept'),
    ...countLine(report.leaks, 'leak', 'the same text in another dataset; kept'),
    ...countLine(report.empty, 'blank text', 'kept'),
    ...countLine(report.newClasses.length, 'new class', nameList(report.newClasses)),
    ...countLine(report.rejectedCount, 'rejected row', 'not imported'),
    ...report.rejected.slice(0, shownRejections).map(rejectionText),
  ];
  const more = report.rejectedCount - shownRejections;
  if (more > 0) lines.push(`    and ${more} more (--json lists up to 1,000)`);
  return [
    ...lines,
    ...equalityLines(report.equality),
    ...report.warnings.map((warning) => `Note: ${warning}`),
  ].join('\n');
}

function countLine(count: number, singular: string, remark: string): readonly string[] {
  const plural = singular.endsWith('ss') ? `${singular}es` : `${singular}s`;
  return count === 0 ? [] : [`  ${formatCount(count, singular, plural)} (${remark})`];
}

function nameList(names: readonly string[]): string {
  const shown = names.slice(0, 12).join(', ');
  return names.length > 12 ? `${shown}, …` : shown;
}
