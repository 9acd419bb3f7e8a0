import { type Guidance, guidanceLimits } from '../guidance.ts';
import { advice, counted, type GuidanceFacts, percent } from './facts.ts';

/** What makes figures look better or worse than they are: relabelled test documents, leaks, wrong labels. */
export function trustRules(facts: GuidanceFacts): readonly Guidance[] {
  return [...relabelled(facts), ...leaks(facts), ...labelErrors(facts)];
}

function relabelled({ dataset, relabelled: value }: GuidanceFacts): readonly Guidance[] {
  if (dataset !== 'test' || value === 0) return [];
  const were = value === 1 ? 'was' : 'were';
  const message = `${counted(value, 'test document')} ${were} relabelled after this model's test results were first there (more than 0). Labels corrected with the results in view make figures look better than they are.`;
  return [advice({ rule: 'relabelled-after-results', severity: 'note', value, limit: 0, message })];
}

function leaks({ dataset, leaks: found }: GuidanceFacts): readonly Guidance[] {
  if (dataset !== 'test' || found === null || found.documents === 0) return [];
  const has = found.documents === 1 ? 'has' : 'have';
  const message = `${counted(found.documents, 'test document')} (${percent(found.share)}) ${has} a duplicate outside the test set (more than 0). The model may know them by heart.`;
  return [
    advice({
      rule: 'duplicates-across',
      value: found.documents,
      limit: 0,
      message,
      remedies: [{ kind: 'health', part: 'duplicates' }],
    }),
  ];
}

function labelErrors({ labelErrors: found }: GuidanceFacts): readonly Guidance[] {
  const limit = guidanceLimits.labelErrors;
  if (found === null || found.share <= limit) return [];
  const message = `About ${percent(found.share)} of the labels are probably wrong, more than ${percent(limit)}; ${counted(found.issues, 'document')} should be looked at.`;
  return [
    advice({
      rule: 'label-errors',
      value: found.share,
      limit,
      message,
      remedies: [{ kind: 'health', part: 'label-errors' }],
    }),
  ];
}
