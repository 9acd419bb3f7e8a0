import type { Drift } from '../../domain/drift/types.ts';
import type { BatchClassification } from '../../domain/model.ts';
import { formatCount, formatSeconds, formatTable, rejectionText } from './report.ts';

const shownRejections = 10;
const shownStrange = 5;
const shownCharacters = 80;

/** What the classification of files came to, as text. */
export function batchText(result: BatchClassification, toStandardOutput: boolean): string {
  const target = toStandardOutput ? '' : ` into ${result.outputPath}`;
  const rows = [
    ...result.classCounts
      .filter(({ documents }) => documents > 0)
      .map(({ name, documents }) => [name, documents]),
    ...(result.none > 0 ? [['(no class)', result.none]] : []),
  ];
  return [
    `Classified ${formatCount(result.documents, 'document')} (${formatCount(result.characters, 'character')})${target} in ${formatSeconds(result.seconds)}.`,
    ...(result.resumed === null
      ? []
      : [`${formatCount(result.resumed, 'document')} of them had been done by an earlier run.`]),
    ...(result.unsure === null
      ? []
      : [`${formatCount(result.unsure, 'document')} of them unsure: a person should look.`]),
    ...(result.empty > 0 ? [`${formatCount(result.empty, 'blank text')} among them.`] : []),
    ...rejectionLines(result),
    '',
    formatTable(['class', 'documents'], rows),
    ...routeLines(result),
    ...(result.drift === null ? [] : ['', ...driftLines(result.drift)]),
  ].join('\n');
}

function rejectionLines({ rejected, rejectedCount, errorsPath }: BatchClassification): readonly string[] {
  const all = errorsPath === null ? [] : [`All that could not be read: ${errorsPath}`];
  if (rejectedCount === 0) return all;
  return [
    `${formatCount(rejectedCount, 'row')} could not be read:`,
    ...rejected.slice(0, shownRejections).map(rejectionText),
    ...all,
  ];
}

function routeLines({ routes }: BatchClassification): readonly string[] {
  if (routes === null) return [];
  const rows = routes.map(({ name, documents, path }) => [name, documents, path]);
  return ['', formatTable(['route', 'documents', 'file'], rows)];
}

function driftLines(drift: Drift): readonly string[] {
  const { words, classes, scores, reference, strangest } = drift;
  const verdicts = { none: 'no drift', moderate: 'some drift', large: 'much drift' } as const;
  const compared = `${formatCount(reference.documents, 'document')} of the ${reference.dataset === 'train' ? 'training' : 'validation'} set`;
  return [
    `Compared with ${compared}: ${verdicts[drift.level]}.`,
    `  unseen words: ${share(words.share)}, expected ${share(words.expected)} (${verdicts[words.level]})`,
    `  class shares: stability index ${classes.stabilityIndex.toFixed(3)} (${verdicts[classes.level]})`,
    `  highest scores: mean ${scores.mean.toFixed(3)}, expected ${scores.expected.toFixed(3)}, stability index ${scores.stabilityIndex.toFixed(3)} (${verdicts[scores.level]})`,
    ...(drift.level === 'none' ? [] : strangest.slice(0, shownStrange)).map(
      ({ source, line, text }) =>
        `  strange: ${source}:${line} ${text.replaceAll(/\s+/g, ' ').slice(0, shownCharacters)}`,
    ),
  ];
}

function share(value: number): string {
  return `${(value * 100).toFixed(1)} %`;
}
