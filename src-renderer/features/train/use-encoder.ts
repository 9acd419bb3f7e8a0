import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { EncoderDetails } from '../../../src-main/domain/encoder.ts';
import { useTRPC } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { useProjectId } from '../../api/project.tsx';

/** What the host found in a folder that should hold an encoder. */
export interface EncoderState {
  /** Null while it is looked at, and where there is no folder or a problem. */
  readonly details: EncoderDetails | null;
  readonly problem: string | null;
  readonly looking: boolean;
}

/** Looking starts a process of its own: not for every letter typed. */
const pauseInTyping = 400;

/** Looks into the folder; `null` looks nowhere. */
export function useEncoder(path: string | null): EncoderState {
  const trpc = useTRPC();
  const projectId = useProjectId();
  const [settled] = useDebouncedValue(path, pauseInTyping);
  const { data, error, isFetching } = useQuery({
    ...trpc.training.inspectEncoder.queryOptions({ projectId, path: settled ?? '' }),
    enabled: settled !== null,
    // The folder may have been mended since.
    staleTime: 0,
    gcTime: 0,
  });
  const current = path !== null && path === settled && !isFetching;
  return {
    details: current ? (data ?? null) : null,
    problem: current && error !== null ? messageOf(error) : null,
    looking: path !== null && !current,
  };
}
