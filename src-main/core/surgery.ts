import type { HistoryStep } from '../domain/history.ts';
import type { ProjectKind } from '../domain/project.ts';
import type { SplitProposal } from '../domain/split-proposal.ts';

/**
 * Changes of the schema over all documents: each has a preview and is one undoable operation, written in slices
 * while work goes on. All throw `job_in_progress` while an import runs: its documents cannot be seen yet.
 */
export interface SchemaSurgery {
  /** @throws AppError `not_found`; `bad_request` when there is nothing but `into` to merge. */
  mergePreview(classIds: readonly number[], into: number): Promise<MergePreview>;
  /** The classes' labels become `into`, which may be one of them; the others are deleted (as tombstones). */
  merge(classIds: readonly number[], into: number): Promise<{ readonly changed: number }>;

  /**
   * Groups the documents of a class into as many groups as there are names, by what their texts are like. Changes
   * nothing. Result of the job: {@link SplitProposal}; the groups themselves are kept until the project closes.
   * @throws AppError `bad_request` for fewer than 2 or more than 10 names; `class_name_taken`,
   *   `class_name_invalid`; the job fails with `too_few_documents` when there are fewer documents than names.
   */
  startSplit(request: SplitRequest): { readonly jobId: number };
  /**
   * Carries out what the job proposed, under these names (in the order of its groups; one may be the name of the
   * class itself). Every document gets the class of its group and is marked unsure: sorted by `certainty` they
   * come the least certain first. Documents that got the class since the proposal lose it and are unsure too.
   * @throws AppError `not_found` when the proposal is no longer kept.
   */
  split(
    jobId: number,
    names: readonly string[],
  ): Promise<{ readonly classIds: readonly number[]; readonly changed: number }>;

  convertPreview(kind: ProjectKind): Promise<ConvertPreview>;
  /**
   * To multi-label nothing is lost. To single-label documents with several classes lose them and are marked
   * unsure; those judged to have none of the classes become unlabelled. Models keep the kind that they were
   * trained with.
   */
  convert(kind: ProjectKind): Promise<{ readonly changed: number }>;

  /** Deleted classes that can come back, newest first. */
  deleted(): readonly DeletedClass[];
  /**
   * Brings the class back, with the labels that documents lost with it where they were not labelled anew since.
   * Under another name when its own was given to another class meanwhile.
   */
  restore(classId: number): Promise<HistoryStep>;
}

export interface MergePreview {
  /** That would be relabelled. */
  readonly documents: number;
  /** Multi-label: documents that have several of the classes. */
  readonly overlapping: number;
  /** Names of the models that know a class which would go; they keep it. */
  readonly models: readonly string[];
}

export interface SplitRequest {
  readonly classId: number;
  /** Of the new classes, 2 to 10. */
  readonly names: readonly string[];
  readonly seed: number;
}

export interface ConvertPreview {
  readonly labelled: number;
  /** With several classes: to single-label they lose their labels and are marked unsure. */
  readonly several: number;
  /** Judged "none of the classes": to single-label they become unlabelled. */
  readonly none: number;
  /** Models that stay of the other kind. */
  readonly models: number;
}

export interface DeletedClass {
  readonly classId: number;
  readonly name: string;
  readonly deletedAt: string;
  /** That lost the class when it was deleted, merged or split. */
  readonly documents: number;
}
