import { Readable } from 'node:stream';
import { createInflateRaw, inflateRawSync } from 'node:zlib';
import { AppError } from '../domain/errors.ts';

/** No deflated byte becomes more than this many. */
const maximalDeflateRatio = 1032;
const endRecord = 0x06054b50;
const entryRecord = 0x02014b50;

interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly compressed: number;
  readonly uncompressed: number;
  readonly headerAt: number;
}

/** What an archive should be, for messages. */
export interface ZipKind {
  /** "Excel workbook" */
  readonly what: string;
  /** What helps when it is too large. */
  readonly smaller: string;
  /** What helps when it is damaged. */
  readonly repair: string;
}

export const excelWorkbook: ZipKind = {
  what: 'Excel workbook',
  smaller: 'Save the sheet as CSV and import that.',
  repair: 'Open it in Excel and save it again.',
};

/**
 * Makes sure that an archive unpacks to at most `limit` bytes: first by the sizes its directory states, then,
 * since those may lie, by unpacking it without keeping anything. Bytes that no entry of the directory
 * accounts for are refused, because a reader that works through the file would unpack them too.
 *
 * @throws AppError file_malformed, file_too_large
 */
export async function checkZipSize(
  archive: Buffer,
  limit: number,
  name: string,
  kind: ZipKind = excelWorkbook,
): Promise<void> {
  const fail = failures(name, limit, kind);
  const { entries, directoryAt } = readDirectory(archive, fail);
  const stated = entries.reduce((sum, entry) => sum + entry.uncompressed, 0);
  if (stated > limit) throw fail.tooLarge();
  const covered = entries.reduce(
    (sum, entry) => sum + dataStart(archive, entry, fail) - entry.headerAt + entry.compressed,
    0,
  );
  // Sixteen bytes or so after each entry may repeat its sizes.
  if (directoryAt - covered > entries.length * 24 + 1024 || covered > archive.length) {
    throw fail.malformed('its parts overlap or its directory is incomplete');
  }
  if (archive.length * maximalDeflateRatio <= limit) return;
  let left = limit;
  for (const entry of entries) {
    if (entry.method === 0) continue;
    const start = dataStart(archive, entry, fail);
    left -= await inflatedSize(archive.subarray(start, start + entry.compressed), left, fail);
  }
}

/**
 * Unpacks single parts of an archive, each of at most `limit` bytes, without touching the others.
 *
 * @throws AppError file_malformed, file_too_large
 */
export function openZip(
  archive: Buffer,
  limit: number,
  name: string,
  kind: ZipKind,
): { readonly names: readonly string[]; readonly part: (name: string) => Buffer | null } {
  const fail = failures(name, limit, kind);
  const { entries } = readDirectory(archive, fail);
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const part = (partName: string): Buffer | null => {
    const entry = byName.get(partName);
    if (entry === undefined) return null;
    const start = dataStart(archive, entry, fail);
    const data = archive.subarray(start, start + entry.compressed);
    if (entry.method === 0 ? data.length > limit : entry.uncompressed > limit) throw fail.tooLarge();
    if (entry.method === 0) return data;
    try {
      return inflateRawSync(data, { maxOutputLength: limit });
    } catch (error) {
      throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
        ? fail.tooLarge()
        : fail.malformed('its content cannot be unpacked');
    }
  };
  return { names: [...byName.keys()], part };
}

function readDirectory(
  archive: Buffer,
  fail: Failures,
): { entries: readonly ZipEntry[]; directoryAt: number } {
  const earliest = Math.max(0, archive.length - 22 - 0xffff);
  let end = archive.length - 22;
  while (end >= earliest && archive.readUInt32LE(end) !== endRecord) end -= 1;
  if (end < earliest || end < 0) throw fail.malformed('it is cut off or no archive at all');
  const count = archive.readUInt16LE(end + 10);
  const directoryAt = archive.readUInt32LE(end + 16);
  const entries: ZipEntry[] = [];
  let at = directoryAt;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > archive.length || archive.readUInt32LE(at) !== entryRecord)
      throw fail.malformed('its directory is damaged');
    entries.push({
      name: archive.toString('utf8', at + 46, at + 46 + archive.readUInt16LE(at + 28)),
      method: archive.readUInt16LE(at + 10),
      compressed: archive.readUInt32LE(at + 20),
      uncompressed: archive.readUInt32LE(at + 24),
      headerAt: archive.readUInt32LE(at + 42),
    });
    at += 46 + archive.readUInt16LE(at + 28) + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return { entries, directoryAt };
}

function dataStart(archive: Buffer, entry: ZipEntry, fail: Failures): number {
  if (entry.headerAt + 30 > archive.length) throw fail.malformed('its directory is damaged');
  return (
    entry.headerAt +
    30 +
    archive.readUInt16LE(entry.headerAt + 26) +
    archive.readUInt16LE(entry.headerAt + 28)
  );
}

async function inflatedSize(data: Buffer, left: number, fail: Failures): Promise<number> {
  let size = 0;
  try {
    for await (const chunk of Readable.from([data]).pipe(createInflateRaw())) {
      size += (chunk as Buffer).length;
      if (size > left) throw fail.tooLarge();
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw fail.malformed('its content cannot be unpacked');
  }
  return size;
}

interface Failures {
  readonly tooLarge: () => AppError;
  readonly malformed: (reason: string) => AppError;
}

function failures(name: string, limit: number, { what, smaller, repair }: ZipKind): Failures {
  return {
    tooLarge: () =>
      new AppError(
        'file_too_large',
        `"${name}" unpacks to more than ${Math.round(limit / 1024 / 1024)} MB. ${smaller}`,
        { name },
      ),
    malformed: (reason) =>
      new AppError('file_malformed', `"${name}" is no sound ${what}: ${reason}. ${repair}`, {
        name,
      }),
  };
}
