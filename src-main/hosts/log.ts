import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Log } from '../core/ports/system.ts';
import { AppError } from '../domain/errors.ts';

const maximalFileBytes = 1_000_000;
const keptFiles = 3;
const maximalValueLength = 300;

export interface HostLog extends Log {
  /** Writes an error that nobody expected and returns the short id that a person can quote. */
  unexpected(error: unknown, where: string): string;
}

/**
 * A log of JSON lines in `folder`: `winnow.log`, then `winnow.1.log` and `winnow.2.log`, each at most 1 MB.
 * Values are cut short and errors of parsers are written without their message, which may quote a document.
 * A log that cannot be written is no reason to stop working.
 */
export function createFileLog(folder: string, host: string): HostLog {
  const file = path.join(folder, 'winnow.log');
  const write = (level: string, message: string, fields: Readonly<Record<string, unknown>> = {}): void => {
    const line = JSON.stringify({
      time: new Date().toISOString(),
      level,
      host,
      process: process.pid,
      message: shorten(message),
      ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, shorten(value)])),
    });
    try {
      mkdirSync(folder, { recursive: true });
      rotate(folder, file);
      appendFileSync(file, `${line}\n`);
    } catch {
      // A full or read-only disk: the work itself reports that where it matters.
    }
  };
  return {
    info: (message, fields) => write('info', message, fields),
    warn: (message, fields) => write('warn', message, fields),
    error: (message, fields) => write('error', message, fields),
    unexpected(error, where) {
      const reference = randomBytes(4).toString('hex');
      write('error', 'Unexpected error', { reference, where, ...describeError(error) });
      return reference;
    },
  };
}

function rotate(folder: string, file: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size < maximalFileBytes) return;
  const numbered = (number: number): string => path.join(folder, `winnow.${number}.log`);
  rmSync(numbered(keptFiles - 1), { force: true });
  for (let number = keptFiles - 2; number >= 1; number--) {
    if (statSync(numbered(number), { throwIfNoEntry: false }))
      renameSync(numbered(number), numbered(number + 1));
  }
  renameSync(file, numbered(1));
}

function describeError(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { error: typeof error };
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12)
    .map((line) => line.trim());
  return {
    error: error.name,
    ...(error instanceof AppError ? { code: error.code } : {}),
    ...(error instanceof SyntaxError ? {} : { reason: error.message }),
    stack: frames,
  };
}

function shorten(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.length > maximalValueLength ? `${value.slice(0, maximalValueLength)}…` : value;
  }
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  if (Array.isArray(value)) return value.slice(0, 20).map(shorten);
  return shorten(JSON.stringify(value) ?? String(value));
}
