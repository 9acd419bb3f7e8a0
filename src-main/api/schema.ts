import { z } from 'zod';
import { inProject, projectKind, rowId, seed } from './schemas.ts';
import { procedure, router } from './trpc.ts';

const mergeInput = inProject.extend({ classIds: z.array(rowId).min(1).max(1000).readonly(), into: rowId });
const partNames = z.array(z.string().max(400)).min(2).max(10).readonly();

/** Merging, splitting and converting classes over all documents, and bringing deleted ones back. */
export const schemaRouter = router({
  mergePreview: procedure
    .input(mergeInput)
    .query(({ ctx, input }) =>
      ctx.core.project(input.projectId).schema.mergePreview(input.classIds, input.into),
    ),
  merge: procedure
    .input(mergeInput)
    .mutation(({ ctx, input }) => ctx.core.project(input.projectId).schema.merge(input.classIds, input.into)),
  startSplit: procedure
    .input(inProject.extend({ classId: rowId, names: partNames, seed }))
    .mutation(({ ctx, input: { projectId, ...request } }) =>
      ctx.core.project(projectId).schema.startSplit(request),
    ),
  split: procedure
    .input(inProject.extend({ jobId: rowId, names: partNames }))
    .mutation(({ ctx, input }) => ctx.core.project(input.projectId).schema.split(input.jobId, input.names)),
  convertPreview: procedure
    .input(inProject.extend({ kind: projectKind }))
    .query(({ ctx, input }) => ctx.core.project(input.projectId).schema.convertPreview(input.kind)),
  convert: procedure
    .input(inProject.extend({ kind: projectKind }))
    .mutation(({ ctx, input }) => ctx.core.project(input.projectId).schema.convert(input.kind)),
  deleted: procedure
    .input(inProject)
    .query(({ ctx, input }) => ctx.core.project(input.projectId).schema.deleted()),
  restore: procedure
    .input(inProject.extend({ classId: rowId }))
    .mutation(({ ctx, input }) => ctx.core.project(input.projectId).schema.restore(input.classId)),
});
