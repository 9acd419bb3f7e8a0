import type { Files } from '../ports/files.ts';
import type { Log } from '../ports/system.ts';

/**
 * The value in a JSON file; `fallback` when the file is absent. A file that is broken or that `parse` refuses is
 * set aside under `.broken`, so that nothing in it is lost, and the fallback is used.
 */
export function readJsonFile<Value>(
  files: Files,
  log: Log,
  path: string,
  parse: (value: unknown) => Value,
  fallback: Value,
): Value {
  const text = files.readText(path);
  if (text === undefined) {
    return fallback;
  }
  try {
    return parse(JSON.parse(text));
  } catch (error) {
    log.warn('A file was damaged and set aside.', { path, reason: String(error) });
    files.rename(path, `${path}.broken`);
    return fallback;
  }
}

export function writeJsonFile(files: Files, path: string, value: unknown): void {
  files.writeAtomically(path, `${JSON.stringify(value, null, 2)}\n`);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
