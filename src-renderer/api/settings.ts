import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import type { Capabilities, Settings } from '../../src-main/domain/settings.ts';
import { type Inputs, useTRPC } from './client.ts';

export function useSettings(): Settings {
  const trpc = useTRPC();
  return useSuspenseQuery(trpc.application.settings.queryOptions()).data;
}

export function useUpdateSettings(): (changes: Inputs['application']['updateSettings']) => void {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { mutate } = useMutation(
    trpc.application.updateSettings.mutationOptions({
      // A switch answers at once; what the host has stored replaces the guess, or takes it back.
      onMutate: ({ keys, ...changes }) => {
        queries.setQueryData(
          trpc.application.settings.queryKey(),
          (now) => now && ({ ...now, ...changes, keys: keys ?? now.keys } as Settings),
        );
      },
      onError: () => queries.invalidateQueries(trpc.application.settings.queryFilter()),
      onSuccess: (settings) => queries.setQueryData(trpc.application.settings.queryKey(), settings),
    }),
  );
  return mutate;
}

export function useCapabilities(): Capabilities {
  const trpc = useTRPC();
  return useSuspenseQuery(trpc.application.capabilities.queryOptions(undefined, { staleTime: Infinity }))
    .data;
}
