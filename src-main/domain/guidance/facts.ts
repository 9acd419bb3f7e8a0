import type { Guidance, GuidanceRule, Remedy } from '../guidance.ts';
import type { EvaluationAnalysis } from '../metrics/analysis.ts';
import type { EvaluationMetrics } from '../metrics/types.ts';
import type { ModelClass } from '../model.ts';
import type { ProjectKind } from '../project.ts';

/** All that the rules look at. Lists by class are in the order of `classes`. */
export interface GuidanceFacts {
  readonly kind: ProjectKind;
  readonly dataset: 'validation' | 'test';
  /** The evaluation's classes; the model's where it was not evaluated. */
  readonly classes: readonly ModelClass[];
  /** Training labels of each class, and training documents in all, when the model was trained. */
  readonly training: readonly number[];
  readonly trainingDocuments: number;
  readonly metrics: EvaluationMetrics | null;
  readonly analysis: EvaluationAnalysis | null;
  /** Whether the mistakes in this dataset may be looked at. */
  readonly open: boolean;
  /** Test documents relabelled after the model's test results were first there. */
  readonly relabelled: number;
  /** Test documents with a twin outside of the test set, of the last search; null = never searched. */
  readonly leaks: { readonly documents: number; readonly share: number } | null;
  /** Estimate of the last search for wrong labels; null = never searched. */
  readonly labelErrors: { readonly issues: number; readonly share: number } | null;
}

export interface Finding {
  readonly rule: GuidanceRule;
  readonly severity?: Guidance['severity'];
  readonly classes?: readonly number[];
  readonly value: number;
  readonly limit: number;
  readonly message: string;
  readonly remedies?: readonly Remedy[];
}

/** A warning about no class in particular, with no remedy, unless the finding says otherwise. */
export function advice(finding: Finding): Guidance {
  return { severity: 'warning', classes: [], remedies: [], ...finding };
}

/** A class as a sentence names it. */
export function quoted(facts: Pick<GuidanceFacts, 'classes'>, index: number): string {
  return `“${facts.classes[index]?.name ?? index}”`;
}

/** `0.256` as `25.6 %`. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** `0.256` as `25.6 points`. */
export function points(share: number): string {
  return `${(share * 100).toFixed(1)} points`;
}

export function counted(count: number, singular: string): string {
  return `${count.toLocaleString('en')} ${singular}${count === 1 ? '' : 's'}`;
}
