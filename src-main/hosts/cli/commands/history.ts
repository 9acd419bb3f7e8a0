import type { Project } from '../../../core/core.ts';
import type { DocumentHistoryEntry, HistoryEntry } from '../../../core/improvement.ts';
import { wholeNumber } from '../arguments.ts';
import { formatCount, formatMinute, formatTable, type Report } from '../report.ts';
import { addJsonFlag, type Register } from './command.ts';

interface Flags {
  readonly document?: number;
  readonly annotator?: string;
  readonly limit: number;
  readonly json?: boolean;
}

const mostEntries = 500;

export const registerHistory: Register = (program, run) => {
  const command = program
    .command('history')
    .description('say who changed what and when, newest first')
    .argument('<file>', 'the project')
    .option(
      '--document <id>',
      'only what was done to this document, by its number in the project',
      wholeNumber(1, Number.MAX_SAFE_INTEGER),
    )
    .option('--annotator <name>', 'only what this person did')
    .option('--limit <number>', 'most entries', wholeNumber(1, mostEntries), 50)
    .action((file: string, flags: Flags) =>
      run(flags, async (session) => {
        const project = await session.open(file);
        return flags.document === undefined
          ? logReport(project, flags)
          : documentReport(project, flags.document, flags);
      }),
    );
  addJsonFlag(command);
};

function logReport(project: Project, { annotator, limit }: Flags): Report {
  const filter = annotator === undefined ? {} : { annotator };
  const { total, rows } = project.historyLog.entries(filter, 0, limit);
  return {
    json: { total, entries: rows },
    text: [
      `${formatCount(total, 'step')}${rows.length < total ? `, the newest ${rows.length} of them` : ''}`,
      '',
      formatTable(['step', 'when', 'who', 'documents', 'what'], rows.map(row)),
    ].join('\n'),
  };
}

function row({ operationId, at, annotator, documents, title, undone }: HistoryEntry) {
  return [operationId, formatMinute(at), annotator, documents, undone ? `${title} (taken back)` : title];
}

function documentReport(project: Project, documentId: number, { annotator, limit }: Flags): Report {
  const names = new Map(project.classes.list().map(({ id, name }) => [id, name]));
  const entries = project.historyLog
    .ofDocument(documentId)
    .filter((entry) => annotator === undefined || entry.annotator === annotator)
    .slice(0, limit)
    .map((entry) => named(entry, names));
  return {
    json: { document: documentId, entries },
    text: formatTable(
      ['when', 'who', 'field', 'from', 'to', 'why'],
      entries.map(({ at, annotator: who, field, before, after, title }) => [
        formatMinute(at),
        who,
        field,
        shown(before),
        shown(after),
        title,
      ]),
    ),
  };
}

/** Classes by their names of now; those deleted since by their number. */
function named(entry: DocumentHistoryEntry, names: ReadonlyMap<number, string>): DocumentHistoryEntry {
  if (entry.field !== 'labels') return entry;
  const namesOf = (value: unknown) =>
    (value as readonly number[] | null)?.map((id) => names.get(id) ?? `class ${id}`) ?? null;
  return { ...entry, before: namesOf(entry.before), after: namesOf(entry.after) };
}

function shown(value: unknown): string {
  if (value === null) return '–';
  return Array.isArray(value)
    ? value.length === 0
      ? '(none of the classes)'
      : value.join(', ')
    : String(value);
}
