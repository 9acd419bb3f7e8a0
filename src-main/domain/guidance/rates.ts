import { type Guidance, guidanceLimits, type Remedy } from '../guidance.ts';
import type { ClassMetrics } from '../metrics/types.ts';
import { advice, type GuidanceFacts, percent, points, quoted } from './facts.ts';

/** High precision with low recall, and the reverse, of classes with enough judged documents. */
export function rateRules(facts: GuidanceFacts): readonly Guidance[] {
  return (facts.metrics?.classes ?? []).flatMap((one, index) => {
    const { precision, recall, support } = one;
    if (precision === null || recall === null || support < guidanceLimits.fewTestDocuments) return [];
    const gap = Math.abs(precision - recall);
    if (gap <= guidanceLimits.gap || Math.max(precision, recall) < guidanceLimits.good) return [];
    return [precision > recall ? lowRecall(facts, one, index, gap) : lowPrecision(facts, one, index, gap)];
  });
}

function lowRecall(facts: GuidanceFacts, one: ClassMetrics, index: number, gap: number): Guidance {
  return advice({
    rule: 'low-recall',
    classes: [index],
    value: gap,
    limit: guidanceLimits.gap,
    message: `${sentence(facts, one, index, gap)} What the model gives the class is mostly right, but it misses ${one.fn} of ${one.support} documents. Label more documents of kinds it does not know yet.`,
    remedies: [{ kind: 'label-class', classId: facts.classes[index]!.classId }, ...threshold(facts, index)],
  });
}

function lowPrecision(facts: GuidanceFacts, one: ClassMetrics, index: number, gap: number): Guidance {
  return advice({
    rule: 'low-precision',
    classes: [index],
    value: gap,
    limit: guidanceLimits.gap,
    message: `${sentence(facts, one, index, gap)} The model finds the class, but ${one.fp} of the ${one.predictedCount} documents that it gave it belong elsewhere. Say more sharply what does not belong here.`,
    remedies: [
      ...mostTaken(facts, index),
      { kind: 'describe', classIds: [facts.classes[index]!.classId] },
      ...threshold(facts, index),
    ],
  });
}

function sentence(facts: GuidanceFacts, one: ClassMetrics, index: number, gap: number): string {
  const { precision, recall } = one;
  return `${quoted(facts, index)} has a precision of ${percent(precision ?? 0)} and a recall of ${percent(recall ?? 0)}: ${points(gap)} apart, more than ${points(guidanceLimits.gap)}.`;
}

function threshold(facts: GuidanceFacts, classIndex: number): readonly Remedy[] {
  return facts.kind === 'multi' ? [{ kind: 'threshold', classIndex }] : [];
}

/** The documents of the class that most of the wrong ones come from. */
function mostTaken(facts: GuidanceFacts, predicted: number): readonly Remedy[] {
  const matrix = facts.metrics?.confusionMatrix ?? null;
  if (matrix === null || !facts.open) return [];
  const taken = (actual: number) => (actual === predicted ? -1 : matrix[actual]![predicted]!);
  const actual = matrix.reduce((best, _, row) => (taken(row) > taken(best) ? row : best), 0);
  return taken(actual) > 0 ? [{ kind: 'review', actual, predicted }] : [];
}
