import { z } from 'zod';
import type { ChangeTopic } from '../domain/change-topic.ts';
import {
  filePath,
  inProject,
  language,
  newProject,
  projectDescription,
  projectKind,
  projectName,
} from './schemas.ts';
import { latest } from './subscription.ts';
import { procedure, router } from './trpc.ts';

export const projectsRouter = router({
  create: procedure.input(newProject).mutation(({ ctx, input }) => ctx.core.projects.create(input)),
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
        name: projectName.exactOptional(),
        language: language.exactOptional(),
        multilingual: z.boolean().exactOptional(),
        description: projectDescription.exactOptional(),
      }),
    )
    .mutation(({ ctx, input: { projectId, ...changes } }) => ctx.core.project(projectId).update(changes)),
  counts: procedure.input(inProject).query(({ ctx, input }) => ctx.core.project(input.projectId).counts()),
  clone: procedure
    .input(inProject.extend({ path: filePath, name: projectName }))
    .mutation(({ ctx, input: { projectId, ...target } }) => ctx.core.project(projectId).clone(target)),
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
