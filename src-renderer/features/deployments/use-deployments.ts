import { useQuery } from '@tanstack/react-query';
import type { Deployment } from '../../../src-main/domain/decision.ts';
import { useTRPC } from '../../api/client.ts';
import { useProjectId } from '../../api/project.tsx';

/** By name; undefined until they are there. */
export function useDeployments(): readonly Deployment[] | undefined {
  const trpc = useTRPC();
  return useQuery(trpc.deployments.list.queryOptions({ projectId: useProjectId() })).data;
}
