import type { ImportReport } from '../../domain/import.ts';
import type { SuggestionRun } from '../../domain/suggestion.ts';
import { formatCount, formatSeconds, formatTable, rejectionText } from './report.ts';

const shownRejections = 10;

/** What a run of suggestions came to, as text. */
export function suggestionText(run: SuggestionRun, modelName: string): string {
  const rows = [
    ...run.classCounts
      .filter(({ documents }) => documents > 0)
      .map(({ name, documents }) => [name, documents]),
    ...(run.none > 0 ? [['(no class)', run.none]] : []),
  ];
  return [
    ...(run.import === null ? [] : importLines(run.import)),
    `Asked “${modelName}” about ${formatCount(run.documents, 'unlabelled document')} in ${formatSeconds(run.seconds)}: ${formatCount(run.suggested, 'suggestion')}.`,
    ...(run.unsure === null
      ? []
      : [`${formatCount(run.unsure, 'document')} of them unsure: a person should look.`]),
    ...(run.before > 0 ? [`${formatCount(run.before, 'document')} had a suggestion of it already.`] : []),
    ...(run.skippedTest > 0
      ? [
          `${formatCount(run.skippedTest, 'unlabelled test document')} left out: a model must not sway their labels.`,
        ]
      : []),
    ...(rows.length > 0 ? ['', formatTable(['class', 'documents'], rows)] : []),
  ].join('\n');
}

function importLines({
  imported,
  skipped,
  rejectedCount,
  rejected,
  warnings,
}: ImportReport): readonly string[] {
  return [
    `Imported ${formatCount(imported, 'document')}.`,
    ...(skipped > 0 ? [`${formatCount(skipped, 'row')} skipped: the text is in the project already.`] : []),
    ...(rejectedCount > 0 ? [`${formatCount(rejectedCount, 'row')} could not be read:`] : []),
    ...rejected.slice(0, shownRejections).map(rejectionText),
    ...warnings.map((warning) => `Note: ${warning}`),
  ];
}
