import type { EqualityDifference, EqualityNote, EqualityReport } from '../../domain/exchange/equality.ts';
import { datasetNames } from '../../domain/project.ts';
import { type Cell, formatCount, formatTable } from './report.ts';

const shownDifferences = 20;

/** Lines of a report of an import or export; none where there is nothing to compare. */
export function equalityLines(report: EqualityReport | null): readonly string[] {
  if (report === null) return [];
  const { source, equal, differences, notes } = report;
  const counts = [
    formatCount(source.documents, 'document'),
    formatCount(source.classes.length, 'class', 'classes'),
    formatCount(source.labels, 'label'),
  ].join(', ');
  const verdict = equal
    ? `Equal to the source: ${counts}, and the datasets.`
    : `Not equal to the source (${counts}):`;
  const more = differences.length - shownDifferences;
  return [
    verdict,
    ...(differences.length === 0
      ? []
      : formatTable(['', 'source', 'here after'], differences.slice(0, shownDifferences).map(row))
          .split('\n')
          .map((line) => `  ${line}`)),
    ...(more > 0 ? [`  and ${more} more differences (--json lists all)`] : []),
    ...notes.map(noteLine),
  ];
}

const subjects = {
  documents: 'documents',
  labelled: 'labelled documents',
  labels: 'labels',
} as const;

function row({ subject, name, source, target }: EqualityDifference): readonly Cell[] {
  return [nameOf(subject, name), source ?? '–', target ?? '–'];
}

function nameOf(subject: EqualityDifference['subject'], name: string | null): string {
  if (subject === 'class') return `class ${name ?? ''}`;
  if (subject !== 'dataset') return subjects[subject];
  return name === 'none' ? 'without a place' : datasetNames[name as keyof typeof datasetNames].toLowerCase();
}

function noteLine({ kind, reason, count, examples }: EqualityNote): string {
  const named = examples.length === 0 ? '' : ` (${examples.slice(0, 3).join(', ')}${count > 3 ? ', …' : ''})`;
  return `  ${count.toLocaleString('en-US')} ${kind}: ${reason}${named}`;
}
