import { z } from 'zod';
import { testSetPolicies } from '../domain/test-set.ts';
import { inProject, rowId } from './schemas.ts';
import { procedure, router } from './trpc.ts';

export const testSetRouter = router({
  state: procedure
    .input(inProject)
    .query(({ ctx, input }) => ctx.core.project(input.projectId).testSet.state()),
  setPolicy: procedure
    .input(inProject.extend({ policy: z.enum(testSetPolicies) }))
    .mutation(({ ctx, input }) => ctx.core.project(input.projectId).testSet.setPolicy(input.policy)),
  relabelledSince: procedure
    .input(inProject.extend({ modelId: rowId }))
    .query(({ ctx, input }) => ctx.core.project(input.projectId).testSet.relabelledSince(input.modelId)),
});
