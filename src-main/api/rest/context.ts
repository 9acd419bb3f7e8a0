import type { Core, Project } from '../../core/core.ts';
import type { OperationRecord, OperationService } from '../../core/ports/operations.ts';
import type { ProjectHead } from '../../core/ports/store.ts';

/** What every service of the network interface works with. */
export interface RestContext {
  readonly core: Core;
  readonly projects: ProjectFolder;
  readonly operations: Operations;
  readonly folders: AllowedFolders;
  readonly limits: RestLimits;
  readonly now: () => Date;
  /** Writes an unexpected error to the log and returns the id to show. */
  readonly reportUnexpected: (error: unknown, place: string) => string;
}

/** What a service needs to serve: `registerX(scope: FastifyInstance, rest: RestServer)` adds its routes to a scope. */
export interface RestServer extends RestContext {
  readonly access: RestAccess;
}

/** Who may ask; one key for all services, which is the secret of AWS clients. */
export interface RestAccess {
  /** Changes when the person makes a new one. */
  key(): string;
  /** Takes the same time wherever the two differ. */
  isKey(candidate: unknown): boolean;
  /** Access-key id of AWS clients. */
  readonly accessKeyId: string;
  /** The port served at, or null before the server listens. */
  port(): number | null;
}

/**
 * A request refused before, or instead of, doing what it asks: the base throws it for what concerns every service
 * (Host, Origin, rate, slow or oversized bodies), and each service's error handler answers it in its own shape.
 */
export class Refusal extends Error {
  readonly status: RefusalStatus;

  constructor(status: RefusalStatus, message: string) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
  }
}

export type RefusalStatus = 400 | 401 | 403 | 404 | 405 | 408 | 413 | 415 | 429;

/** The projects of one folder, by the name that each carries inside; open only as long as they are worked with. */
export interface ProjectFolder {
  /** Their heads, without opening them; those that another program has open, or that cannot be opened, are left out. */
  list(): Promise<readonly ProjectHead[]>;
  /**
   * Open until the request or operation has ended that asks for it ({@link ProjectFolder.within}), and its jobs.
   * @throws AppError `not_found`, and what opening throws.
   */
  find(name: string): Promise<Project>;
  /** @throws AppError `already_exists`, `bad_request` for a name that is no plain file name. */
  create(fields: Omit<Parameters<Core['projects']['create']>[0], 'path'>): Promise<Project>;
  /** Closes the project and moves its file to its backups. @throws AppError `not_found`, `job_in_progress`. */
  delete(name: string): Promise<void>;
  /** Closes and deletes a project that was just made, when what it was made for came to nothing. */
  discard(project: Project): Promise<void>;
  /** Keeps what `work` finds open until `work` calls the function that it is given. */
  within(work: (end: () => void) => void): void;
  /** Gives back all that no window has open. */
  close(): Promise<void>;
}

/** Long-running operations that outlive the server. */
export interface Operations {
  /**
   * Writes the operation down, then works on it in the background; after a crash it is begun again from its request.
   * Operations of one `queue` run one after the other.
   * @throws AppError when the service has not registered the kind.
   */
  start(fields: {
    readonly service: OperationService;
    readonly kind: string;
    readonly project: string | null;
    readonly request: unknown;
    readonly secondsToLive: number;
    readonly queue?: string;
  }): OperationRecord;
  /** Null for one that is not there, has expired or is another service's. */
  find(service: OperationService, id: string): OperationRecord | null;
  /** @throws AppError `not_found` where {@link Operations.find} finds nothing. */
  get(service: OperationService, id: string): OperationRecord;
  list(service: OperationService, kind?: string, project?: string): readonly OperationRecord[];
  /** Asks it to stop; an operation that has ended stays as it is. */
  cancel(service: OperationService, id: string): OperationRecord;
  /**
   * Says how a kind of operation is done; before {@link Operations.resume}.
   * @param kept what stays of the request once the operation has ended; all of it by default
   */
  register(
    service: OperationService,
    kind: string,
    work: OperationWork,
    kept?: (request: unknown) => unknown,
  ): void;
  /** Begins again what a crash left unfinished; called once, when all kinds are registered. */
  resume(): void;
  value(service: OperationService, key: string): unknown;
  setValue(service: OperationService, key: string, value: unknown): void;
  /** Resolves when all of this is on the disk; no answer leaves before. */
  flushed(): Promise<void>;
  /** Stops the work; what has not ended begins again at the next start. */
  close(): Promise<void>;
}

/** Does the work and returns its result (a JSON value); what it throws becomes the operation's error. */
export type OperationWork = (operation: OperationRecord, control: OperationControl) => Promise<unknown>;

export interface OperationControl {
  /** Aborted by a cancel, and when the server closes (the operation then stays unfinished on disk). */
  readonly signal: AbortSignal;
  /** Result so far and how much is done; written at most a few times a second. */
  progress(fraction: number, result?: unknown): void;
}

/** Folders that the person has allowed programs to read from and write to. */
export interface AllowedFolders {
  /**
   * Folder of a container or bucket: an allowed folder of this name, else a folder of this name right below an allowed
   * one. @throws AppError `not_found` without telling a path of this computer.
   */
  container(name: string): Promise<string>;
  /**
   * Full path of an existing file below a folder, links resolved, so that nothing outside of an allowed folder can be
   * reached. @throws AppError `not_found`, `bad_request`; messages hold the key, no path of this computer.
   */
  existing(container: string, key: string): Promise<string>;
  /** The same for a file or folder to be written, its parent folders made. */
  writable(container: string, key: string): Promise<string>;
}

export interface RestLimits {
  /** Azure's own: 25 documents and 125,000 characters a request; relaxed: bounded by the size of a body only. */
  readonly azureLimits: 'as-azure' | 'relaxed';
  readonly bodyBytes: number;
  /** For one client address and minute. */
  readonly requestsPerMinute: number;
}
