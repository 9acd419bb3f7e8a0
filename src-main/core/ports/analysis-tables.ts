import type { DecisionRule, Deployment } from '../../domain/decision.ts';
import type { TestSetPolicy, TestSetVersion } from '../../domain/test-set.ts';

export const analysisKinds = ['label-errors', 'duplicates', 'learning-curve', 'comparison'] as const;
export type AnalysisKind = (typeof analysisKinds)[number];

/** The result of a longer computation over the project, frozen as it was. */
export interface AnalysisRecord {
  readonly id: number;
  readonly kind: AnalysisKind;
  /** Tells results of one kind apart, for example the two evaluations compared; else empty. */
  readonly key: string;
  readonly createdAt: string;
  readonly seconds: number;
  /** Of the documents that it looked at. */
  readonly fingerprint: string;
  readonly result: unknown;
}

/** One row of a result's list, in its order: a suspicious label, a group of duplicates. */
export interface AnalysisItem {
  /** Counts up from 0 without a gap. */
  readonly position: number;
  /** The documents that it is about, the first one first. */
  readonly documentIds: readonly number[];
  readonly data: unknown;
}

export interface AnalysisTable {
  latest(kind: AnalysisKind, key: string): AnalysisRecord | undefined;
  get(id: number): AnalysisRecord | undefined;
  /** Starts an invisible result; items follow. */
  begin(fields: Omit<AnalysisRecord, 'id' | 'seconds' | 'result'>): number;
  addItems(id: number, items: readonly AnalysisItem[]): void;
  /** Makes it visible and removes older ones of the same kind and key. */
  publish(id: number, fields: { readonly result: unknown; readonly seconds: number }): void;
  delete(id: number): void;
  items(id: number, from: number, count: number): readonly AnalysisItem[];
  itemCount(id: number): number;
  unpublished(): readonly number[];
}

/** Versions of the test set, and how strictly it is kept. */
export interface TestSetTable {
  policy(): TestSetPolicy;
  setPolicy(policy: TestSetPolicy): void;
  /** Newest first. */
  versions(): readonly TestSetVersion[];
  add(version: TestSetVersion): void;
}

/** Where a deployment pointed from a moment on; nulls: it was deleted then. */
export interface DeploymentStep {
  readonly deploymentId: number;
  /** Of the deployment. */
  readonly name: string;
  /** The deployment's first one. */
  readonly first: boolean;
  readonly at: string;
  readonly modelId: number | null;
  readonly modelName: string | null;
  readonly rule: DecisionRule | null;
}

export interface DeploymentTable {
  /** By name; one may point at a model that was deleted since. */
  list(): readonly Deployment[];
  get(id: number): Deployment | undefined;
  findByName(name: string): Deployment | undefined;
  /** @throws AppError `already_exists`, `model_not_found`. */
  insert(fields: {
    readonly name: string;
    readonly modelId: number;
    readonly rule: DecisionRule;
    readonly at: string;
  }): number;
  /** @throws AppError `not_found`, `model_not_found`. */
  update(
    id: number,
    fields: { readonly modelId: number; readonly rule: DecisionRule; readonly at: string },
  ): void;
  delete(id: number, at: string): void;
  /** Newest first, of all deployments, deleted ones too. */
  steps(from: number, count: number): readonly DeploymentStep[];
  stepCount(): number;
}
