import type { DocumentFilter, DocumentSort } from '../../../src-main/domain/document.ts';

export const queueKinds = ['unlabelled', 'all', 'labelled', 'unsure', 'class', 'search'] as const;
export type QueueKind = (typeof queueKinds)[number];

export interface QueueChoice {
  readonly kind: QueueKind;
  readonly order: 'id' | 'random';
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

/** What was set aside needs no label; the documents list still opens it. */
export function filterOf(choice: QueueChoice): DocumentFilter {
  const rest = { excluded: false, ...(choice.dataset === null ? {} : { datasets: [choice.dataset] }) };
  if (choice.kind === 'unlabelled') return { ...rest, labelled: false };
  if (choice.kind === 'labelled') return { ...rest, labelled: true };
  if (choice.kind === 'unsure') return { ...rest, unsure: true };
  if (choice.kind === 'class' && choice.classId !== null) return { ...rest, classIds: [choice.classId] };
  if (choice.kind === 'search' && choice.search !== '') return { ...rest, search: choice.search };
  return rest;
}

export function sortOf(choice: QueueChoice): DocumentSort {
  if (choice.order === 'random') return { by: 'random', descending: false, seed: choice.seed };
  // What a proposal was least certain of comes first; without proposals this is the order of import.
  return { by: choice.kind === 'unsure' ? 'certainty' : 'id', descending: false };
}
