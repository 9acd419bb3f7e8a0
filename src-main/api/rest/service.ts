import path from 'node:path';
import { AppError, toErrorData } from '../../domain/errors.ts';
import type { ApiSettings } from '../../domain/settings.ts';
import { accessKeyId } from './access.ts';
import { createKeyHolder, type KeyFile } from './key-holder.ts';
import { type RestListener, startRestListener } from './listener.ts';
import { createRestRuntime, type RestPorts, type RestRuntime } from './runtime.ts';

/** What Settings show of the network interface. */
export interface RestState {
  readonly running: boolean;
  /** The one that it listens at, else the one chosen; 0: a free one. */
  readonly port: number;
  readonly url: string | null;
  /** Null before it was switched on for the first time. */
  readonly key: string | null;
  readonly accessKeyId: string;
  readonly folders: readonly string[];
  readonly projectsFolder: string;
  readonly azureLimits: ApiSettings['azureLimits'];
  /** Why it does not run although it should. */
  readonly error: string | null;
  /** Switched on by the command line, which decides all of this. */
  readonly byCommandLine: boolean;
}

export type RestOptions = Pick<ApiSettings, 'port' | 'folders' | 'azureLimits'>;

/** Switches the network interface on and off while the application runs. */
export interface RestService {
  state(): RestState;
  /** Starts it, or starts it anew with other options; remembered. @throws AppError `bad_request`, `project_in_use`. */
  start(options: RestOptions): Promise<RestState>;
  stop(): Promise<RestState>;
  /** Makes a new key; the old one is worth nothing from now on. */
  rotateKey(): RestState;
  /** Starts it when it was on at the last end; a failure is told by the state. */
  begin(): Promise<void>;
  close(): Promise<void>;
}

export interface RestServicePorts extends RestPorts {
  readonly keyFile: KeyFile;
}

export function createRestService(ports: RestServicePorts): RestService {
  return new SwitchedService(ports);
}

class SwitchedService implements RestService {
  readonly #ports: RestServicePorts;
  readonly #key: ReturnType<typeof createKeyHolder>;
  #running: { readonly runtime: RestRuntime; readonly listener: RestListener } | null = null;
  #error: string | null = null;
  #lastChange: Promise<unknown> = Promise.resolve();

  constructor(ports: RestServicePorts) {
    this.#ports = ports;
    this.#key = createKeyHolder(ports.keyFile);
  }

  state(): RestState {
    const { folders, azureLimits, port } = this.#saved();
    const listening = this.#running?.listener.port;
    return {
      running: listening !== undefined,
      port: listening ?? port,
      url: listening === undefined ? null : `http://127.0.0.1:${listening}`,
      key: this.#key.current(),
      accessKeyId,
      folders,
      projectsFolder: this.#ports.projectsFolder,
      azureLimits,
      error: this.#error,
      byCommandLine: false,
    };
  }

  start(options: RestOptions): Promise<RestState> {
    return this.#inTurn(async () => {
      const relative = options.folders.find((folder) => !path.isAbsolute(folder));
      if (relative !== undefined) {
        throw new AppError('bad_request', `Give the full path of the folder ${relative}.`);
      }
      await this.#launch(options);
      this.#remember({ ...options, on: true });
      return this.state();
    });
  }

  stop(): Promise<RestState> {
    return this.#inTurn(async () => {
      await this.#halt();
      this.#remember({ on: false });
      return this.state();
    });
  }

  rotateKey(): RestState {
    this.#key.rotate();
    return this.state();
  }

  begin(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#saved().on) await this.#launch(this.#saved()).catch(() => undefined);
    });
  }

  close(): Promise<void> {
    return this.#inTurn(() => this.#halt());
  }

  async #launch({ port, folders, azureLimits }: RestOptions): Promise<void> {
    await this.#halt();
    this.#key.ensure();
    let runtime: RestRuntime | undefined;
    try {
      runtime = createRestRuntime(this.#ports, { key: this.#key.ensure, folders, azureLimits });
      this.#running = { runtime, listener: await startRestListener(runtime, port) };
    } catch (error) {
      this.#error = toErrorData(error).message;
      await runtime?.close();
      throw error;
    }
  }

  async #halt(): Promise<void> {
    const ending = this.#running;
    this.#running = null;
    this.#error = null;
    await ending?.listener.close();
    await ending?.runtime.close();
  }

  #saved(): ApiSettings {
    return this.#ports.core.application.settings().api;
  }

  #remember(changes: Partial<ApiSettings>): void {
    this.#ports.core.application.updateSettings({ api: { ...this.#saved(), ...changes } });
  }

  /** One change after the other. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#lastChange.then(work);
    this.#lastChange = result.catch(() => undefined);
    return result;
  }
}
