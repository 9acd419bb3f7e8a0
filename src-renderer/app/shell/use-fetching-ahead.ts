import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTRPC } from '../../api/client.ts';
import { useProjectId } from '../../api/project.tsx';

/**
 * What Evaluate shows at first is fetched while there is nothing else to do: with a thousand classes the host needs a
 * quarter of a second for it.
 */
export function useFetchingAhead(): void {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const projectId = useProjectId();
  const models = useQuery(trpc.models.list.queryOptions({ projectId })).data;
  const modelId = models?.find(({ evaluation }) => evaluation.state === 'done')?.id ?? null;
  useEffect(() => {
    if (modelId === null) return;
    const waiting = requestIdleCallback(() => {
      const newestOnTest = { projectId, modelId, dataset: 'test' } as const;
      void queries.prefetchQuery(trpc.evaluations.get.queryOptions(newestOnTest));
      void queries.prefetchQuery(trpc.guidance.forModel.queryOptions(newestOnTest));
    });
    return () => cancelIdleCallback(waiting);
  }, [modelId, projectId, queries, trpc]);
}
