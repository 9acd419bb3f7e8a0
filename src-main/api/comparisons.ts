import { z } from 'zod';
import { comparedSets } from '../domain/comparison/types.ts';
import { evaluatedDataset, inProject, rowId } from './schemas.ts';
import { procedure, router } from './trpc.ts';

/** Model ids: B is the one that might replace A. */
const pair = inProject.extend({ a: rowId, b: rowId, dataset: evaluatedDataset });

export const comparisonsRouter = router({
  get: procedure
    .input(pair)
    .query(({ ctx, input: { projectId, a, b, dataset } }) =>
      ctx.core.project(projectId).comparisons.get(a, b, dataset),
    ),
  start: procedure
    .input(pair)
    .mutation(({ ctx, input: { projectId, a, b, dataset } }) =>
      ctx.core.project(projectId).comparisons.start(a, b, dataset),
    ),
  startAnew: procedure
    .input(pair)
    .mutation(({ ctx, input: { projectId, a, b, dataset } }) =>
      ctx.core.project(projectId).comparisons.startAnew(a, b, dataset),
    ),
  documents: procedure
    .input(
      inProject.extend({
        analysisId: rowId,
        set: z.enum(comparedSets),
        /** Place of the first row. */
        cursor: z.int().min(0),
        count: z.int().min(1).max(500),
      }),
    )
    .query(({ ctx, input: { projectId, analysisId, set, cursor, count } }) =>
      ctx.core.project(projectId).comparisons.documents(analysisId, set, cursor, count),
    ),
});
