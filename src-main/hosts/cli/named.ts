import type { Project } from '../../core/core.ts';
import type { Deployment } from '../../domain/decision.ts';
import { AppError } from '../../domain/errors.ts';
import type { Model } from '../../domain/model.ts';

/** @throws AppError `model_not_found`, naming the models that there are. */
export function findModel(project: Project, name: string): Model {
  const models = project.models.list();
  const model = models.find((one) => one.name === name);
  if (model !== undefined) return model;
  const remedy = models.length === 0 ? 'Train one with "winnow train".' : `There is ${quoted(models)}.`;
  throw new AppError('model_not_found', `The project has no model "${name}". ${remedy}`);
}

/** @throws AppError `not_found`, naming the deployments that there are. */
export function findDeployment(project: Project, name: string): Deployment {
  const deployments = project.deployments.list();
  const deployment = deployments.find((one) => one.name === name);
  if (deployment !== undefined) return deployment;
  const remedy = deployments.length === 0 ? 'It has none.' : `There is ${quoted(deployments)}.`;
  throw new AppError('not_found', `The project has no deployment "${name}". ${remedy}`);
}

function quoted(all: readonly { readonly name: string }[]): string {
  return all.map(({ name }) => `"${name}"`).join(', ');
}
