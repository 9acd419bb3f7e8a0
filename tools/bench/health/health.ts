import type { Section } from '../report.ts';
import { benchDuplicates } from './duplicates.ts';
import { benchLabelErrors } from './label-errors.ts';
import { benchLearningCurve } from './learning-curve.ts';

export interface HealthOptions {
  readonly parts: readonly string[];
  /** Folders of ../shared/data to forecast; empty: all. */
  readonly sets: readonly string[];
  readonly log: (line: string) => void;
}

/** Each part in a file of its own. */
const parts: Readonly<Record<string, (options: HealthOptions) => Promise<Section>>> = {
  duplicates: benchDuplicates,
  'label-errors': benchLabelErrors,
  'learning-curve': benchLearningCurve,
};

export const healthParts: readonly string[] = Object.keys(parts);

export async function benchHealth(options: HealthOptions): Promise<readonly Section[]> {
  const sections: Section[] = [];
  for (const part of options.parts) sections.push(await parts[part]!(options));
  return sections;
}
