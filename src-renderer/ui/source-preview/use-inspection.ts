import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ProjectKind } from '../../../src-main/domain/project.ts';
import { automaticReadOptions, type ReadOptions } from '../../../src-main/domain/source.ts';
import { type Inputs, type Outputs, useTRPCClient } from '../../api/client.ts';

export type Inspection = Outputs['application']['inspect'];

export interface SourceChoice {
  readonly inspection: Inspection | undefined;
  readonly inspecting: boolean;
  readonly error: unknown;
  readonly options: ReadOptions;
  readonly change: (changes: Partial<ReadOptions>) => void;
  readonly reset: () => void;
  /** Takes the last change back, where there was one: it may be what made the files unreadable. */
  readonly back: (() => void) | null;
}

/**
 * Looks at the files whenever an option changes; what the person set stays, everything else is guessed again.
 */
export function useInspection(paths: readonly string[], projectKind: ProjectKind): SourceChoice {
  const client = useTRPCClient();
  const [history, setHistory] = useState<readonly ReadOptions[]>([automaticReadOptions]);
  const options = history.at(-1) ?? automaticReadOptions;
  const { data, isFetching, error } = useQuery({
    queryKey: ['inspection', paths, projectKind, options],
    queryFn: () => client.application.inspect.mutate({ paths, projectKind, options: toInput(options) }),
    enabled: paths.length > 0,
    // Of these files only: what another one held says nothing of them.
    placeholderData: (previous, query) => (query?.queryKey[1] === paths ? previous : undefined),
    staleTime: 0,
    gcTime: 0,
  });
  return {
    inspection: error === null ? data : undefined,
    inspecting: isFetching,
    error,
    options,
    change: (changes) =>
      setHistory((steps) => [...steps, { ...(steps.at(-1) ?? automaticReadOptions), ...changes }]),
    reset: () => setHistory([automaticReadOptions]),
    back: history.length > 1 ? () => setHistory((steps) => steps.slice(0, -1)) : null,
  };
}

type OptionsInput = Inputs['imports']['start']['options'];

/** The host takes a member's value or its absence, never `undefined`. */
export function toInput(options: ReadOptions): OptionsInput {
  const { text, labels, id, dataset, language, fields } = options.mapping;
  return {
    ...options,
    mapping: {
      ...(text === undefined ? {} : { text }),
      ...(labels === undefined ? {} : { labels }),
      ...(id === undefined ? {} : { id }),
      ...(dataset === undefined ? {} : { dataset }),
      ...(language === undefined ? {} : { language }),
      ...(fields === undefined ? {} : { fields }),
    },
  };
}
