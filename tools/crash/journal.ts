import { readFileSync, writeSync } from 'node:fs';
import type { Labels } from '../../src-main/domain/document.ts';
import type { JobState } from '../../src-main/domain/job.ts';

/** What the victim is given: everything random follows from the seed. */
export interface Plan {
  readonly project: string;
  readonly seed: number;
  /** Documents that a person labels one by one. */
  readonly personIds: readonly number[];
  /** Documents that bulk actions label; nobody labels them one by one. */
  readonly bulkIds: readonly number[];
  /** Classes of the first import. */
  readonly classIds: readonly number[];
  /** Files that were not imported yet. */
  readonly files: readonly string[];
  /** Whether its first job is an import, or a training. */
  readonly importsFirst: boolean;
  /** Title of the first import in the history: never undone. */
  readonly keptTitle: string;
  /** Begins the names of this victim's models. */
  readonly modelPrefix: string;
}

/**
 * What the victim did, one line each. What may be cut in half has a line before it (`begin`) and one after the
 * call has returned: only the second is an acknowledgement.
 */
export type Entry =
  | { readonly type: 'opened'; readonly interrupted: readonly string[] }
  | { readonly type: 'label-begin'; readonly id: number; readonly labels: Labels }
  | { readonly type: 'label'; readonly id: number; readonly labels: Labels }
  | { readonly type: 'bulk-begin'; readonly labels: Labels }
  | { readonly type: 'bulk'; readonly state: string }
  | { readonly type: 'step-begin' }
  /** An undo or redo; `labels` are those of the document that it changed, `state` those of the bulk documents. */
  | {
      readonly type: 'step';
      readonly title: string;
      readonly id: number | null;
      readonly labels: Labels;
      readonly state: string;
    }
  | { readonly type: 'step-none' }
  | { readonly type: 'dataset-begin' }
  | { readonly type: 'dataset' }
  | {
      readonly type: 'job';
      readonly kind: 'import' | 'train';
      readonly id: number;
      readonly title: string;
      readonly what: string;
    }
  | {
      readonly type: 'job-end';
      readonly id: number;
      readonly state: JobState;
      readonly code: string | null;
    };

/** Written at once by the system call: what a killed process has written is there. */
export function appendEntry(file: number, entry: Entry): void {
  writeSync(file, `${JSON.stringify(entry)}\n`);
}

/** A last line that was cut off is left out. */
export function readJournal(path: string): readonly Entry[] {
  const text = readFileSync(path, 'utf8');
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Entry);
}
