import { randomUUID } from 'node:crypto';
import type { OperationRecord, OperationService, OperationTable } from '../../core/ports/operations.ts';
import { AppError, type ErrorData } from '../../domain/errors.ts';
import type { OperationControl, Operations, OperationWork, ProjectFolder, RestContext } from './context.ts';

interface Ports extends Pick<RestContext, 'now' | 'reportUnexpected'> {
  readonly table: OperationTable;
  /** What an operation works with stays open until it ends. */
  readonly within: ProjectFolder['within'];
}

interface Live {
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

/** Writing of progress, and looking for what has expired. */
const progressMilliseconds = 300;
const expiryMilliseconds = 60_000;

/** Operations written down in a table; the work itself goes on in this process. */
export function createOperations(ports: Ports): Operations {
  return new TableOperations(ports);
}

class TableOperations implements Operations {
  readonly #ports: Ports;
  readonly #works = new Map<string, Registered>();
  readonly #live = new Map<string, Live>();
  /** The end of the last operation of each queue. */
  readonly #queues = new Map<string, Promise<void>>();
  #closing = false;
  #expiredAt = 0;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  register(
    service: OperationService,
    kind: string,
    work: OperationWork,
    kept: Registered['kept'] = (request) => request,
  ): void {
    this.#works.set(nameOf(service, kind), { work, kept });
  }

  start(fields: Parameters<Operations['start']>[0]): OperationRecord {
    const { service, kind, project, request, secondsToLive, queue } = fields;
    this.#workOf(service, kind);
    this.#removeExpired();
    const now = this.#ports.now();
    const record: OperationRecord = {
      ...{ id: randomUUID(), service, kind, project, status: 'waiting', fraction: 0 },
      ...{ createdAt: now.toISOString(), updatedAt: now.toISOString() },
      expiresAt: new Date(now.getTime() + secondsToLive * 1000).toISOString(),
      // The queue is part of what is needed to begin again.
      request: { queue: queue ?? null, fields: request },
      ...{ result: null, error: null },
    };
    this.#ports.table.insert(record);
    this.#begin(record);
    return unwrapped(record);
  }

  find(service: OperationService, id: string): OperationRecord | null {
    const record = this.#ports.table.get(id);
    if (record === undefined || record.service !== service || this.#isExpired(record)) return null;
    return unwrapped(record);
  }

  get(service: OperationService, id: string): OperationRecord {
    const record = this.find(service, id);
    if (record !== null) return record;
    throw new AppError('not_found', 'There is no such operation, or it has expired.');
  }

  list(service: OperationService, kind?: string, project?: string): readonly OperationRecord[] {
    return this.#ports.table
      .list({
        service,
        ...(kind === undefined ? {} : { kind }),
        ...(project === undefined ? {} : { project }),
      })
      .filter((record) => !this.#isExpired(record))
      .map(unwrapped);
  }

  cancel(service: OperationService, id: string): OperationRecord {
    const record = this.get(service, id);
    if (record.status === 'waiting') {
      this.#end(id, { status: 'cancelled', error: cancelledError });
    } else if (record.status === 'running') {
      this.#update(id, { status: 'cancelling' });
    }
    this.#live.get(id)?.abort.abort();
    return this.get(service, id);
  }

  resume(): void {
    this.#ports.table.deleteExpired(this.#ports.now().toISOString());
    for (const record of this.#ports.table.unfinished()) {
      if (record.status === 'cancelling') {
        this.#end(record.id, { status: 'cancelled', error: cancelledError });
      } else if (this.#works.has(nameOf(record.service, record.kind))) {
        this.#update(record.id, { status: 'waiting', fraction: 0 });
        this.#begin(record);
      }
    }
  }

  value(service: OperationService, key: string): unknown {
    return this.#ports.table.value(service, key);
  }

  setValue(service: OperationService, key: string, value: unknown): void {
    this.#ports.table.setValue(service, key, value);
  }

  flushed(): Promise<void> {
    return this.#ports.table.flush();
  }

  async close(): Promise<void> {
    this.#closing = true;
    const live = [...this.#live.values()];
    for (const { abort } of live) abort.abort();
    await Promise.all(live.map(({ ended }) => ended));
    await this.#ports.table.flush();
    this.#ports.table.close();
  }

  #workOf(service: OperationService, kind: string): Registered {
    const work = this.#works.get(nameOf(service, kind));
    if (work === undefined) {
      throw new AppError('unsupported_option', `There is no operation “${kind}” of ${service}.`);
    }
    return work;
  }

  #begin(record: OperationRecord): void {
    const { queue } = record.request as Wrapped;
    const abort = new AbortController();
    const before = queue === null ? undefined : this.#queues.get(queue);
    const ended = Promise.resolve(before)
      .then(() => this.#performInUse(record.id, abort.signal))
      .catch((error: unknown) => {
        this.#ports.reportUnexpected(error, `operation ${record.kind}`);
      })
      .finally(() => {
        this.#live.delete(record.id);
        if (queue !== null && this.#queues.get(queue) === ended) this.#queues.delete(queue);
      });
    this.#live.set(record.id, { abort, ended });
    if (queue !== null) this.#queues.set(queue, ended);
  }

  #performInUse(id: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#ports.within((end) => {
        this.#perform(id, signal).finally(end).then(resolve, reject);
      });
    });
  }

  async #perform(id: string, signal: AbortSignal): Promise<void> {
    const record = this.#ports.table.get(id);
    if (this.#closing || record?.status !== 'waiting') return;
    this.#update(id, { status: 'running' });
    try {
      const { work } = this.#workOf(record.service, record.kind);
      const result = await work(unwrapped({ ...record, status: 'running' }), this.#controlOf(id, signal));
      // Closing also ends work with what it has so far; it is done again from its beginning.
      if (!(this.#closing && signal.aborted)) this.#end(id, { status: 'succeeded', fraction: 1, result });
    } catch (error) {
      if (this.#closing) return;
      const data = this.#dataOf(error, record.kind);
      const stopped = signal.aborted && data.code === 'cancelled';
      this.#end(id, { status: stopped ? 'cancelled' : 'failed', error: data });
    }
  }

  #controlOf(id: string, signal: AbortSignal): OperationControl {
    let writtenAt = 0;
    return {
      signal,
      progress: (fraction, result) => {
        const now = performance.now();
        if (this.#closing || (now - writtenAt < progressMilliseconds && result === undefined)) return;
        writtenAt = now;
        const share = Math.min(1, Math.max(0, fraction));
        this.#update(id, { fraction: share, ...(result === undefined ? {} : { result }) });
      },
    };
  }

  /** Ends an operation, of whose request only some may be kept. */
  #end(id: string, changes: Parameters<OperationTable['update']>[1]): void {
    const record = this.#ports.table.get(id);
    if (record === undefined) return;
    const { queue, fields } = record.request as Wrapped;
    const kept = this.#works.get(nameOf(record.service, record.kind))?.kept(fields) ?? fields;
    const shortened = kept === fields ? {} : { request: { queue, fields: kept } satisfies Wrapped };
    this.#update(id, { ...changes, ...shortened });
  }

  #update(id: string, changes: Parameters<OperationTable['update']>[1]): void {
    this.#ports.table.update(id, { ...changes, updatedAt: this.#ports.now().toISOString() });
  }

  #dataOf(error: unknown, kind: string): ErrorData {
    if (error instanceof AppError) {
      const { code, message, details } = error;
      return details === undefined ? { code, message } : { code, message, details };
    }
    const reference = this.#ports.reportUnexpected(error, `operation ${kind}`);
    return {
      code: 'internal',
      message: `Something unexpected went wrong. The log names it as ${reference}.`,
    };
  }

  #isExpired({ status, expiresAt }: OperationRecord): boolean {
    const over = status === 'succeeded' || status === 'failed' || status === 'cancelled';
    return over && expiresAt <= this.#ports.now().toISOString();
  }

  #removeExpired(): void {
    const now = this.#ports.now();
    if (now.getTime() - this.#expiredAt < expiryMilliseconds) return;
    this.#expiredAt = now.getTime();
    this.#ports.table.deleteExpired(now.toISOString());
  }
}

interface Registered {
  readonly work: OperationWork;
  readonly kept: (request: unknown) => unknown;
}

const cancelledError: ErrorData = { code: 'cancelled', message: 'The operation was cancelled.' };

interface Wrapped {
  readonly queue: string | null;
  readonly fields: unknown;
}

function unwrapped(record: OperationRecord): OperationRecord {
  return { ...record, request: (record.request as Wrapped).fields };
}

function nameOf(service: OperationService, kind: string): string {
  return `${service}/${kind}`;
}
