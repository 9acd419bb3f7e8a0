import { checkRule, type Deployment } from '../../domain/decision.ts';
import { AppError } from '../../domain/errors.ts';
import type { Deployments } from '../improvement.ts';
import { checkedName, requireModel } from '../models/models.ts';
import { assertWritable, now, type ProjectContext } from '../projects/project-context.ts';

export function createDeployments(context: ProjectContext): Deployments {
  const { deployments } = context.store;
  return {
    list: () => deployments.list(),
    save({ name: given, modelId, rule }) {
      assertWritable(context);
      const name = checkedName(given, 'deployment');
      const { kind, classes } = requireModel(context, modelId);
      checkRule(rule, kind, classes.length);
      const at = now(context);
      const id = context.store.transaction(() => {
        const existing = deployments.findByName(name);
        if (existing === undefined) return deployments.insert({ name, modelId, rule, at });
        deployments.update(existing.id, { modelId, rule, at });
        return existing.id;
      });
      context.changes.emit('models');
      return requireDeployment(context, id);
    },
    delete(id) {
      assertWritable(context);
      requireDeployment(context, id);
      deployments.delete(id, now(context));
      context.changes.emit('models');
    },
  };
}

/** @throws AppError `not_found`. */
export function requireDeployment(context: ProjectContext, id: number): Deployment {
  const deployment = context.store.deployments.get(id);
  if (deployment === undefined) {
    throw new AppError(
      'not_found',
      `There is no deployment ${id} in this project; it may have been deleted.`,
    );
  }
  return deployment;
}
