import { type Guidance, guidanceLimits } from '../guidance.ts';
import { advice, counted, type GuidanceFacts, percent, quoted } from './facts.ts';

/** Too few labels of a class, too unequal classes, one class that makes up most of the training documents. */
export function trainingLabelRules(facts: GuidanceFacts): readonly Guidance[] {
  return [...fewLabels(facts), ...imbalance(facts), ...dominatingClass(facts)];
}

function fewLabels(facts: GuidanceFacts): readonly Guidance[] {
  const limit = guidanceLimits.fewLabels;
  return facts.training.flatMap((labels, index) => {
    if (labels >= limit) return [];
    const { classId } = facts.classes[index]!;
    const message = `${quoted(facts, index)} has ${counted(labels, 'training label')}, fewer than ${limit}. Label more documents of it.`;
    const remedies = [{ kind: 'label-class', classId }] as const;
    return [advice({ rule: 'few-labels', classes: [index], value: labels, limit, message, remedies })];
  });
}

/** Classes without any training label are the business of the rule before. */
function imbalance(facts: GuidanceFacts): readonly Guidance[] {
  const limit = guidanceLimits.imbalance;
  const byLabels = facts.training
    .map((labels, index) => ({ labels, index }))
    .filter(({ labels }) => labels > 0)
    .sort((a, b) => a.labels - b.labels || a.index - b.index);
  const smallest = byLabels[0];
  const largest = byLabels.at(-1);
  if (smallest === undefined || largest === undefined || largest.labels <= limit * smallest.labels) return [];
  const behind = byLabels.filter(({ labels }) => largest.labels > limit * labels);
  const value = largest.labels / smallest.labels;
  const others = behind.length === 1 ? '' : ` ${behind.length} classes are that far behind.`;
  return [
    advice({
      rule: 'imbalance',
      classes: [...behind.map(({ index }) => index), largest.index],
      value,
      limit,
      message: `${quoted(facts, smallest.index)} has ${counted(smallest.labels, 'training label')}, ${quoted(facts, largest.index)} ${largest.labels.toLocaleString('en')}: ${value.toFixed(1)} to 1, more than ${limit} to 1.${others}`,
      remedies: behind
        .slice(0, 3)
        .map(({ index }) => ({ kind: 'label-class', classId: facts.classes[index]!.classId })),
    }),
  ];
}

/**
 * Only with three classes or more: of two, one always has more than half. Setting aside what is above the sum of
 * the others brings the class down to half.
 */
function dominatingClass(facts: GuidanceFacts): readonly Guidance[] {
  const limit = guidanceLimits.dominating;
  const used = facts.training.filter((labels) => labels > 0).length;
  const all = facts.training.reduce((sum, labels) => sum + labels, 0);
  if (used < 3) return [];
  return facts.training.flatMap((labels, index) => {
    const value = labels / all;
    if (value <= limit) return [];
    const documents = labels - (all - labels);
    const message = `${quoted(facts, index)} has ${percent(value)} of all training labels, more than ${percent(limit)}. The model will lean towards it; ${counted(documents, 'document')} of it could be set aside.`;
    const remedies = [{ kind: 'exclude', classId: facts.classes[index]!.classId, documents }] as const;
    return [advice({ rule: 'dominating-class', classes: [index], value, limit, message, remedies })];
  });
}
