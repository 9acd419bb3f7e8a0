import type { Files } from '../ports/files.ts';
import type { Log } from '../ports/system.ts';

/**
 * The value in a JSON file; `fallback` when the file is absent or cannot be read. A file that is broken or that `parse` refuses is
 * set aside under `.broken`, so that nothing in it is lost, and the fallback is used.
 */
export function readJsonFile<Value>(
  files: Files,
  log: Log,
  path: string,
  parse: (value: unknown) => Value,
  fallback: Value,
): Value {
  let text: string | undefined;
  try {
    text = files.readText(path);
  } catch (error) {
    log.warn('A file could not be read.', { path, reason: String(error) });
  }
  if (text === undefined) {
    return fallback;
  }
  try {
    return parse(JSON.parse(text));
  } catch (error) {
    log.warn('A file was damaged and set aside.', { path, reason: String(error) });
    setAside(files, log, path);
    return fallback;
  }
}

function setAside(files: Files, log: Log, path: string): void {
  try {
    files.rename(path, `${path}.broken`);
  } catch (error) {
    log.warn('The damaged file stays where it is.', { path, reason: String(error) });
  }
}

export function writeJsonFile(files: Files, path: string, value: unknown): void {
  files.writeAtomically(path, `${JSON.stringify(value, null, 2)}\n`);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
