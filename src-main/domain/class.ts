/** A class of the project's schema. */
export interface ProjectClass {
  readonly id: number;
  readonly name: string;
  /** The guideline an annotator reads: what belongs here and what does not. */
  readonly description: string;
  /** `#rrggbb`; a thin aid, never the only sign. */
  readonly color: string;
  /** The key that gives this class on the label screen, or `null`. */
  readonly key: string | null;
  readonly position: number;
}

/** Labelled documents of one class by dataset; `none` counts labelled documents without a place. */
export interface ClassCounts {
  readonly classId: number;
  readonly train: number;
  readonly validation: number;
  readonly test: number;
  readonly none: number;
}

/** Numbers of documents by dataset; `none` are those without a place. */
export type DatasetCounts = Readonly<Record<'train' | 'validation' | 'test' | 'none', number>>;

/** The counts that every screen shows. Unlabelled documents may have a dataset too. */
export interface ProjectCounts {
  /** Set aside; in none of the other counts. */
  readonly excluded: number;
  readonly documents: number;
  readonly labelled: number;
  readonly unsure: number;
  /** With a suggestion: unlabelled, and not of the test dataset. */
  readonly suggested: number;
  /** Labelled documents by dataset. */
  readonly labelledIn: DatasetCounts;
  /** All documents by dataset. */
  readonly documentsIn: DatasetCounts;
  readonly classes: readonly ClassCounts[];
}

/** Documents that carry these classes; one with two of them counts twice. */
export function documentsWith({ classes }: ProjectCounts, classIds: readonly number[]): number {
  return classes
    .filter(({ classId }) => classIds.includes(classId))
    .reduce((sum, { train, validation, test, none }) => sum + train + validation + test + none, 0);
}

/** From these numbers of training labels on: fewer than the first is warned about, the last is recommended. */
export const labelMarks = { few: 15, start: 20, recommended: 50 } as const;
