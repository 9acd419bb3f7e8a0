import { useCallback } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useProjectId } from '../api/project.tsx';

export const screenNames = [
  'classes',
  'import',
  'label',
  'documents',
  'train',
  'models',
  'evaluate',
  'review',
  'health',
  'history',
  'classify',
  'deployments',
  'settings',
] as const;
export type ScreenName = (typeof screenNames)[number];

export type PlaceParameters = Readonly<Record<string, string | number | undefined>>;

/** Address of a screen of a project; parameters that are undefined are left out. */
export function placeOf(projectId: string, screen: ScreenName, parameters: PlaceParameters = {}): string {
  const entries = Object.entries(parameters).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(entries.map(([key, value]) => [key, String(value)])).toString();
  return `/p/${projectId}/${screen}${search === '' ? '' : `?${search}`}`;
}

/** Goes to a screen of the open project; features call each other only this way. */
export function useGo(): (
  screen: ScreenName,
  parameters?: PlaceParameters,
  options?: { replace: boolean },
) => void {
  const projectId = useProjectId();
  const [, navigate] = useLocation();
  return useCallback(
    (screen, parameters, options) => navigate(placeOf(projectId, screen, parameters), options),
    [navigate, projectId],
  );
}

/** The parameters of the present address. */
export function usePlaceParameters(): URLSearchParams {
  return new URLSearchParams(useSearch());
}
