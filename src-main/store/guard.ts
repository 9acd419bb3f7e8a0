import type { Log } from '../core/ports/system.ts';
import { translateError } from './sqlite-errors.ts';

/** Calls that block the main process longer than this are logged, in milliseconds. */
export const slowCall = 40;

export interface GuardContext {
  readonly path: string;
  readonly log: Log;
}

/**
 * The same functions, with SQLite's errors translated and slow calls logged. Of an asynchronous function only the
 * part before its first yield is timed.
 */
export function guard<Table extends object>(name: string, table: Table, context: GuardContext): Table {
  const guarded = Object.entries(table).map(([key, value]: [string, unknown]) => [
    key,
    typeof value === 'function' ? guardFunction(`${name}.${key}`, value as AnyFunction, context) : value,
  ]);
  return Object.fromEntries(guarded) as Table;
}

type AnyFunction = (...parameters: unknown[]) => unknown;

function guardFunction(name: string, call: AnyFunction, context: GuardContext): AnyFunction {
  return (...parameters) => {
    const start = performance.now();
    try {
      const result = call(...parameters);
      return result instanceof Promise
        ? result.catch((error: unknown) => {
            throw translateError(error, context.path);
          })
        : result;
    } catch (error) {
      throw translateError(error, context.path);
    } finally {
      const milliseconds = performance.now() - start;
      if (milliseconds > slowCall) {
        context.log.warn('slow store call', { call: name, milliseconds: Math.round(milliseconds) });
      }
    }
  };
}
