import type { EqualityReport } from './equality.ts';

/** `azure` is the project file of 2022-05-01 and later, `azure-2021` the tags file of the preview. */
export const exportFormats = [
  'jsonl',
  'csv',
  'azure',
  'azure-2021',
  'comprehend',
  'comprehend-manifest',
] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** What a clone is called, and its file. */
export interface CloneReport {
  readonly name: string;
  readonly outputPath: string;
}

/** What an export wrote. */
export interface ExportReport {
  readonly documents: number;
  readonly outputPath: string;
  /** The folder that the texts were written to, where the format keeps them apart. */
  readonly textsFolder: string | null;
  readonly warnings: readonly string[];
  /** Null for formats that are not those of another service. */
  readonly equality: EqualityReport | null;
}
