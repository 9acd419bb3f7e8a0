import { z } from 'zod';
import { changeSources, operationKinds } from '../domain/history.ts';
import { filePath, inProject, rowId } from './schemas.ts';
import { procedure, router } from './trpc.ts';

const day = z.iso.date();
const filter = z.object({
  annotator: z.string().max(200).exactOptional(),
  kinds: z.array(z.enum(operationKinds)).readonly().exactOptional(),
  sources: z.array(z.enum(changeSources)).readonly().exactOptional(),
  from: day.exactOptional(),
  to: day.exactOptional(),
});
const oneModel = inProject.extend({ modelId: rowId });

/** Who changed what and when, taking back any step, and the labels that a model was trained on. */
export const historyLogRouter = router({
  entries: procedure
    .input(
      inProject.extend({
        filter,
        /** Place of the first row. */
        cursor: z.int().min(0),
        count: z.int().min(1).max(500),
      }),
    )
    .query(({ ctx, input }) =>
      ctx.core.project(input.projectId).historyLog.entries(input.filter, input.cursor, input.count),
    ),
  annotators: procedure
    .input(inProject)
    .query(({ ctx, input }) => ctx.core.project(input.projectId).historyLog.annotators()),
  ofDocument: procedure
    .input(inProject.extend({ documentId: rowId }))
    .query(({ ctx, input }) => ctx.core.project(input.projectId).historyLog.ofDocument(input.documentId)),
  revert: procedure
    .input(inProject.extend({ operationId: rowId }))
    .mutation(({ ctx, input }) => ctx.core.project(input.projectId).historyLog.revert(input.operationId)),
  snapshotPreview: procedure
    .input(oneModel)
    .query(({ ctx, input }) => ctx.core.project(input.projectId).historyLog.snapshotPreview(input.modelId)),
  restoreSnapshot: procedure
    .input(
      oneModel.extend({
        target: z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('here') }),
          z.object({ kind: z.literal('copy'), path: filePath }),
        ]),
      }),
    )
    .mutation(({ ctx, input }) =>
      ctx.core.project(input.projectId).historyLog.restoreSnapshot(input.modelId, input.target),
    ),
});
