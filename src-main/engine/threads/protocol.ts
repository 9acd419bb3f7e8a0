import type { ErrorData } from '../../domain/errors.ts';

export interface ThreadRequest {
  readonly task: string;
  readonly input: unknown;
}

/** Requests are answered one at a time; the first message of a thread, before any answer, is {@link threadReady}. */
export type ThreadAnswer = { readonly result: unknown } | { readonly error: ErrorData };

export const threadReady = 'ready';
