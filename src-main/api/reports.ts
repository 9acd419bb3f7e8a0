import { z } from 'zod';
import { reportFormats } from '../domain/report/types.ts';
import { evaluatedDataset, filePath, inProject, rowId } from './schemas.ts';
import { procedure, router } from './trpc.ts';

export const reportsRouter = router({
  start: procedure
    .input(
      inProject.extend({
        modelId: rowId,
        dataset: evaluatedDataset,
        format: z.enum(reportFormats),
        path: filePath,
      }),
    )
    .mutation(({ ctx, input: { projectId, ...request } }) =>
      ctx.core.project(projectId).reports.start(request),
    ),
});
