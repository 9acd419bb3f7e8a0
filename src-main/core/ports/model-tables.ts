import type { ClassCondition } from '../../domain/class-condition.ts';
import type { ComparedSet } from '../../domain/comparison/types.ts';
import type { EvaluationAnalysis } from '../../domain/metrics/analysis.ts';
import type { EvaluationMetrics } from '../../domain/metrics/types.ts';
import type { ModelClass, ModelReceipt } from '../../domain/model.ts';
import type { ProjectKind } from '../../domain/project.ts';

export interface ModelRecord {
  readonly id: number;
  readonly name: string;
  /** Of the project when it was trained. */
  readonly kind: ProjectKind;
  readonly family: string;
  readonly createdAt: string;
  readonly seconds: number;
  readonly bytes: number;
  readonly classes: readonly ModelClass[];
  readonly receipt: ModelReceipt;
  /** Why there is no evaluation, or the message of its failure; `null` when there is one. */
  readonly evaluationNote: { readonly state: 'none' | 'failed'; readonly message: string } | null;
  /** Id of the newest operation when its training began, 0 before any; null for models of earlier versions. */
  readonly historyPoint: number | null;
  /** When a test evaluation of it was there for the first time. */
  readonly resultsSeenAt: string | null;
}

export interface ModelTable {
  list(): readonly ModelRecord[];
  get(id: number): ModelRecord | undefined;
  findByName(name: string): ModelRecord | undefined;
  /** Starts an invisible model; parts of at most 1 MB follow. */
  begin(fields: Omit<ModelRecord, 'id' | 'bytes' | 'evaluationNote' | 'resultsSeenAt'>): number;
  addPart(modelId: number, part: number, data: Uint8Array): void;
  /** Makes the model visible and, in the same transaction, deletes the one that it replaces. */
  publish(modelId: number, replaces: number | null): void;
  setEvaluationNote(modelId: number, note: ModelRecord['evaluationNote']): void;
  artefact(modelId: number): Uint8Array;
  rename(modelId: number, name: string): void;
  /** Deletes the model with its evaluations; also removes invisible ones. */
  delete(modelId: number): void;
  unpublished(): readonly number[];
}

export interface EvaluationRecord {
  readonly id: number;
  readonly modelId: number;
  readonly dataset: 'validation' | 'test';
  readonly fingerprint: string;
  readonly createdAt: string;
  readonly seconds: number;
  /** Names in index order: the model's classes, then classes that only the documents have. */
  readonly classes: readonly ModelClass[];
  /** {@link ../../domain/metrics} as JSON. */
  readonly metrics: unknown;
  /** Null in evaluations of earlier versions. */
  readonly analysis: EvaluationAnalysis | null;
}

/** One document as it was judged by a model; indexes point into the evaluation's classes. */
export interface EvaluationItem {
  readonly documentId: number;
  readonly actual: readonly number[];
  readonly predicted: readonly number[];
  /** Probability per class of the model. */
  readonly scores: Float32Array;
}

export interface EvaluationItemFilter {
  readonly incorrectOnly: boolean;
  /** By index into the evaluation's classes. */
  readonly actual?: ClassCondition;
  readonly predicted?: ClassCondition;
}

export interface EvaluationFigures extends Pick<EvaluationMetrics, 'accuracy' | 'macroF1'> {
  readonly id: number;
}

export interface EvaluationReader {
  /** Newest first; at most one per model and dataset is kept visible. */
  find(modelId: number, dataset: 'validation' | 'test'): EvaluationRecord | undefined;
  /** Of what {@link EvaluationReader.find} finds, two figures without the rest, which may be megabytes. */
  figures(modelId: number, dataset: 'validation' | 'test'): EvaluationFigures | undefined;
  get(id: number): EvaluationRecord | undefined;
  item(evaluationId: number, documentId: number): EvaluationItem | undefined;
  items(evaluationId: number, documentIds: readonly number[]): readonly EvaluationItem[];
  /** Document ids that pass the filter: wrong ones first, most confident first. */
  itemIds(evaluationId: number, filter: EvaluationItemFilter): readonly number[];
  /** What was said of each document, ascending by id, `limit` from after `afterId`. */
  judgements(evaluationId: number, afterId: number, limit: number): readonly Omit<EvaluationItem, 'scores'>[];
  /**
   * Documents that both evaluations judged and that belong to the set: those that B has wrong first, by B's
   * confidence. The two may order their classes differently.
   */
  comparedIds(aId: number, bId: number, set: ComparedSet): readonly number[];
}

export interface EvaluationTable extends EvaluationReader {
  begin(fields: Omit<EvaluationRecord, 'id' | 'metrics' | 'analysis' | 'seconds'>): number;
  addItems(evaluationId: number, items: readonly EvaluationItem[]): void;
  /**
   * Makes it visible and removes older ones of the same model and dataset. The first one of the test set dates
   * the model's {@link ModelRecord.resultsSeenAt}.
   */
  publish(evaluationId: number, result: Pick<EvaluationRecord, 'metrics' | 'analysis' | 'seconds'>): void;
  delete(evaluationId: number): void;
  unpublished(): readonly number[];
}
