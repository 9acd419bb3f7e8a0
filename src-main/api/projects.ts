import { z } from 'zod';
import type { ChangeTopic } from '../domain/change-topic.ts';
import { filePath, inProject, language, projectKind } from './schemas.ts';
import { latest } from './subscription.ts';
import { procedure, router } from './trpc.ts';

const name = z.string().trim().min(1).max(200);
const description = z.string().max(10_000);

export const projectsRouter = router({
  create: procedure
    .input(
      z.object({ path: filePath, name, kind: projectKind, language, multilingual: z.boolean(), description }),
    )
    .mutation(({ ctx, input }) => ctx.core.projects.create(input)),
  open: procedure
    .input(z.object({ path: filePath }))
    .mutation(({ ctx, input }) => ctx.core.projects.open(input.path)),
  createSample: procedure
    .input(z.object({ kind: projectKind }))
    .mutation(({ ctx, input }) => ctx.core.projects.createSample(input.kind)),
  list: procedure.query(({ ctx }) => ctx.core.projects.list()),
  get: procedure.input(inProject).query(({ ctx, input }) => ctx.core.project(input.projectId).info()),
  update: procedure
    .input(
      inProject.extend({
        name: name.exactOptional(),
        language: language.exactOptional(),
        multilingual: z.boolean().exactOptional(),
        description: description.exactOptional(),
      }),
    )
    .mutation(({ ctx, input: { projectId, ...changes } }) => ctx.core.project(projectId).update(changes)),
  counts: procedure.input(inProject).query(({ ctx, input }) => ctx.core.project(input.projectId).counts()),
  saveCopy: procedure
    .input(inProject.extend({ path: filePath }))
    .mutation(({ ctx, input }) => ctx.core.project(input.projectId).saveCopy(input.path)),
  clone: procedure
    .input(inProject.extend({ path: filePath, name }))
    .mutation(({ ctx, input: { projectId, ...target } }) => ctx.core.projects.clone({ projectId }, target)),
  close: procedure.input(inProject).mutation(({ ctx, input }) => ctx.core.project(input.projectId).close()),
  changes: procedure.input(inProject).subscription(async function* ({ ctx, input, signal }) {
    const project = ctx.core.project(input.projectId);
    yield* latest<readonly ChangeTopic[]>(
      (listener) => project.onChange(listener),
      signal,
      (unread, newer) => [...new Set([...unread, ...newer])],
    );
  }),
});
