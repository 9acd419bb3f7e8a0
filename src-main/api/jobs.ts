import { z } from 'zod';
import { exportFormats } from '../domain/exchange/export.ts';
import { duplicatePolicies } from '../domain/import.ts';
import type { JobSnapshot } from '../domain/job.ts';
import { filePath, filePaths, inProject, newProject, readOptions, rowId, selection } from './schemas.ts';
import { latest } from './subscription.ts';
import { procedure, router } from './trpc.ts';

const oneJob = inProject.extend({ jobId: rowId });

/** Starting, watching and cancelling a job are separate calls: a job outlives every window. */
export const jobsRouter = router({
  list: procedure.input(inProject).query(({ ctx, input }) => ctx.core.project(input.projectId).jobs.list()),
  get: procedure
    .input(oneJob)
    .query(({ ctx, input }) => ctx.core.project(input.projectId).jobs.get(input.jobId)),
  cancel: procedure
    .input(oneJob)
    .mutation(({ ctx, input }) => ctx.core.project(input.projectId).jobs.cancel(input.jobId)),
  watch: procedure.input(inProject).subscription(async function* ({ ctx, input, signal }) {
    const { jobs } = ctx.core.project(input.projectId);
    yield jobs.list();
    yield* latest<readonly JobSnapshot[]>((listener) => jobs.onChange(listener), signal);
  }),
});

const importSource = z.object({
  paths: filePaths,
  options: readOptions,
  duplicates: z.enum(duplicatePolicies),
});

export const importsRouter = router({
  start: procedure
    .input(inProject.extend(importSource.shape))
    .mutation(({ ctx, input: { projectId, ...request } }) =>
      ctx.core.project(projectId).imports.start(request),
    ),
  startProject: procedure
    .input(z.object({ project: newProject, source: importSource }))
    .mutation(({ ctx, input }) => ctx.core.projectImports.start(input.project, input.source)),
  discardProject: procedure
    .input(inProject)
    .mutation(({ ctx, input }) => ctx.core.projectImports.discard(input.projectId)),
});

export const exportsRouter = router({
  start: procedure
    .input(
      inProject.extend({
        format: z.enum(exportFormats),
        path: filePath,
        selection: selection.nullable(),
        textsFolder: filePath.nullable().exactOptional(),
        modelId: rowId.exactOptional(),
      }),
    )
    .mutation(({ ctx, input: { projectId, ...request } }) =>
      ctx.core.project(projectId).exports.start(request),
    ),
});
