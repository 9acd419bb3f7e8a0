import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type Outputs, useTRPC, useTRPCClient } from '../../api/client.ts';
import { useProjectId } from '../../api/project.tsx';
import { filterOf, type QueueChoice, sortOf } from './queue-choice.ts';
import { recallPlace, rememberPlace } from './queue-memory.ts';

export interface Queue {
  readonly queryId: string | undefined;
  readonly total: number;
  readonly index: number;
  readonly document: Outputs['documents']['at'] | undefined;
  readonly loading: boolean;
  /** The document shown is still the one before: it must not get what is meant for the next. */
  readonly arriving: boolean;
  readonly error: unknown;
  readonly goTo: (index: number) => void;
  /** On or back by some places from wherever the queue is by then. */
  readonly move: (step: number) => void;
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
    queryFn: async () => {
      const found = await client.documents.query.query({
        projectId,
        filter: filterOf(choice),
        sort: sortOf(choice),
      });
      const left = recallPlace(projectId);
      const documentId = left?.choice.kind === choice.kind ? left.documentId : null;
      const place =
        documentId === null
          ? null
          : await client.documents.indexOf.query({ projectId, queryId: found.queryId, documentId });
      return { ...found, start: place ?? 0 };
    },
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
  // biome-ignore lint/correctness/useExhaustiveDependencies: a newly frozen queue starts where it was left.
  useEffect(() => {
    if (given === null) setIndex(frozen.data?.start ?? 0);
  }, [frozen.data?.queryId]);
  const documentId = shown.isPlaceholderData ? undefined : shown.data?.id;
  useEffect(() => {
    if (given === null && documentId !== undefined) rememberPlace(projectId, { choice, documentId });
  }, [given, projectId, choice, documentId]);
  const within = (place: number): number => Math.max(0, Math.min(place, total));
  return {
    queryId,
    total,
    index,
    document: index >= total ? null : shown.data,
    loading: given === null ? frozen.isPending : size.isPending,
    arriving: shown.isPlaceholderData,
    error: frozen.error ?? size.error ?? shown.error,
    goTo: (place) => setIndex(within(place)),
    move: (step) => setIndex((now) => within(now + step)),
    restart: () => {
      rememberPlace(projectId, { choice, documentId: null });
      setRound(round + 1);
      setIndex(0);
    },
  };
}
