import { z } from 'zod';
import { evaluatedDataset, inProject, rowId, seed } from './schemas.ts';
import { procedure, router } from './trpc.ts';

export const guidanceRouter = router({
  forModel: procedure
    .input(inProject.extend({ modelId: rowId, dataset: evaluatedDataset }))
    .query(({ ctx, input: { projectId, modelId, dataset } }) =>
      ctx.core.project(projectId).guidance.forModel(modelId, dataset),
    ),
  exclude: procedure
    .input(inProject.extend({ classId: rowId, documents: z.int().positive(), seed }))
    .mutation(({ ctx, input: { projectId, classId, documents, seed: drawn } }) =>
      ctx.core.project(projectId).guidance.exclude(classId, documents, drawn),
    ),
});
