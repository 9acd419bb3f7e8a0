import type { Work } from '../work.ts';
import type { JudgedLabels, LabelGroup } from './judged-labels.ts';
import { multiLabelGroups } from './multi-label-groups.ts';
import { singleLabelGroups } from './single-label-groups.ts';

/** Labels by the class that they name, and what speaks against each. */
export function labelGroups(judged: JudgedLabels): Work<LabelGroup[]> {
  return judged.kind === 'single' ? singleLabelGroups(judged) : multiLabelGroups(judged);
}
