import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../domain/errors.ts';
import { openOperationTable } from '../../store/operations.ts';
import type { Operations, OperationWork } from './context.ts';
import { createOperations } from './operations.ts';

let folder: string;
let clock: Date;
const reported: unknown[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'winnow-operations-'));
  clock = new Date('2026-01-01T00:00:00Z');
  reported.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** One server's operations, over the same file as those before. */
function open(works: Readonly<Record<string, OperationWork>>): Operations {
  const operations = createOperations({
    table: openOperationTable(path.join(folder, 'rest.sqlite')),
    now: () => clock,
    reportUnexpected: (error) => `reference-${reported.push(error)}`,
    within: (work) => work(() => {}),
  });
  for (const [kind, work] of Object.entries(works)) operations.register('azure-authoring', kind, work);
  operations.resume();
  return operations;
}

const fields = {
  service: 'azure-authoring',
  kind: 'work',
  project: 'p',
  request: { n: 1 },
  secondsToLive: 60,
} as const;

function endOf(operations: Operations, id: string) {
  return expect.poll(() => operations.get('azure-authoring', id));
}

describe('operations', () => {
  it('are written down, worked on one after the other, and told apart by service', async () => {
    const gate = Promise.withResolvers<void>();
    const order: unknown[] = [];
    const operations = open({
      work: async ({ request }, control) => {
        order.push(request);
        control.progress(0.5, { half: true });
        await gate.promise;
        return { done: request };
      },
    });
    const first = operations.start({ ...fields, queue: 'q' });
    const second = operations.start({ ...fields, request: { n: 2 }, queue: 'q' });
    await endOf(operations, first.id).toMatchObject({
      status: 'running',
      fraction: 0.5,
      result: { half: true },
    });
    expect(operations.get('azure-authoring', second.id)).toMatchObject({
      status: 'waiting',
      request: { n: 2 },
    });
    expect(() => operations.get('comprehend', first.id)).toThrow(/no such operation/);
    gate.resolve();
    await endOf(operations, second.id).toMatchObject({ status: 'succeeded', result: { done: { n: 2 } } });
    expect(order).toEqual([{ n: 1 }, { n: 2 }]);
    expect(operations.list('azure-authoring', 'work', 'p').map(({ id }) => id)).toEqual([
      second.id,
      first.id,
    ]);
    expect(operations.list('azure-authoring', 'work', 'other')).toEqual([]);
    await operations.close();
  });

  it('tell of failures; an unexpected one only by its reference', async () => {
    const operations = open({
      known: () => Promise.reject(new AppError('not_found', 'There is none.')),
      unknown: () => Promise.reject(new Error('/home/somebody/secret')),
    });
    const known = operations.start({ ...fields, kind: 'known' });
    const unknown = operations.start({ ...fields, kind: 'unknown' });
    await endOf(operations, known.id).toMatchObject({ status: 'failed', error: { code: 'not_found' } });
    await endOf(operations, unknown.id).toMatchObject({ status: 'failed', error: { code: 'internal' } });
    expect(operations.get('azure-authoring', unknown.id).error?.message).toMatch(/reference-1/);
    expect(() => operations.start({ ...fields, kind: 'strange' })).toThrow(AppError);
    await operations.close();
  });

  it('can be cancelled while they wait and while they run', async () => {
    const operations = open({
      work: (_operation, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new AppError('cancelled', 'Stopped.')));
        }),
    });
    const running = operations.start({ ...fields, queue: 'q' });
    const waiting = operations.start({ ...fields, queue: 'q' });
    await endOf(operations, running.id).toMatchObject({ status: 'running' });
    expect(operations.cancel('azure-authoring', waiting.id).status).toBe('cancelled');
    operations.cancel('azure-authoring', running.id);
    await endOf(operations, running.id).toMatchObject({ status: 'cancelled' });
    expect(operations.cancel('azure-authoring', running.id).status).toBe('cancelled');
    await operations.close();
  });

  it('begin again after an end of the server, those being cancelled do not', async () => {
    const never = (): Promise<never> => new Promise(() => undefined);
    const table = openOperationTable(path.join(folder, 'rest.sqlite'));
    const crashed = createOperations({
      ...{ table, now: () => clock, reportUnexpected: () => '' },
      within: (work) => work(() => {}),
    });
    crashed.register('azure-authoring', 'work', (_operation, { progress }) => {
      progress(0.4, { so: 'far' });
      return never();
    });
    const running = crashed.start(fields);
    const waiting = crashed.start({ ...fields, queue: 'q' });
    const cancelling = crashed.start(fields);
    await endOf(crashed, cancelling.id).toMatchObject({ status: 'running' });
    crashed.cancel('azure-authoring', cancelling.id);
    table.close();

    const seen: unknown[] = [];
    const operations = open({
      work: async ({ result }) => {
        seen.push(result);
        return 'again';
      },
    });
    for (const { id } of [running, waiting]) {
      await endOf(operations, id).toMatchObject({ status: 'succeeded', result: 'again' });
    }
    expect(operations.get('azure-authoring', cancelling.id).status).toBe('cancelled');
    expect(seen).toContainEqual({ so: 'far' });
    await operations.close();
  });

  it('expire after their end, and values stay', async () => {
    const operations = open({ work: async () => null });
    const { id } = operations.start(fields);
    await endOf(operations, id).toMatchObject({ status: 'succeeded' });
    operations.setValue('azure-authoring', 'key', { kept: true });
    clock = new Date('2026-01-01T00:01:01Z');
    expect(() => operations.get('azure-authoring', id)).toThrow(/expired/);
    expect(operations.list('azure-authoring')).toEqual([]);
    await operations.close();
    const later = open({});
    expect(later.value('azure-authoring', 'key')).toEqual({ kept: true });
    expect(later.value('comprehend', 'key')).toBeUndefined();
    later.setValue('azure-authoring', 'key', undefined);
    expect(later.value('azure-authoring', 'key')).toBeUndefined();
    await later.close();
  });

  it('keep of their request what the kind wants kept, once they have ended', async () => {
    const operations = open({});
    const kept = (request: unknown) => ({ n: (request as { n: number }).n });
    operations.register('azure-runtime', 'secret', async ({ request }) => request, kept);
    const { id, request } = operations.start({
      ...{ ...fields, service: 'azure-runtime', kind: 'secret', queue: 'q' },
      request: { n: 1, text: 'A text that nobody else should read' },
    });
    expect(request).toHaveProperty('text');
    await expect.poll(() => operations.get('azure-runtime', id)).toMatchObject({ status: 'succeeded' });
    expect(operations.get('azure-runtime', id).request).toEqual({ n: 1 });
    await operations.close();
  });

  it('are held by one server at a time', async () => {
    const operations = open({});
    expect(() => openOperationTable(path.join(folder, 'rest.sqlite'))).toThrow(
      expect.objectContaining({ code: 'project_in_use' }),
    );
    await operations.close();
  });
});
