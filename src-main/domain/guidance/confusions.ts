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
 * Classes of which too large a share goes to one other class, one way or both ways. In multi-label projects a
 * document goes to another class when the model missed the one and gave the other wrongly. Classes with very few
 * judged documents are left out: of two, one mistake is a half.
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

function findConfusions(facts: GuidanceFacts): readonly Confusion[] {
  return misplaced(facts).flatMap(({ actual, predicted, documents }) => {
    const support = facts.metrics?.classes[actual]?.support ?? 0;
    const share = documents / support;
    const isOne = support >= guidanceLimits.fewTestDocuments && share >= guidanceLimits.confusion;
    return isOne ? [{ actual, predicted, documents, support, share }] : [];
  });
}

type Misplaced = Pick<Confusion, 'actual' | 'predicted' | 'documents'>;

function misplaced({ metrics, analysis }: GuidanceFacts): readonly Misplaced[] {
  const matrix = metrics?.confusionMatrix ?? null;
  if (matrix === null) {
    return (analysis?.pairs?.missedFor ?? []).map(({ missed, given, documents }) => ({
      actual: missed,
      predicted: given,
      documents,
    }));
  }
  const found: Misplaced[] = [];
  for (const [actual, row] of matrix.entries()) {
    for (const [predicted, documents] of row.entries()) {
      if (predicted !== actual && documents !== 0) found.push({ actual, predicted, documents });
    }
  }
  return found;
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
