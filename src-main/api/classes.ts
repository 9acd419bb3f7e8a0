import { z } from 'zod';
import { inProject, rowId } from './schemas.ts';
import { procedure, router } from './trpc.ts';

const fields = {
  description: z.string().max(10_000).exactOptional(),
  color: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i)
    .exactOptional(),
  key: z.string().min(1).max(20).nullable().exactOptional(),
};
const name = z.string().max(400);
const oneClass = inProject.extend({ classId: rowId });

export const classesRouter = router({
  list: procedure
    .input(inProject)
    .query(({ ctx, input }) => ctx.core.project(input.projectId).classes.list()),
  add: procedure
    .input(inProject.extend({ name, ...fields }))
    .mutation(({ ctx, input: { projectId, ...rest } }) => ctx.core.project(projectId).classes.add(rest)),
  update: procedure
    .input(oneClass.extend({ name: name.exactOptional(), ...fields }))
    .mutation(({ ctx, input: { projectId, classId, ...changes } }) =>
      ctx.core.project(projectId).classes.update(classId, changes),
    ),
  reorder: procedure
    .input(inProject.extend({ classIds: z.array(rowId).max(1000).readonly() }))
    .mutation(({ ctx, input }) => ctx.core.project(input.projectId).classes.reorder(input.classIds)),
  deletePreview: procedure
    .input(oneClass)
    .query(({ ctx, input }) => ctx.core.project(input.projectId).classes.deletePreview(input.classId)),
  delete: procedure
    .input(oneClass)
    .mutation(({ ctx, input }) => ctx.core.project(input.projectId).classes.delete(input.classId)),
});
