import { Option } from 'commander';
import type { DuplicatePolicy, ImportReport } from '../../../domain/import.ts';
import { addImportFlags, type ImportFlags, importOptionsOf } from '../read-options.ts';
import { formatCount, formatSeconds, rejectionText } from '../report.ts';
import { addJsonFlag, type Register } from './command.ts';

interface Flags extends ImportFlags {
  readonly duplicates: DuplicatePolicy;
  readonly json?: boolean;
}

const shownRejections = 10;

export const registerImport: Register = (program, run) => {
  const command = program
    .command('import')
    .description('read documents from files and folders into a project')
    .argument('<file>', 'the project')
    .argument('<path...>', 'TXT, CSV, TSV, JSONL, JSON and XLSX files, or folders of them')
    .addOption(
      new Option('--duplicates <policy>', 'rows whose text, labels and dataset are in the project already')
        .choices(['keep', 'skip'])
        .default('keep'),
    )
    .action((file: string, paths: readonly string[], flags: Flags) =>
      run(flags, async (session) => {
        const project = await session.open(file);
        const { jobId } = project.imports.start({
          paths: paths.map(session.resolve),
          options: importOptionsOf(flags),
          duplicates: flags.duplicates,
        });
        const report = (await session.finish(project, jobId)) as ImportReport;
        return { json: jsonOf(report), text: textOf(report) };
      }),
    );
  addJsonFlag(addImportFlags(command));
};

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
  return [...lines, ...report.warnings.map((warning) => `Note: ${warning}`)].join('\n');
}

function countLine(count: number, singular: string, remark: string): readonly string[] {
  const plural = singular.endsWith('ss') ? `${singular}es` : `${singular}s`;
  return count === 0 ? [] : [`  ${formatCount(count, singular, plural)} (${remark})`];
}

function nameList(names: readonly string[]): string {
  const shown = names.slice(0, 12).join(', ');
  return names.length > 12 ? `${shown}, …` : shown;
}
