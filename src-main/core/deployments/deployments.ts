import { checkRule, type Deployment, maximalDeployments, plainRule } from '../../domain/decision.ts';
import { AppError } from '../../domain/errors.ts';
import type { Deployments } from '../improvement.ts';
import { checkedName, requireModel } from '../models/models.ts';
import { assertWritable, now, type ProjectContext } from '../projects/project-context.ts';

export function createDeployments(context: ProjectContext): Deployments {
  const { deployments } = context.store;
  return {
    list: () => deployments.list(),
    save({ name: given, modelId, rule: ofModel }) {
      assertWritable(context);
      const name = checkedName(given, 'deployment');
      const { kind, classes } = requireModel(context, modelId);
      const rule = ofModel ?? plainRule(kind, classes.length);
      checkRule(rule, kind, classes.length);
      const at = now(context);
      const id = context.store.transaction(() => {
        const existing = deployments.findByName(name);
        if (existing === undefined) {
          assertRoom(deployments.list());
          return deployments.insert({ name, modelId, rule, at });
        }
        deployments.update(existing.id, { modelId, rule, at });
        return existing.id;
      });
      context.changes.emit('models');
      return requireDeployment(context, id);
    },
    swap(firstId, secondId) {
      assertWritable(context);
      if (firstId === secondId) throw new AppError('bad_request', 'Name two different deployments to swap.');
      const first = requireDeployment(context, firstId);
      const second = requireDeployment(context, secondId);
      const at = now(context);
      context.store.transaction(() => {
        deployments.update(first.id, { modelId: second.modelId, rule: second.rule, at });
        deployments.update(second.id, { modelId: first.modelId, rule: first.rule, at });
      });
      context.changes.emit('models');
      return [requireDeployment(context, firstId), requireDeployment(context, secondId)];
    },
    delete(id) {
      assertWritable(context);
      requireDeployment(context, id);
      deployments.delete(id, now(context));
      context.changes.emit('models');
    },
    history: (from, count) => ({
      total: deployments.stepCount(),
      rows: deployments.steps(from, count).map(({ first, ...step }) => ({
        ...step,
        kind: step.modelId === null ? 'deleted' : first ? 'created' : 'moved',
      })),
    }),
  };
}

/** @throws AppError `deployment_limit`. */
function assertRoom(existing: readonly Deployment[]): void {
  if (existing.length < maximalDeployments) return;
  throw new AppError(
    'deployment_limit',
    `A project has at most ${maximalDeployments} deployments. Delete one, or point an existing one at the model.`,
  );
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
