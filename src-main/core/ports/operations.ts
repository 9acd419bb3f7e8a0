import type { ErrorData } from '../../domain/errors.ts';

/** Who asked for a long-running operation; each service names its own kinds. */
export type OperationService = 'azure-authoring' | 'azure-preview' | 'azure-runtime' | 'comprehend';

export type OperationStatus = 'waiting' | 'running' | 'succeeded' | 'failed' | 'cancelling' | 'cancelled';

/** A long-running operation that a program began over the network interface. */
export interface OperationRecord {
  /** A UUID; unguessable. */
  readonly id: string;
  readonly service: OperationService;
  readonly kind: string;
  /** Name of the project, or null where none is concerned. */
  readonly project: string | null;
  readonly status: OperationStatus;
  /** 0 to 1. */
  readonly fraction: number;
  /** ISO 8601, as the two that follow. */
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly expiresAt: string;
  /** JSON values: all that is needed to begin the operation again after a crash. */
  readonly request: unknown;
  /** JSON value of the kind's own making; null before the end. */
  readonly result: unknown;
  readonly error: ErrorData | null;
}

/**
 * Operations on disk. What was written is there again after an end of the program of any kind; after a power cut, what
 * was written before a `flush` that has resolved. One server at a time holds it.
 */
export interface OperationTable {
  insert(record: OperationRecord): void;
  get(id: string): OperationRecord | undefined;
  update(
    id: string,
    changes: Partial<
      Pick<
        OperationRecord,
        'status' | 'fraction' | 'updatedAt' | 'expiresAt' | 'request' | 'result' | 'error'
      >
    >,
  ): void;
  /** Newest first. */
  list(filter: {
    readonly service?: OperationService;
    readonly kind?: string;
    readonly project?: string;
  }): readonly OperationRecord[];
  /** Waiting, running or cancelling: what a crash left behind, oldest first. */
  unfinished(): readonly OperationRecord[];
  deleteExpired(now: string): void;
  /** Small values that a service keeps by a name of its own (tags, client tokens); undefined when there is none. */
  value(service: OperationService, key: string): unknown;
  /** `undefined` deletes. */
  setValue(service: OperationService, key: string, value: unknown): void;
  /** Waits for the disk, without holding anybody up meanwhile; many that wait share one wait. */
  flush(): Promise<void>;
  /** Nothing may be waiting for a flush. */
  close(): void;
}
