import { useQuery } from '@tanstack/react-query';
import type { Deployment } from '../../../src-main/domain/decision.ts';
import type { Model } from '../../../src-main/domain/model.ts';
import { useTRPC } from '../../api/client.ts';
import { useModels, useProjectId } from '../../api/project.tsx';
import { usePlaceParameters } from '../../ui/places.ts';

/** Who answers: a model by itself, or a deployment of it by its rule. */
export interface Asked {
  readonly model: Model;
  readonly deployment: Deployment | null;
}

export interface Askable {
  readonly asked: Asked | undefined;
  readonly models: readonly Model[];
  /** Those whose model is there. */
  readonly deployments: readonly Deployment[];
}

/** Named in the address; the newest model without it. */
export function useAskable(): Askable {
  const trpc = useTRPC();
  const projectId = useProjectId();
  const models = useModels();
  const all = useQuery(trpc.deployments.list.queryOptions({ projectId })).data ?? [];
  const place = usePlaceParameters();
  const deployments = all.filter(({ modelId }) => models.some(({ id }) => id === modelId));
  const deployment = deployments.find(({ id }) => id === Number(place.get('deployment'))) ?? null;
  const wanted = deployment?.modelId ?? Number(place.get('model'));
  const model = models.find(({ id }) => id === wanted) ?? models[0];
  return { asked: model === undefined ? undefined : { model, deployment }, models, deployments };
}
