import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { DocumentFilter, DocumentSort } from '../../../src-main/domain/document.ts';
import { type Outputs, useTRPC, useTRPCClient } from '../../api/client.ts';
import { useProjectId } from '../../api/project.tsx';

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

function filterOf(choice: QueueChoice): DocumentFilter {
  const dataset = choice.dataset === null ? {} : { datasets: [choice.dataset] };
  if (choice.kind === 'unlabelled') return { ...dataset, labelled: false };
  if (choice.kind === 'labelled') return { ...dataset, labelled: true };
  if (choice.kind === 'unsure') return { ...dataset, unsure: true };
  if (choice.kind === 'class' && choice.classId !== null) return { ...dataset, classIds: [choice.classId] };
  if (choice.kind === 'search' && choice.search !== '') return { ...dataset, search: choice.search };
  return dataset;
}

function sortOf(choice: QueueChoice): DocumentSort {
  return choice.order === 'random'
    ? { by: 'random', descending: false, seed: choice.seed }
    : { by: 'id', descending: false };
}

export interface Queue {
  readonly queryId: string | undefined;
  readonly total: number;
  readonly index: number;
  readonly document: Outputs['documents']['at'] | undefined;
  readonly loading: boolean;
  readonly error: unknown;
  readonly goTo: (index: number) => void;
  readonly restart: () => void;
}

/** A queue that another screen asks for: its frozen query and a place in it, or one document among all. */
export type GivenQueue =
  | { readonly queryId: string; readonly index: number }
  | { readonly documentId: number };

/** The query behind a wish for one document: all documents in order, at its place. */
function useQueueOfDocument(
  documentId: number | null,
): { queryId: string; index: number } | null | undefined {
  const client = useTRPCClient();
  const projectId = useProjectId();
  const { data } = useQuery({
    queryKey: ['label-document', projectId, documentId],
    queryFn: async () => {
      const { queryId } = await client.documents.query.query({
        projectId,
        filter: {},
        sort: { by: 'id', descending: false },
      });
      const index = await client.documents.indexOf.query({ projectId, queryId, documentId: documentId ?? 0 });
      return { queryId, index: index ?? 0 };
    },
    enabled: documentId !== null,
    gcTime: 0,
  });
  return documentId === null ? null : data;
}

/** The given queue as a query with a place; undefined while it is being found. */
export function useGivenQuery(
  given: GivenQueue | null,
): { queryId: string; index: number } | null | undefined {
  const found = useQueueOfDocument(given !== null && 'documentId' in given ? given.documentId : null);
  return given !== null && 'queryId' in given ? given : found;
}

/**
 * The documents to go through, frozen when the queue is chosen: a document that was labelled stays in it, so
 * "back" and undo find it again. The next document is fetched ahead.
 * @param given a query frozen elsewhere (the documents list), with the place to start at
 */
export function useQueue(choice: QueueChoice, given: { queryId: string; index: number } | null): Queue {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const projectId = useProjectId();
  const [round, setRound] = useState(0);
  const [index, setIndex] = useState(given?.index ?? 0);
  const frozen = useQuery({
    queryKey: ['label-queue', projectId, choice, round],
    queryFn: () =>
      client.documents.query.query({ projectId, filter: filterOf(choice), sort: sortOf(choice) }),
    enabled: given === null,
    gcTime: 0,
  });
  const size = useQuery({
    ...trpc.documents.page.queryOptions({ projectId, queryId: given?.queryId ?? '', from: 0, count: 1 }),
    enabled: given !== null,
  });
  const queryId = given?.queryId ?? frozen.data?.queryId;
  const total = (given === null ? frozen.data?.total : size.data?.total) ?? 0;
  const at = (place: number) =>
    trpc.documents.at.queryOptions({ projectId, queryId: queryId ?? '', index: place });
  const shown = useQuery({ ...at(index), enabled: queryId !== undefined, placeholderData: keepPreviousData });
  // biome-ignore lint/correctness/useExhaustiveDependencies: `at` only depends on the query.
  useEffect(() => {
    if (queryId !== undefined && index + 1 < total) void queries.prefetchQuery(at(index + 1));
  }, [queryId, index, total]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a newly chosen queue starts at its first document.
  useEffect(() => {
    if (given === null) setIndex(0);
  }, [frozen.data?.queryId]);
  return {
    queryId,
    total,
    index,
    document: index >= total ? null : shown.data,
    loading: given === null ? frozen.isPending : size.isPending,
    error: frozen.error ?? size.error ?? shown.error,
    goTo: (place) => setIndex(Math.max(0, Math.min(place, total))),
    restart: () => {
      setRound(round + 1);
      setIndex(0);
    },
  };
}
