import { TRPCClientError } from '@trpc/client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { JobSnapshot } from '../../src-main/domain/job.ts';
import {
  createProbe,
  type OpenTransport,
  type Probe,
  secret,
  type TransportUnderTest,
} from './transport-probe.ts';

type ErrorShown = { readonly code: string; readonly message: string; readonly details?: unknown };

async function errorOf(call: Promise<unknown>): Promise<ErrorShown> {
  const error: unknown = await call.then(
    () => new Error('The call succeeded.'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof TRPCClientError)) throw error;
  return (error.data as { readonly error: ErrorShown }).error;
}

/** Collects what a subscription delivers and lets a test wait for it. */
function collector<T>() {
  const values: T[] = [];
  const ended = Promise.withResolvers<unknown>();
  let arrived = Promise.withResolvers<void>();
  return {
    values,
    /** The error that ended the subscription, or `null` when it completed. */
    ended: ended.promise,
    observer: {
      onData(value: unknown) {
        values.push(value as T);
        arrived.resolve();
        arrived = Promise.withResolvers<void>();
      },
      onError: (error: unknown) => ended.resolve(error),
      onComplete: () => ended.resolve(null),
    },
    async received(count: number): Promise<void> {
      while (values.length < count) await arrived.promise;
    },
  };
}

const job = (id: number): JobSnapshot => ({
  id,
  kind: 'train',
  title: 'Training',
  state: 'running',
  startedAt: '2030-01-01T00:00:00.000Z',
  finishedAt: null,
  progress: null,
  log: [],
  result: null,
  error: null,
});

/** What every way between a page and its host must do; the API's own tests need no transport. */
export function testTransport(name: string, openTransport: OpenTransport): void {
  describe(`${name} as a transport`, () => {
    let probe: Probe;
    let transport: TransportUnderTest;
    beforeEach(async () => {
      probe = createProbe();
      transport = await openTransport(probe.context);
    });
    afterEach(() => transport.close());

    test('answers a query', async () => {
      expect(await transport.client.projects.list.query()).toEqual([{ id: 'echo' }]);
      expect(await transport.client.application.capabilities.query()).toEqual(probe.context.capabilities);
    });

    test('carries inputs and answers unchanged, whatever they are written in', async () => {
      const description = 'naïve "quotes" \\ \u2028 日本語 🙂\u0000';
      const answer = await transport.client.projects.update.mutate({ projectId: 'echo', description });
      expect(answer).toEqual({ id: 'echo', description });
    });

    test('answers a mutation that returns nothing', async () => {
      expect(await transport.client.projects.close.mutate({ projectId: 'echo' })).toBeUndefined();
    });

    test('refuses a wrong input by name', async () => {
      const wrong = { projectId: 7 } as unknown as { projectId: string };
      const error = await errorOf(transport.client.projects.get.query(wrong));
      expect(error.code).toBe('bad_request');
      expect(error.message).toContain('projectId');
      expect(probe.reported).toEqual([]);
    });

    test('carries an expected error with its code, message and details', async () => {
      expect(await errorOf(transport.client.projects.open.mutate({ path: 'busy' }))).toEqual({
        code: 'project_in_use',
        message: 'Another window has this project open.',
        details: { path: 'busy', since: 3 },
      });
    });

    test('hides an unexpected error and names where the log has it', async () => {
      const call = transport.client.projects.get.query({ projectId: 'broken' });
      const thrown: unknown = await call.catch((reason: unknown) => reason);
      const shown = await errorOf(call);
      expect(shown.code).toBe('internal');
      expect(shown.message).toContain('ref-1');
      expect(JSON.stringify(thrown) + String(thrown)).not.toContain(secret);
      expect(probe.reported).toMatchObject([{ procedure: 'projects.get', error: { message: secret } }]);
    });

    test('refuses a procedure that does not exist', async () => {
      const steal = (router: string): Promise<unknown> => {
        const routers = transport.client as unknown as Record<
          string,
          { steal: { query(): Promise<unknown> } }
        >;
        return routers[router]!.steal.query();
      };
      expect((await errorOf(steal('projects'))).code).toBe('not_found');
      expect((await errorOf(steal('constructor'))).code).toBe('not_found');
    });

    test('keeps calls apart that run at the same time, in any order', async () => {
      const names = Array.from({ length: 40 }, (_, index) => `gate:${index}`);
      const calls = names.map((path) => transport.client.projects.open.mutate({ path }));
      for (const path of names.toReversed()) probe.open(path.slice(5));
      expect((await Promise.all(calls)).map(({ id }) => id)).toEqual(names);
    });

    test('carries a text of a million characters there and back', async () => {
      const text = 'ä1'.repeat(500_000);
      const answer = await transport.client.classification.classify.mutate({
        projectId: 'echo',
        modelId: 1,
        text,
        explain: null,
      });
      expect(answer).toEqual({ text });
    });

    test('abandons a call when its signal aborts, and goes on working', async () => {
      const controller = new AbortController();
      const call = transport.client.projects.open.mutate(
        { path: 'gate:never' },
        { signal: controller.signal },
      );
      const failure = call.catch((reason: unknown) => reason);
      controller.abort();
      expect(await failure).toBeInstanceOf(TRPCClientError);
      expect(await transport.client.projects.list.query()).toHaveLength(1);
    });

    test('delivers the values of a subscription in order', async () => {
      const seen = collector<readonly JobSnapshot[]>();
      const subscription = transport.client.jobs.watch.subscribe({ projectId: 'echo' }, seen.observer);
      await seen.received(1);
      await probe.listening(1);
      for (const id of [1, 2, 3]) {
        probe.emitJobs([job(id)]);
        await seen.received(id + 1);
      }
      expect(seen.values).toEqual([[], [job(1)], [job(2)], [job(3)]]);
      subscription.unsubscribe();
    });

    test('keeps two subscriptions apart', async () => {
      const jobs = collector<readonly JobSnapshot[]>();
      const topics = collector<readonly string[]>();
      const first = transport.client.jobs.watch.subscribe({ projectId: 'echo' }, jobs.observer);
      const second = transport.client.projects.changes.subscribe({ projectId: 'echo' }, topics.observer);
      await probe.listening(2);
      probe.emit(['classes', 'counts']);
      await topics.received(1);
      first.unsubscribe();
      await probe.listening(1);
      probe.emit(['jobs']);
      await topics.received(2);
      expect(topics.values).toEqual([['classes', 'counts'], ['jobs']]);
      second.unsubscribe();
    });

    test('releases the host when a subscription is left', async () => {
      const seen = collector<readonly string[]>();
      const subscription = transport.client.projects.changes.subscribe({ projectId: 'echo' }, seen.observer);
      await probe.listening(1);
      subscription.unsubscribe();
      await probe.listening(0);
      probe.emit(['classes']);
      expect(await transport.client.projects.list.query()).toHaveLength(1);
      expect(seen.values).toEqual([]);
    });

    test('ends a subscription with an expected error of its own', async () => {
      const seen = collector<readonly string[]>();
      transport.client.projects.changes.subscribe({ projectId: 'absent' }, seen.observer);
      const error = (await seen.ended) as TRPCClientError<never>;
      expect((error.data as unknown as { error: unknown }).error).toEqual({
        code: 'not_found',
        message: 'No such project is open.',
      });
    });

    test('hides an unexpected error of a subscription', async () => {
      const seen = collector<readonly string[]>();
      transport.client.projects.changes.subscribe({ projectId: 'broken' }, seen.observer);
      const error = await seen.ended;
      expect(JSON.stringify(error) + String(error)).not.toContain(secret);
      expect(probe.reported).toMatchObject([{ procedure: 'projects.changes', error: { message: secret } }]);
    });

    test('releases everything in the host when the client goes away', async () => {
      const seen = collector<readonly string[]>();
      const client = transport.client;
      client.jobs.watch.subscribe({ projectId: 'echo' }, collector().observer);
      client.projects.changes.subscribe({ projectId: 'echo' }, seen.observer);
      client.projects.changes.subscribe({ projectId: 'other' }, seen.observer);
      await probe.listening(3);
      await transport.disconnect();
      await probe.listening(0);
    });
  });
}
