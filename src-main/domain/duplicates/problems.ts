import type { Dataset } from '../project.ts';

/** What may be wrong with a group of duplicates. */
export interface GroupProblems {
  /** In more than one dataset, one of them being test or validation: a model is judged on what it learned. */
  readonly leak: boolean;
  /** Labelled differently. */
  readonly contradiction: boolean;
}

/** @param datasets of the documents; those without a place cannot leak */
export function isLeak(datasets: Iterable<Dataset | null>): boolean {
  const different = new Set(datasets);
  different.delete(null);
  return different.size > 1;
}

/** @param labels class ids of the documents in any order; those that nobody has judged contradict none */
export function isContradiction(labels: Iterable<readonly number[] | null>): boolean {
  const different = new Set<string>();
  for (const classIds of labels) {
    if (classIds !== null) different.add(labelsKey(classIds));
  }
  return different.size > 1;
}

/** The same for the same classes. */
export function labelsKey(classIds: readonly number[]): string {
  return classIds.length < 2 ? classIds.join() : [...classIds].sort((a, b) => a - b).join();
}
