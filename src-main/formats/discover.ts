import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { AppError } from '../domain/errors.ts';
import type { RejectedRow } from '../domain/import.ts';
import type { FormatName } from '../domain/source.ts';
import { detectEncoding } from './encoding.ts';
import { fileError, fileStatus, readHead } from './file-bytes.ts';
import {
  describeBinary,
  exchangeFormatOf,
  fileEnding,
  formatOfEnding,
  formatOfText,
  isPdf,
  isZip,
  readableEndings,
} from './sniff.ts';
import type { SourceFile } from './types.ts';

export const maximalSourceFiles = 1_000_000;
const sniffedBytes = 8192;
const systemNames = new Set([
  'thumbs.db',
  'desktop.ini',
  '__macosx',
  '$recycle.bin',
  'system volume information',
]);
/** Projects with what lies beside them, and results that are still being written. */
const ownFile = /\.winnow(-\w+)?$|\.part$/i;

export interface Discovery {
  readonly sources: readonly SourceFile[];
  /** Files of a folder that cannot be documents, each with the reason. */
  readonly skipped: readonly RejectedRow[];
}

/**
 * Turns paths into the files to read: a folder gives all files below it, in the order of their names,
 * without hidden files, system files and projects. A file named directly must be readable as `format` (or, with `null`, as
 * what it looks like); a file found in a folder is skipped with the reason when it is not.
 *
 * @throws AppError file_not_found, file_unreadable, file_unsupported, file_too_large (too many files),
 *   nothing_to_import (no path, or folders without a file that could be read)
 */
export async function discoverSources(
  paths: readonly string[],
  format: FormatName | null = null,
): Promise<Discovery> {
  if (paths.length === 0) {
    throw new AppError('nothing_to_import', 'No file was given. Name at least one file or folder.');
  }
  const sources: SourceFile[] = [];
  const skipped: RejectedRow[] = [];
  // The texts of an Azure project lie in folders, too; they are read by the project's JSON.
  const readable = (found: FoundFile): boolean => format !== 'azure' || fileEnding(found.path) === 'json';
  for (const path of paths) {
    const absolute = resolve(path);
    const status = await fileStatus(absolute);
    if (status.isFolder) {
      for (const found of (await listFiles(absolute)).filter(readable)) {
        await addFound(found, format, sources, skipped);
      }
    } else {
      const name = basename(absolute);
      sources.push({
        path: absolute,
        name,
        format: await sniffNamed(absolute, name, format),
        bytes: status.bytes,
        folderClass: null,
      });
    }
  }
  if (sources.length === 0) throw nothingFound(paths, skipped);
  return { sources, skipped };
}

interface FoundFile {
  readonly path: string;
  readonly name: string;
  readonly folderClass: string | null;
}

async function addFound(
  found: FoundFile,
  format: FormatName | null,
  sources: SourceFile[],
  skipped: RejectedRow[],
): Promise<void> {
  try {
    const { bytes } = await fileStatus(found.path);
    sources.push({ ...found, format: await sniff(found.path, found.name, format), bytes });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    skipped.push({ source: found.name, line: 0, reason: error.message });
  }
}

async function listFiles(root: string): Promise<readonly FoundFile[]> {
  const found: FoundFile[] = [];
  const walk = async (folder: string, prefix: string, folderName: string | null): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
      throw fileError(error, folder);
    });
    entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    for (const entry of entries) {
      if (isHidden(entry.name)) continue;
      const path = join(folder, entry.name);
      const name = `${prefix}${entry.name}`;
      // Links are left out: they may lead in circles or out of the folder that was chosen.
      if (entry.isDirectory()) await walk(path, `${name}/`, entry.name);
      else if (entry.isFile()) found.push({ path, name, folderClass: folderName });
      if (found.length > maximalSourceFiles) {
        throw new AppError(
          'file_too_large',
          `"${root}" holds more than ${maximalSourceFiles} files. Import its sub-folders one by one.`,
        );
      }
    }
  };
  await walk(root, '', null);
  return found;
}

function isHidden(name: string): boolean {
  return (
    name.startsWith('.') || name.startsWith('~$') || systemNames.has(name.toLowerCase()) || ownFile.test(name)
  );
}

/** A file of another service is known by its content when it is named itself, not when it lies in a folder. */
async function sniffNamed(path: string, name: string, wanted: FormatName | null): Promise<FormatName> {
  const format = await sniff(path, name, wanted);
  if (wanted !== null || (format !== 'json' && format !== 'jsonl')) return format;
  const head = await readHead(path, sniffedBytes);
  return exchangeFormatOf(new TextDecoder(detectEncoding(head).encoding).decode(head)) ?? format;
}

/** The format in which a file will be read; throws `file_unsupported` where its content forbids that. */
async function sniff(path: string, name: string, wanted: FormatName | null): Promise<FormatName> {
  const ending = wanted ?? formatOfEnding(path);
  const head = await readHead(path, sniffedBytes);
  const packed = ending === null ? undefined : packedFormats.get(ending);
  if (packed !== undefined) {
    if (packed.holds(head) || head.length === 0) return ending!;
    throw unsupported(
      name,
      describeBinary(head, false) ?? `text, not ${packed.what}: rename it to .csv or .txt`,
    );
  }
  if (wanted === null && isPdf(head)) return 'pdf';
  const { encoding } = detectEncoding(head);
  const binary = describeBinary(head, encoding.startsWith('utf-16'));
  if (binary !== null) throw unsupported(name, binary);
  if (wanted !== null) return wanted;
  return formatOfText(new TextDecoder(encoding).decode(head), ending);
}

/** Formats that are no text; an empty file of one is told when it is read. */
const packedFormats: ReadonlyMap<
  FormatName,
  { readonly holds: (head: Uint8Array) => boolean; readonly what: string }
> = new Map([
  ['xlsx', { holds: isZip, what: 'an Excel workbook' }],
  ['docx', { holds: isZip, what: 'a Word document' }],
  ['pdf', { holds: isPdf, what: 'a PDF' }],
]);

function unsupported(name: string, what: string): AppError {
  return new AppError(
    'file_unsupported',
    `"${name}" cannot be imported: it is ${what}. Winnow reads ${readableEndings} files.`,
    { name },
  );
}

function nothingFound(paths: readonly string[], skipped: readonly RejectedRow[]): AppError {
  const where = paths.length === 1 ? `"${paths[0]}"` : 'The folders';
  const reason = skipped[0] === undefined ? '' : ` ${skipped[0].reason}`;
  return new AppError(
    'nothing_to_import',
    `${where} ${paths.length === 1 ? 'holds' : 'hold'} no file to import.${reason}`,
    {
      skipped: skipped.length,
    },
  );
}
