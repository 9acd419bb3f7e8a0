/** Time as core sees it; tests hand in their own. */
export interface Clock {
  readonly now: () => Date;
}

export interface Log {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** A worker process that runs one task (see jobs/protocol.ts). */
export interface WorkerProcess {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** `code` is `null` when a signal ended it; `output` is the tail of what it wrote to standard error. */
  onExit(listener: (code: number | null, output: string) => void): void;
  kill(): void;
}

/** Starts worker processes: `child_process.fork` or Electron's `utilityProcess`. */
export interface WorkerLauncher {
  launch(): WorkerProcess;
}
