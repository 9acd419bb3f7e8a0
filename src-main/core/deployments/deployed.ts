import { AppError } from '../../domain/errors.ts';
import type { ProjectContext } from '../projects/project-context.ts';

/**
 * A model that a deployment points at stays: programs rely on it.
 * @throws AppError `model_deployed`, which names the deployments.
 */
export function assertNotDeployed(context: ProjectContext, modelId: number): void {
  const names = context.store.deployments.list().filter((one) => one.modelId === modelId);
  if (names.length === 0) return;
  const list = names.map(({ name }) => `“${name}”`).join(', ');
  throw new AppError(
    'model_deployed',
    `The model is deployed as ${list}. Point that at another model or delete it first.`,
    { deployments: names.map(({ name }) => name) },
  );
}
