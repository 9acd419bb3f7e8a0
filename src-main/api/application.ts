import { z } from 'zod';
import { themes } from '../domain/settings.ts';
import { filePath, filePaths, projectKind, readOptions } from './schemas.ts';
import { procedure, router } from './trpc.ts';

const settingsChanges = z.object({
  annotator: z.string().max(100).exactOptional(),
  theme: z.enum(themes).exactOptional(),
  singleKeys: z.boolean().exactOptional(),
  keys: z.record(z.string().max(60), z.string().max(40)).exactOptional(),
  documentFontSize: z.int().min(12).max(28).exactOptional(),
  advanceAfterLabel: z.boolean().exactOptional(),
  encoderFolder: filePath.nullable().exactOptional(),
});

/** What belongs to the person and the computer, not to a project. */
export const applicationRouter = router({
  capabilities: procedure.query(({ ctx }) => ctx.capabilities),
  settings: procedure.query(({ ctx }) => ctx.core.application.settings()),
  updateSettings: procedure
    .input(settingsChanges)
    .mutation(({ ctx, input }) => ctx.core.application.updateSettings(input)),
  recentProjects: procedure.query(({ ctx }) => ctx.core.application.recentProjects()),
  forgetRecent: procedure
    .input(z.object({ path: filePath }))
    .mutation(({ ctx, input }) => ctx.core.application.forgetRecent(input.path)),
  browse: procedure
    .input(z.object({ path: filePath.nullable() }))
    .query(({ ctx, input }) => ctx.core.application.browse(input.path)),
  inspect: procedure
    .input(z.object({ paths: filePaths, projectKind, options: readOptions }))
    .mutation(({ ctx, input }) => ctx.core.application.inspect(input)),
  pickOpen: procedure
    .input(z.object({ title: z.string().max(200), kind: z.enum(['project', 'documents', 'folder']) }))
    .mutation(({ ctx, input }) => ctx.desktop?.pickOpen(input) ?? null),
  pickSave: procedure
    .input(z.object({ title: z.string().max(200), proposedPath: filePath }))
    .mutation(({ ctx, input }) => ctx.desktop?.pickSave(input) ?? null),
  reveal: procedure
    .input(z.object({ path: filePath }))
    .mutation(({ ctx, input }) => ctx.desktop?.reveal(input.path)),
});
