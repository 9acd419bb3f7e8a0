import { z } from 'zod';
import { inProject, rowId } from './schemas.ts';
import { procedure, router } from './trpc.ts';

const share = z.number().min(0).max(1);
const rule = z.object({
  thresholds: z.array(share.nullable()).max(1000).readonly(),
  accept: z.array(share).max(1000).readonly(),
  band: share,
});

export const deploymentsRouter = router({
  list: procedure
    .input(inProject)
    .query(({ ctx, input }) => ctx.core.project(input.projectId).deployments.list()),
  save: procedure
    .input(inProject.extend({ name: z.string().max(100), modelId: rowId, rule: rule.optional() }))
    .mutation(({ ctx, input: { projectId, ...fields } }) =>
      ctx.core.project(projectId).deployments.save(fields),
    ),
  swap: procedure
    .input(inProject.extend({ first: rowId, second: rowId }))
    .mutation(({ ctx, input }) =>
      ctx.core.project(input.projectId).deployments.swap(input.first, input.second),
    ),
  history: procedure
    .input(inProject.extend({ from: z.number().int().min(0), count: z.number().int().min(1).max(500) }))
    .query(({ ctx, input }) =>
      ctx.core.project(input.projectId).deployments.history(input.from, input.count),
    ),
  delete: procedure
    .input(inProject.extend({ deploymentId: rowId }))
    .mutation(({ ctx, input }) => ctx.core.project(input.projectId).deployments.delete(input.deploymentId)),
});
