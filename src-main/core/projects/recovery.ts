import { takeBackUnfinished } from '../history/take-back.ts';
import type { ProjectContext } from './project-context.ts';

/** What an ended session left half done, read before anything new begins. */
export interface Leftovers {
  /** Titles of jobs that ran when the session ended. */
  readonly interrupted: readonly string[];
  /** Cleans up in the background; bulk changes, undo and redo wait for it. Never rejects. */
  readonly cleanUp: () => Promise<void>;
}

export function findLeftovers(context: ProjectContext): Leftovers {
  const { store } = context;
  if (store.readOnly) {
    return { interrupted: [], cleanUp: () => Promise.resolve() };
  }
  const interrupted = store.jobs.interruptRunning(context.clock.now().toISOString());
  const imports = store.imports.unfinished();
  const models = store.models.unpublished();
  const evaluations = store.evaluations.unpublished();
  const analyses = store.analyses.unpublished();
  const work = async () => {
    for (const evaluationId of evaluations) {
      store.evaluations.delete(evaluationId);
    }
    for (const analysisId of analyses) {
      store.analyses.delete(analysisId);
    }
    for (const modelId of models) {
      store.models.delete(modelId);
    }
    for (const importId of imports) {
      await store.imports.remove(importId);
    }
    await takeBackUnfinished(context);
  };
  return {
    interrupted: interrupted.map((job) => job.title),
    cleanUp: () =>
      context.bulk.run(work).catch((error: unknown) => {
        // What is left stays invisible, and the next open tries again.
        context.log.error('Cleaning up after an interruption failed.', { reason: String(error) });
      }),
  };
}
