import { z } from 'zod';
import { azureLimits } from '../domain/settings.ts';
import { filePath } from './schemas.ts';
import { procedure, router } from './trpc.ts';

/** The network interface for programs, as Settings show and switch it. */
export const restRouter = router({
  state: procedure.query(({ ctx }) => ctx.rest.state()),
  start: procedure
    .input(
      z.object({
        port: z.int().min(0).max(65_535),
        folders: z.array(filePath).max(50).readonly(),
        azureLimits: z.enum(azureLimits),
      }),
    )
    .mutation(({ ctx, input }) => ctx.rest.start(input)),
  stop: procedure.mutation(({ ctx }) => ctx.rest.stop()),
  rotateKey: procedure.mutation(({ ctx }) => ctx.rest.rotateKey()),
});
