import type { DocumentFilter, DocumentSort } from '../../../src-main/domain/document.ts';

export const queueKinds = [
  'unlabelled',
  'suggested',
  'all',
  'labelled',
  'unsure',
  'class',
  'search',
] as const;
export type QueueKind = (typeof queueKinds)[number];

/** `certain`, `uncertain`: by the score of the suggestion, the highest or the lowest first. */
export type QueueOrder = 'id' | 'random' | 'certain' | 'uncertain';

export interface QueueChoice {
  readonly kind: QueueKind;
  readonly order: QueueOrder;
  readonly seed: number;
  readonly classId: number | null;
  readonly search: string;
  readonly dataset: 'train' | 'validation' | 'test' | 'none' | null;
}

export const firstQueue: QueueChoice = {
  kind: 'unlabelled',
  order: 'id',
  seed: 1,
  classId: null,
  search: '',
  dataset: null,
};

/** Where documents wait that were marked unsure, those that a split of a class placed among them. */
export const unsureQueue: QueueChoice = { ...firstQueue, kind: 'unsure' };

/** What a model suggested: first what only needs a nod. */
export const suggestedQueue: QueueChoice = { ...firstQueue, kind: 'suggested', order: 'certain' };

/** The orders that the documents of a queue can be gone through in; the usual one first. */
export function ordersOf(kind: QueueKind): readonly QueueOrder[] {
  return kind === 'suggested' ? ['certain', 'uncertain', 'random'] : ['id', 'random'];
}

/** The same choice for another kind of queue, in an order that it has. */
export function withKind(choice: QueueChoice, kind: QueueKind): QueueChoice {
  const orders = ordersOf(kind);
  const order = orders.includes(choice.order) ? choice.order : (orders[0] ?? 'id');
  return { ...choice, kind, order };
}

/** What was set aside needs no label; the documents list still opens it. */
export function filterOf(choice: QueueChoice): DocumentFilter {
  const rest = { excluded: false, ...(choice.dataset === null ? {} : { datasets: [choice.dataset] }) };
  if (choice.kind === 'unlabelled') return { ...rest, labelled: false };
  if (choice.kind === 'suggested') return { ...rest, suggested: true };
  if (choice.kind === 'labelled') return { ...rest, labelled: true };
  if (choice.kind === 'unsure') return { ...rest, unsure: true };
  if (choice.kind === 'class' && choice.classId !== null) return { ...rest, classIds: [choice.classId] };
  if (choice.kind === 'search' && choice.search !== '') return { ...rest, search: choice.search };
  return rest;
}

export function sortOf(choice: QueueChoice): DocumentSort {
  if (choice.order === 'random') return { by: 'random', descending: false, seed: choice.seed };
  if (choice.order !== 'id') return { by: 'certainty', descending: choice.order === 'certain' };
  // What a proposal was least certain of comes first; without proposals this is the order of import.
  return { by: choice.kind === 'unsure' ? 'certainty' : 'id', descending: false };
}
