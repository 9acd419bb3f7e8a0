import type { DatasetCounts } from '../class.ts';

/** What one side of an exchange holds. */
export interface ExchangeCounts {
  readonly documents: number;
  /** Documents that were judged, those with none of the classes among them. */
  readonly labelled: number;
  /** Classes given to documents: a document with two classes counts twice. */
  readonly labels: number;
  readonly datasets: DatasetCounts;
  /** In the order of the side, classes without documents among them. */
  readonly classes: readonly { readonly name: string; readonly documents: number }[];
}

/** One figure that the two sides do not share. */
export interface EqualityDifference {
  readonly subject: 'documents' | 'labelled' | 'labels' | 'dataset' | 'class';
  /** Of the dataset or the class, else null. */
  readonly name: string | null;
  /** Null where the side does not know the class at all. */
  readonly source: number | null;
  readonly target: number | null;
}

/** Why something is missing on the target's side, is there in excess, or looks different there. */
export interface EqualityNote {
  readonly kind: 'missing' | 'extra' | 'changed';
  readonly reason: string;
  readonly count: number;
  /** The first few, by their names. */
  readonly examples: readonly string[];
}

/**
 * Holds an exchange against its source. Import: the source is the file as it says itself, the target are the
 * documents of the import as they lie in the project. Export: the source is the project, the target what was written.
 */
export interface EqualityReport {
  readonly source: ExchangeCounts;
  readonly target: ExchangeCounts;
  /** No difference, and no note of anything missing or changed. */
  readonly equal: boolean;
  readonly differences: readonly EqualityDifference[];
  readonly notes: readonly EqualityNote[];
}

const datasetKeys = ['train', 'validation', 'test', 'none'] as const;

/** Compares the two sides figure by figure; classes that neither side gives to a document are told apart by name. */
export function compareExchange(
  source: ExchangeCounts,
  target: ExchangeCounts,
  notes: readonly EqualityNote[],
): EqualityReport {
  const differences: EqualityDifference[] = [];
  const compare = (
    subject: EqualityDifference['subject'],
    name: string | null,
    one: number | null,
    other: number | null,
  ): void => {
    if (one !== other) differences.push({ subject, name, source: one, target: other });
  };
  for (const subject of ['documents', 'labelled', 'labels'] as const) {
    compare(subject, null, source[subject], target[subject]);
  }
  for (const name of datasetKeys) compare('dataset', name, source.datasets[name], target.datasets[name]);
  const there = new Map(target.classes.map(({ name, documents }) => [name, documents]));
  const here = new Set(source.classes.map(({ name }) => name));
  for (const { name, documents } of source.classes) {
    compare('class', name, documents, there.get(name) ?? null);
  }
  for (const { name, documents } of target.classes) {
    if (!here.has(name)) compare('class', name, null, documents);
  }
  const equal = differences.length === 0 && notes.every(({ kind }) => kind === 'extra');
  return { source, target, equal, differences, notes };
}
