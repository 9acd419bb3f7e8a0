import type { ChangeSource, OperationKind } from '../../domain/history.ts';
import type { HistoryFilter } from '../improvement.ts';

/** One document field before and after an operation; values are JSON text. */
export interface Change {
  readonly documentId: number;
  readonly field: 'labels' | 'dataset' | 'unsure' | 'language' | 'excluded' | 'verified';
  readonly before: string;
  readonly after: string;
}

export interface Operation {
  readonly id: number;
  readonly kind: OperationKind;
  readonly title: string;
  readonly annotator: string;
  readonly source: ChangeSource;
  readonly at: string;
  /** JSON value of the kind's own making: what undo needs beyond the changes. */
  readonly details: unknown;
  /** The operation that this one takes back, when it is an undo or a redo. */
  readonly reverts: number | null;
  readonly undoneBy: number | null;
  /** False while a bulk operation runs; such a one is taken back at the next open. */
  readonly finished: boolean;
}

export interface ChangePlace {
  readonly documentId: number;
  readonly field: string;
}

/** `documents`: how many it changed. */
export interface ListedOperation extends Operation {
  readonly documents: number;
}

export interface DocumentChange {
  readonly operation: Operation;
  readonly change: Change;
}

/** A document's value at a point of history, as JSON text. */
export interface ValueAt {
  readonly documentId: number;
  readonly field: 'labels' | 'dataset' | 'excluded';
  readonly value: string;
}

/**
 * A tombstone, with the operation that made it: of kind `class-delete`, `class-merge` or `class-split`, its details
 * naming `classId` or `classIds`, its changes holding the labels of before.
 */
export interface DeletedClassRecord {
  readonly classId: number;
  readonly name: string;
  readonly deletedAt: string;
  readonly operationId: number;
  /** That lost the class then. */
  readonly documents: number;
}

/** Append-only history. */
export interface OperationTable {
  insert(fields: Omit<Operation, 'id' | 'undoneBy'>): number;
  get(id: number): Operation | undefined;
  finish(id: number): void;
  setUndoneBy(id: number, undoneBy: number | null): void;
  addChange(operationId: number, change: Change): void;
  changeCount(operationId: number): number;
  change(operationId: number, documentId: number, field: Change['field']): Change | undefined;
  /** Changes ordered by document id and field, `limit` from after the given place. */
  changes(operationId: number, after: ChangePlace, limit: number): readonly Change[];
  /** Newest finished operation that is neither an undo nor undone. */
  latestUndoable(): Operation | undefined;
  /** The operation undone last, unless an ordinary operation came after its undo. */
  latestRedoable(): Operation | undefined;
  unfinished(): readonly Operation[];
  /**
   * Whether an operation after this one, which still stands, changed the field of the document anew. What only takes
   * back others, or brings them back, does not count.
   */
  changedSince(operationId: number, place: ChangePlace): boolean;
  /** Id of the newest operation of any sort, 0 before the first: a point to come back to. */
  newestId(): number;
  /** Finished operations, undos among them, newest first; at most `count` from the `from`-th on. */
  list(filter: HistoryFilter, from: number, count: number): readonly ListedOperation[];
  count(filter: HistoryFilter): number;
  /** Everybody who changed something, by name. */
  annotators(): readonly string[];
  /** All that was done to a document, newest first. */
  ofDocument(documentId: number): readonly DocumentChange[];
  /**
   * What labels, dataset and exclusion of documents were at a point of history, for those that changed after it;
   * in the order of document and field, `limit` from after the given place. A value may be the same again now.
   */
  valuesAt(point: number, after: ChangePlace, limit: number): readonly ValueAt[];
  /** Documents of the test set whose labels are others now than they were at this time (ISO 8601). */
  relabelledInTest(since: string): number;
  /** A person's pace over the newest labels; see domain/labelling-rate.ts. */
  secondsPerLabel(annotator: string): number | null;
}
