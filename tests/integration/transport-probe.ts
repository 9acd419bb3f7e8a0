import type { TRPCClient } from '@trpc/client';
import type { ApiContext } from '../../src-main/api/context.ts';
import type { RestService } from '../../src-main/api/rest/service.ts';
import type { AppRouter } from '../../src-main/api/router.ts';
import type { Core } from '../../src-main/core/core.ts';
import type { ChangeTopic } from '../../src-main/domain/change-topic.ts';
import { AppError } from '../../src-main/domain/errors.ts';
import type { JobSnapshot } from '../../src-main/domain/job.ts';

/** A transport under test: the API's real router at one end, a typed client at the other. */
export interface TransportUnderTest {
  readonly client: TRPCClient<AppRouter>;
  /** Cuts the connection from the client's side, as a reload or a closed window does. */
  disconnect(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a transport over the given context. */
export type OpenTransport = (context: ApiContext) => Promise<TransportUnderTest>;

/** The core behind the tests: answers what the test scripts, and tells what is listened to. */
export interface Probe {
  readonly context: ApiContext;
  readonly reported: { readonly error: unknown; readonly procedure: string }[];
  /** Listeners that subscriptions hold right now. */
  listeners(): number;
  /** Resolves when exactly that many listeners are held. */
  listening(count: number): Promise<void>;
  emit(topics: readonly ChangeTopic[]): void;
  emitJobs(jobs: readonly JobSnapshot[]): void;
  /** Lets the call that waits on a name (see `gate:` in {@link createProbe}) go on. */
  open(name: string): void;
}

export const secret = 'a document of the user';

/**
 * Behaviour by project id or path: `busy` throws an {@link AppError} with details, `broken` an unexpected
 * error, `gate:x` waits until `open('x')`, `echo` answers.
 */
export function createProbe(): Probe {
  const changes = createHub<readonly ChangeTopic[]>();
  const jobs = createHub<readonly JobSnapshot[]>();
  const reported: { readonly error: unknown; readonly procedure: string }[] = [];
  const gates = new Map<string, PromiseWithResolvers<void>>();
  const gate = (name: string): PromiseWithResolvers<void> => {
    const known = gates.get(name) ?? Promise.withResolvers<void>();
    gates.set(name, known);
    return known;
  };
  const project = (id: string): unknown => {
    if (id === 'absent') throw new AppError('not_found', 'No such project is open.');
    if (id === 'broken') throw new Error(secret);
    return {
      info: () => ({ id, name: 'Echo' }),
      update: (fields: object) => ({ id, ...fields }),
      close: () => Promise.resolve(),
      onChange: changes.subscribe,
      jobs: { list: () => [], onChange: jobs.subscribe },
      classification: { classify: (_model: number, text: string) => ({ text }) },
    };
  };
  const open = async (path: string): Promise<unknown> => {
    if (path === 'busy') {
      throw new AppError('project_in_use', 'Another window has this project open.', { path, since: 3 });
    }
    if (path.startsWith('gate:')) await gate(path.slice(5)).promise;
    return { id: path, name: 'Echo' };
  };
  const core = { project, projects: { open, list: () => [{ id: 'echo' }] } } as unknown as Core;
  return {
    context: {
      core,
      capabilities: {
        host: 'server',
        version: '1.2.3',
        platform: 'linux',
        nativeDialogs: false,
        droppedPaths: false,
        projectFolder: '/projects',
      },
      desktop: null,
      rest: {} as unknown as RestService,
      reportUnexpected(error, procedure) {
        reported.push({ error, procedure });
        return `ref-${reported.length}`;
      },
    },
    reported,
    listeners: () => changes.count() + jobs.count(),
    async listening(count) {
      while (changes.count() + jobs.count() !== count) {
        await Promise.race([changes.nextChange(), jobs.nextChange()]);
      }
    },
    emit: changes.emit,
    emitJobs: jobs.emit,
    open: (name) => gate(name).resolve(),
  };
}

interface Hub<T> {
  subscribe(listener: (value: T) => void): () => void;
  emit(value: T): void;
  count(): number;
  nextChange(): Promise<void>;
}

function createHub<T>(): Hub<T> {
  const listeners = new Set<(value: T) => void>();
  let changed = Promise.withResolvers<void>();
  const change = (): void => {
    changed.resolve();
    changed = Promise.withResolvers<void>();
  };
  return {
    subscribe(listener) {
      listeners.add(listener);
      change();
      return () => {
        listeners.delete(listener);
        change();
      };
    },
    emit(value) {
      for (const listener of [...listeners]) listener(value);
    },
    count: () => listeners.size,
    nextChange: () => changed.promise,
  };
}
