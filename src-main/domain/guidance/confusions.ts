import { type Guidance, guidanceLimits, type Remedy } from '../guidance.ts';
import { advice, type GuidanceFacts, percent, quoted } from './facts.ts';

interface Confusion {
  readonly actual: number;
  readonly predicted: number;
  readonly documents: number;
  readonly support: number;
  readonly share: number;
}

/**
 * Classes of which too large a share goes to one other class, one way or both ways; single-label. Classes with
 * very few judged documents are left out: of two, one mistake is a half.
 */
export function confusionRules(facts: GuidanceFacts): readonly Guidance[] {
  const confusions = findConfusions(facts);
  const byPair = new Map(confusions.map((one) => [`${one.actual} ${one.predicted}`, one]));
  return confusions.flatMap((one) => {
    const back = byPair.get(`${one.predicted} ${one.actual}`);
    if (back === undefined) return [oneWay(facts, one)];
    // The worse direction speaks for both.
    const isFirst = one.share > back.share || (one.share === back.share && one.actual < back.actual);
    return isFirst ? [mutual(facts, one, back)] : [];
  });
}

function findConfusions({ metrics }: GuidanceFacts): readonly Confusion[] {
  const matrix = metrics?.confusionMatrix;
  if (metrics === null || matrix === null || matrix === undefined) return [];
  return metrics.classes.flatMap(({ support }, actual) => {
    if (support < guidanceLimits.fewTestDocuments) return [];
    return matrix[actual]!.flatMap((documents, predicted) => {
      const share = documents / support;
      const isOne = predicted !== actual && share >= guidanceLimits.confusion;
      return isOne ? [{ actual, predicted, documents, support, share }] : [];
    });
  });
}

function oneWay(facts: GuidanceFacts, one: Confusion): Guidance {
  return advice({
    rule: 'confused-one-way',
    classes: [one.actual, one.predicted],
    value: one.share,
    limit: guidanceLimits.confusion,
    message: `${part(facts, one)} were taken for ${quoted(facts, one.predicted)}: ${percent(one.share)}, at least ${percent(guidanceLimits.confusion)}.`,
    remedies: remedies(facts, [one]),
  });
}

function mutual(facts: GuidanceFacts, one: Confusion, back: Confusion): Guidance {
  return advice({
    rule: 'confused-mutually',
    classes: [one.actual, one.predicted],
    value: one.share,
    limit: guidanceLimits.confusion,
    message: `${part(facts, one)} were taken for ${quoted(facts, one.predicted)} (${percent(one.share)}), and ${back.documents} of ${back.support} the other way (${percent(back.share)}): at least ${percent(guidanceLimits.confusion)} both ways.`,
    remedies: remedies(facts, [one, back]),
  });
}

function part(facts: GuidanceFacts, { actual, documents, support }: Confusion): string {
  return `${documents} of ${support} ${facts.dataset} documents of ${quoted(facts, actual)}`;
}

function remedies(facts: GuidanceFacts, confusions: readonly Confusion[]): readonly Remedy[] {
  const [{ actual, predicted }] = confusions as readonly [Confusion];
  const classIds = [facts.classes[actual]!.classId, facts.classes[predicted]!.classId];
  const reviews = confusions.map((one) => ({
    kind: 'review' as const,
    actual: one.actual,
    predicted: one.predicted,
  }));
  return [...(facts.open ? reviews : []), { kind: 'describe', classIds }, { kind: 'merge', classIds }];
}
