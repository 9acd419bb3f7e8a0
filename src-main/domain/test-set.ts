/**
 * `open`: mistakes in the test set may be looked at. `sealed`: only its figures are shown, mistakes are shown
 * of the validation set alone; this binds every way out of the program.
 */
export const testSetPolicies = ['open', 'sealed'] as const;
export type TestSetPolicy = (typeof testSetPolicies)[number];

export interface TestSetState {
  readonly policy: TestSetPolicy;
  /** Null while no labelled document is in the test set. */
  readonly fingerprint: string | null;
  readonly documents: number;
  /** Counts up whenever the set is found changed; 0 = never looked at. */
  readonly version: number;
  /** ISO 8601, when this version was first seen. */
  readonly changedAt: string | null;
  readonly versions: readonly TestSetVersion[];
}

export interface TestSetVersion {
  readonly version: number;
  readonly fingerprint: string;
  readonly documents: number;
  readonly seenAt: string;
}
