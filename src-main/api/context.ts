import type { Core } from '../core/core.ts';
import type { Capabilities } from '../domain/settings.ts';
import type { RestService } from './rest/service.ts';

/** What the operating system's dialogs and shell can do for a page; absent in hosts without them. */
export interface Desktop {
  /** Full paths chosen, or null when the person cancelled. */
  pickOpen(request: {
    readonly title: string;
    readonly kind: 'project' | 'documents' | 'folder';
  }): Promise<readonly string[] | null>;
  pickSave(request: { readonly title: string; readonly proposedPath: string }): Promise<string | null>;
  /** Shows a file in the system's file manager. */
  reveal(path: string): void;
}

/** What every procedure gets from its host. */
export interface ApiContext {
  readonly core: Core;
  readonly capabilities: Capabilities;
  readonly desktop: Desktop | null;
  /** Switches the network interface for programs. */
  readonly rest: RestService;
  /** Writes an unexpected error to the log and returns the id to show. */
  readonly reportUnexpected: (error: unknown, procedure: string) => string;
}
