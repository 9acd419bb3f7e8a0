import { type Guidance, guidanceLimits } from '../guidance.ts';
import type { ClassMetrics } from '../metrics/types.ts';
import { wilsonInterval } from '../metrics/wilson.ts';
import { advice, counted, type GuidanceFacts, percent, points, quoted } from './facts.ts';

/** Classes that the judged dataset lacks or hardly has, shares unlike those of training, a set too small to tell. */
export function datasetRules(facts: GuidanceFacts): readonly Guidance[] {
  const { metrics } = facts;
  if (metrics === null) return [];
  return [
    ...metrics.classes.flatMap((one, index) => [
      ...supportOf(facts, one, index),
      ...shareShift(facts, one, index, metrics.documents),
    ]),
    ...smallTestSet(facts),
  ];
}

function supportOf(facts: GuidanceFacts, { support }: ClassMetrics, index: number): readonly Guidance[] {
  const limit = guidanceLimits.fewTestDocuments;
  const { classId } = facts.classes[index]!;
  const remedies = [{ kind: 'place-documents', classId }] as const;
  const name = quoted(facts, index);
  if (support === 0) {
    if ((facts.training[index] ?? 0) === 0) return [];
    const message = `${name} has no ${facts.dataset} document; at least 1 is needed to say anything about it, ${limit} to say something useful.`;
    return [advice({ rule: 'missing-from-test', classes: [index], value: 0, limit: 1, message, remedies })];
  }
  if (support >= limit) return [];
  const message = `${name} has ${counted(support, `${facts.dataset} document`)}, fewer than ${limit}. Its figures say little.`;
  return [
    advice({
      rule: 'few-test-documents',
      severity: 'note',
      classes: [index],
      value: support,
      limit,
      message,
      remedies,
    }),
  ];
}

/** A note where so few judged documents could show such a difference by chance. */
function shareShift(
  facts: GuidanceFacts,
  { support }: ClassMetrics,
  index: number,
  documents: number,
): readonly Guidance[] {
  const limit = guidanceLimits.shareShift;
  if (facts.trainingDocuments === 0) return [];
  const training = (facts.training[index] ?? 0) / facts.trainingDocuments;
  const judged = support / documents;
  const value = Math.abs(training - judged);
  if (value <= limit) return [];
  const { low, high } = wilsonInterval(support, documents);
  const mayBeChance = training >= low && training <= high;
  return [
    advice({
      rule: 'share-shift',
      severity: mayBeChance ? 'note' : 'warning',
      classes: [index],
      value,
      limit,
      message: `${quoted(facts, index)} makes up ${percent(training)} of the training documents and ${percent(judged)} of the ${facts.dataset} documents: ${points(value)} apart, more than ${points(limit)}.${mayBeChance ? ' With so few documents this may be chance.' : ''}`,
      remedies: [{ kind: 'place-documents', classId: facts.classes[index]!.classId }],
    }),
  ];
}

/** The width of an interval shrinks with the square root of the number of documents. */
function smallTestSet(facts: GuidanceFacts): readonly Guidance[] {
  const { metrics, analysis } = facts;
  if (metrics === null || analysis === null) return [];
  const limit = guidanceLimits.interval;
  const figure = metrics.kind === 'single' ? 'accuracy' : 'microF1';
  const { low, high } = analysis.intervals.overall[figure];
  const value = (high - low) / 2;
  if (value <= limit) return [];
  const needed = Math.ceil(metrics.documents * (value / limit) ** 2);
  const name = figure === 'accuracy' ? 'accuracy' : 'micro-F1';
  return [
    advice({
      rule: 'small-test-set',
      value,
      limit,
      message: `With ${counted(metrics.documents, `${facts.dataset} document`)}, the ${name} of ${percent(metrics[figure])} may be anything from ${percent(low)} to ${percent(high)}: ${points(value)} either way, more than ${points(limit)}. About ${needed.toLocaleString('en')} documents would narrow it to that.`,
      remedies: [{ kind: 'place-documents', classId: null }],
    }),
  ];
}
