import { z } from 'zod';
import { duplicateFilters } from '../domain/duplicates/group-list.ts';
import { inProject, rowId, seed } from './schemas.ts';
import { procedure, router } from './trpc.ts';

const ofAnalysis = inProject.extend({ analysisId: rowId });
const filter = z.enum(duplicateFilters);
/** Place of the first row, and how many. */
const page = { cursor: z.int().min(0), count: z.int().min(1).max(500) };

export const healthRouter = router({
  duplicates: procedure
    .input(inProject)
    .query(({ ctx, input }) => ctx.core.project(input.projectId).health.duplicates()),
  findDuplicates: procedure
    .input(inProject.extend({ threshold: z.number().min(0.5).max(1) }))
    .mutation(({ ctx, input }) => ctx.core.project(input.projectId).health.findDuplicates(input.threshold)),
  duplicateGroups: procedure
    .input(ofAnalysis.extend({ filter, ...page }))
    .query(({ ctx, input }) =>
      ctx.core
        .project(input.projectId)
        .health.duplicateGroups(input.analysisId, input.filter, input.cursor, input.count),
    ),
  resolveDuplicates: procedure
    .input(
      ofAnalysis.extend({
        groups: z.union([z.array(z.int().min(0)).min(1).max(1000).readonly(), filter]),
        remedy: z.enum(['drop', 'together']),
      }),
    )
    .mutation(({ ctx, input: { projectId, ...request } }) =>
      ctx.core.project(projectId).health.resolveDuplicates(request),
    ),
  labelErrors: procedure
    .input(inProject)
    .query(({ ctx, input }) => ctx.core.project(input.projectId).health.labelErrors()),
  findLabelErrors: procedure
    .input(inProject.extend({ seed }))
    .mutation(({ ctx, input }) => ctx.core.project(input.projectId).health.findLabelErrors(input.seed)),
  labelIssues: procedure
    .input(ofAnalysis.extend({ openOnly: z.boolean(), ...page }))
    .query(({ ctx, input }) =>
      ctx.core
        .project(input.projectId)
        .health.labelIssues(input.analysisId, input.cursor, input.count, input.openOnly),
    ),
  learningCurve: procedure
    .input(inProject)
    .query(({ ctx, input }) => ctx.core.project(input.projectId).health.learningCurve()),
  startLearningCurve: procedure
    .input(inProject.extend({ seed }))
    .mutation(({ ctx, input }) => ctx.core.project(input.projectId).health.startLearningCurve(input.seed)),
});
