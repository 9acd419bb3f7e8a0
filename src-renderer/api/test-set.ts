import { useQuery } from '@tanstack/react-query';
import { type Outputs, useTRPC } from './client.ts';
import { useProjectId } from './project.tsx';

/** The test set's version, fingerprint and policy; undefined until it was looked at. */
export function useTestSet(): Outputs['testSet']['state'] | undefined {
  const trpc = useTRPC();
  return useQuery(trpc.testSet.state.queryOptions({ projectId: useProjectId() })).data;
}

/** Whether mistakes in this dataset may not be looked at. */
export function useSealed(dataset: 'validation' | 'test'): boolean {
  return useTestSet()?.policy === 'sealed' && dataset === 'test';
}
