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
    .input(inProject.extend({ name: z.string().max(100), modelId: rowId, rule }))
    .mutation(({ ctx, input: { projectId, ...fields } }) =>
      ctx.core.project(projectId).deployments.save(fields),
    ),
  delete: procedure
    .input(inProject.extend({ deploymentId: rowId }))
    .mutation(({ ctx, input }) => ctx.core.project(input.projectId).deployments.delete(input.deploymentId)),
});
