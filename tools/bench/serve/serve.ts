import type { Section } from '../report.ts';
import { benchBatch } from './batch.ts';
import { benchRest } from './rest.ts';
import { benchSuggest } from './suggest.ts';

export interface ServeOptions {
  readonly parts: readonly string[];
  /** Texts to classify. */
  readonly rows: number;
  readonly log: (line: string) => void;
}

/** Each part in a file of its own. */
const parts: Readonly<Record<string, (options: ServeOptions) => Promise<Section>>> = {
  batch: benchBatch,
  suggest: benchSuggest,
  rest: benchRest,
};

export const serveParts: readonly string[] = Object.keys(parts);

export async function benchServe(options: ServeOptions): Promise<readonly Section[]> {
  const sections: Section[] = [];
  for (const part of options.parts) sections.push(await parts[part]!(options));
  return sections;
}
