import type { ProjectKind } from '../project.ts';
import type { Outcomes } from '../statistics/outcomes.ts';

/** A model of a learning curve: at which point it stands, and which order of the documents it learned from. */
export interface CurveModel {
  /** Index into {@link JudgedCurve.points}. */
  readonly point: number;
  /** Index into the list of seeds. */
  readonly order: number;
}

/** Models of growing training parts, all judged on the same documents, which none of them learned from. */
export interface JudgedCurve {
  readonly kind: ProjectKind;
  readonly classCount: number;
  readonly judgedOn: 'validation' | 'cross-validation';
  readonly seeds: readonly number[];
  /** Labelled documents that models learn from at present, and labels per class. */
  readonly now: LabelCounts;
  /** From the smallest part to the largest. */
  readonly points: readonly LabelCounts[];
  /** One side of the outcomes for each model. */
  readonly models: readonly CurveModel[];
  readonly outcomes: Outcomes;
}

export interface LabelCounts {
  readonly documents: number;
  /** Per class; with cross-validation not whole numbers. */
  readonly classes: Float64Array;
}
