import { type Guidance, type GuidanceRule, guidanceRules } from '../guidance.ts';
import { confusionRules } from './confusions.ts';
import { datasetRules } from './datasets.ts';
import type { GuidanceFacts } from './facts.ts';
import { rateRules } from './rates.ts';
import { trainingLabelRules } from './training-labels.ts';
import { trustRules } from './trust.ts';

/** Rules whose value is bad because it is low. */
const lowIsBad: ReadonlySet<GuidanceRule> = new Set([
  'few-labels',
  'missing-from-test',
  'few-test-documents',
]);

/** All advice, the worst first: warnings before notes, then rule by rule, what is furthest from its limit first. */
export function giveGuidance(facts: GuidanceFacts): readonly Guidance[] {
  const found = [
    ...trainingLabelRules(facts),
    ...datasetRules(facts),
    ...confusionRules(facts),
    ...rateRules(facts),
    ...trustRules(facts),
  ];
  return found.sort(
    (a, b) =>
      Number(a.severity === 'note') - Number(b.severity === 'note') ||
      guidanceRules.indexOf(a.rule) - guidanceRules.indexOf(b.rule) ||
      distance(b) - distance(a),
  );
}

function distance({ rule, value }: Guidance): number {
  return lowIsBad.has(rule) ? -value : value;
}
