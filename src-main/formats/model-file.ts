import { createHash } from 'node:crypto';
import { open, readFile, stat } from 'node:fs/promises';
import { checkRule } from '../domain/decision.ts';
import { AppError } from '../domain/errors.ts';
import type { ModelManifest } from '../domain/model-file.ts';

/** Twelve bytes that no text file and no archive begins with. */
const magic = Buffer.from('\x89WinnowModel', 'latin1');
/** Changes whenever a reader of the version before could not use the file. */
const version = 1;
const hashBytes = 32;
const prefixBytes = magic.length + 4 + 4 + hashBytes;
/** As much as Node.js reads in one go. */
const mostBytes = 2 ** 31 - 1;

/** What whoever writes a file has to say; the rest is found out here. */
export type ManifestFields = Omit<ModelManifest, 'format' | 'version' | 'artefact'>;

/**
 * The file in pieces that follow one another. Layout, numbers little-endian: magic; version and length of the manifest
 * (4 bytes each); SHA-256 of the manifest; the manifest as UTF-8 JSON; the artefact.
 */
export function encodeModelFile(fields: ManifestFields, artefact: Uint8Array): readonly Uint8Array[] {
  const sha256 = createHash('sha256').update(artefact).digest('hex');
  const manifest: ModelManifest = {
    format: 'winnow-model',
    version,
    ...fields,
    artefact: { bytes: artefact.length, sha256 },
  };
  const json = Buffer.from(JSON.stringify(manifest), 'utf8');
  const numbers = Buffer.alloc(8);
  numbers.writeUInt32LE(version, 0);
  numbers.writeUInt32LE(json.length, 4);
  return [magic, numbers, createHash('sha256').update(json).digest(), json, artefact];
}

export interface ModelFile {
  readonly manifest: ModelManifest;
  readonly artefact: Uint8Array;
}

/**
 * Reads a model file, and holds every byte of it against its check sums.
 * @throws AppError `file_not_found`, `file_unreadable`, `model_file_invalid`, `model_file_newer`
 */
export async function readModelFile(path: string): Promise<ModelFile> {
  await checkStart(path);
  return decodeModelFile(await readFile(path));
}

/** Before a large file of some other kind is read. */
async function checkStart(path: string): Promise<void> {
  const status = await stat(path).catch(() => null);
  if (status === null) {
    throw new AppError('file_not_found', `There is no file ${path}. Check the path.`, { path });
  }
  if (!status.isFile()) {
    throw new AppError('file_unreadable', `${path} is no file. Name a model file.`, { path });
  }
  if (status.size > mostBytes) throw invalid('it is too large');
  const handle = await open(path, 'r').catch(() => {
    throw new AppError('file_unreadable', `${path} cannot be read. Check its permissions.`, { path });
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(magic.length), 0, magic.length, 0);
    if (!buffer.subarray(0, bytesRead).equals(magic)) throw foreign();
  } finally {
    await handle.close();
  }
}

/** @throws AppError `model_file_invalid`, `model_file_newer` */
export function decodeModelFile(bytes: Buffer): ModelFile {
  if (!bytes.subarray(0, magic.length).equals(magic)) throw foreign();
  if (bytes.length < prefixBytes) throw invalid('it is cut short');
  if (bytes.readUInt32LE(magic.length) > version) {
    throw new AppError(
      'model_file_newer',
      'This model file was written by a newer version of Winnow. Update Winnow.',
    );
  }
  const end = prefixBytes + bytes.readUInt32LE(magic.length + 4);
  if (end > bytes.length) throw invalid('it is cut short');
  const json = bytes.subarray(prefixBytes, end);
  const hash = createHash('sha256').update(json).digest();
  if (!bytes.subarray(prefixBytes - hashBytes, prefixBytes).equals(hash)) throw invalid('it is damaged');
  const manifest = checkedManifest(json);
  const artefact = bytes.subarray(end);
  if (artefact.length < manifest.artefact.bytes) throw invalid('it is cut short');
  const whole =
    artefact.length === manifest.artefact.bytes &&
    createHash('sha256').update(artefact).digest('hex') === manifest.artefact.sha256;
  if (!whole) throw invalid('it is damaged');
  return { manifest, artefact };
}

/** Somebody may have put a file together by hand: what is read of the manifest has the right shape. */
function checkedManifest(json: Buffer): ModelManifest {
  const manifest = parsed(json);
  const { kind, classes, thresholds, name, artefact, deployment, encoder } = manifest;
  const isText = (value: unknown): boolean => typeof value === 'string';
  const listed = Array.isArray(classes) && classes.length > 0 && classes.every(isText);
  const limits =
    Array.isArray(thresholds) && thresholds.length === classes?.length && thresholds.every(Number.isFinite);
  const valid =
    manifest.format === 'winnow-model' &&
    (kind === 'single' || kind === 'multi') &&
    listed &&
    (kind === 'multi' ? limits : thresholds === null) &&
    isText(name) &&
    Number.isInteger(artefact?.bytes) &&
    isText(artefact?.sha256) &&
    (encoder === null || isText(encoder?.name)) &&
    (deployment === null || isText(deployment?.name));
  if (!valid) throw incomplete();
  if (deployment) checkStoredRule(deployment.rule, kind, classes.length);
  return manifest as ModelManifest;
}

function parsed(json: Buffer): Partial<ModelManifest> {
  try {
    const value: unknown = JSON.parse(json.toString('utf8'));
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Said below.
  }
  throw incomplete();
}

function checkStoredRule(...given: Parameters<typeof checkRule>): void {
  try {
    checkRule(...given);
  } catch {
    throw invalid('the rule of its deployment does not fit its classes');
  }
}

function incomplete(): AppError {
  return invalid('its description is incomplete');
}

function foreign(): AppError {
  return new AppError(
    'model_file_invalid',
    'This is not a Winnow model file. Choose a file that "winnow export --format model" has written.',
  );
}

/** @param reason what is wrong with it, as the end of a sentence */
export function invalid(reason: string): AppError {
  return new AppError(
    'model_file_invalid',
    `The model file cannot be used: ${reason}. Copy it again, or export the model again.`,
  );
}
