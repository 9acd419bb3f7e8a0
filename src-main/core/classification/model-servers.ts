import type { ModelAnswers, ModelQuestion } from '../ports/model-questions.ts';
import type { ProjectContext } from '../projects/project-context.ts';
import { ModelServer } from './model-server.ts';

/** The models kept in memory, each in a worker of its own, the ones used last. */
export interface ModelServers {
  ask<Question extends ModelQuestion>(
    modelId: number,
    question: Question,
  ): Promise<ModelAnswers[Question['kind']]>;
  /** The model is gone or replaced. */
  forget(modelId: number): void;
  /** Resolves when all processes have ended. */
  close(): Promise<void>;
}

const maximalServers = 2;
const idleMilliseconds = 60_000;

interface Kept {
  readonly server: ModelServer;
  idle: ReturnType<typeof setTimeout> | undefined;
  requests: number;
}

export function createModelServers(context: ProjectContext): ModelServers {
  const kept = new Map<number, Kept>();
  const ending = new Set<Promise<void>>();

  const stop = (modelId: number) => {
    const entry = kept.get(modelId);
    if (entry === undefined) {
      return;
    }
    clearTimeout(entry.idle);
    kept.delete(modelId);
    const ended = entry.server.stop();
    ending.add(ended);
    void ended.then(() => ending.delete(ended));
  };
  const serverFor = (modelId: number): Kept => {
    const known = kept.get(modelId);
    if (known !== undefined && !known.server.over) {
      kept.delete(modelId);
      kept.set(modelId, known);
      return known;
    }
    stop(modelId);
    for (const [oldest, entry] of kept) {
      if (kept.size >= maximalServers && entry.requests === 0) {
        stop(oldest);
      }
    }
    const task = { kind: 'serve-model', projectPath: context.store.path, modelId } as const;
    const started: Kept = { server: new ModelServer(context.launcher, task), idle: undefined, requests: 0 };
    kept.set(modelId, started);
    return started;
  };

  return {
    async ask(modelId, question) {
      const entry = serverFor(modelId);
      clearTimeout(entry.idle);
      entry.requests += 1;
      try {
        return await entry.server.ask(question);
      } finally {
        entry.requests -= 1;
        if (entry.requests === 0 && kept.get(modelId) === entry) {
          entry.idle = setTimeout(() => {
            stop(modelId);
          }, idleMilliseconds);
          entry.idle.unref();
        }
      }
    },
    forget: stop,
    async close() {
      for (const modelId of [...kept.keys()]) {
        stop(modelId);
      }
      await Promise.all(ending);
    },
  };
}
