import { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { AppError } from '../domain/errors.ts';

/** No deflated byte becomes more than this many. */
const maximalDeflateRatio = 1032;
const endRecord = 0x06054b50;
const entryRecord = 0x02014b50;

interface ZipEntry {
  readonly method: number;
  readonly compressed: number;
  readonly uncompressed: number;
  readonly headerAt: number;
}

/**
 * Makes sure that an archive unpacks to at most `limit` bytes: first by the sizes its directory states, then,
 * since those may lie, by unpacking it without keeping anything. Bytes that no entry of the directory
 * accounts for are refused, because a reader that works through the file would unpack them too.
 *
 * @throws AppError file_malformed, file_too_large
 */
export async function checkZipSize(archive: Buffer, limit: number, name: string): Promise<void> {
  const { entries, directoryAt } = readDirectory(archive, name);
  const stated = entries.reduce((sum, entry) => sum + entry.uncompressed, 0);
  if (stated > limit) throw tooLarge(name, limit);
  const covered = entries.reduce(
    (sum, entry) => sum + dataStart(archive, entry, name) - entry.headerAt + entry.compressed,
    0,
  );
  // Sixteen bytes or so after each entry may repeat its sizes.
  if (directoryAt - covered > entries.length * 24 + 1024 || covered > archive.length) {
    throw malformed(name, 'its parts overlap or its directory is incomplete');
  }
  if (archive.length * maximalDeflateRatio <= limit) return;
  let left = limit;
  for (const entry of entries) {
    if (entry.method === 0) continue;
    const start = dataStart(archive, entry, name);
    left -= await inflatedSize(archive.subarray(start, start + entry.compressed), left, name, limit);
  }
}

function readDirectory(archive: Buffer, name: string): { entries: readonly ZipEntry[]; directoryAt: number } {
  const earliest = Math.max(0, archive.length - 22 - 0xffff);
  let end = archive.length - 22;
  while (end >= earliest && archive.readUInt32LE(end) !== endRecord) end -= 1;
  if (end < earliest || end < 0) throw malformed(name, 'it is cut off or no workbook');
  const count = archive.readUInt16LE(end + 10);
  const directoryAt = archive.readUInt32LE(end + 16);
  const entries: ZipEntry[] = [];
  let at = directoryAt;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > archive.length || archive.readUInt32LE(at) !== entryRecord)
      throw malformed(name, 'its directory is damaged');
    entries.push({
      method: archive.readUInt16LE(at + 10),
      compressed: archive.readUInt32LE(at + 20),
      uncompressed: archive.readUInt32LE(at + 24),
      headerAt: archive.readUInt32LE(at + 42),
    });
    at += 46 + archive.readUInt16LE(at + 28) + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return { entries, directoryAt };
}

function dataStart(archive: Buffer, entry: ZipEntry, name: string): number {
  if (entry.headerAt + 30 > archive.length) throw malformed(name, 'its directory is damaged');
  return (
    entry.headerAt +
    30 +
    archive.readUInt16LE(entry.headerAt + 26) +
    archive.readUInt16LE(entry.headerAt + 28)
  );
}

async function inflatedSize(data: Buffer, left: number, name: string, limit: number): Promise<number> {
  let size = 0;
  try {
    for await (const chunk of Readable.from([data]).pipe(createInflateRaw())) {
      size += (chunk as Buffer).length;
      if (size > left) throw tooLarge(name, limit);
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw malformed(name, 'its content cannot be unpacked');
  }
  return size;
}

function tooLarge(name: string, limit: number): AppError {
  return new AppError(
    'file_too_large',
    `"${name}" unpacks to more than ${Math.round(limit / 1024 / 1024)} MB. Save the sheet as CSV and import that.`,
    { name },
  );
}

function malformed(name: string, reason: string): AppError {
  return new AppError(
    'file_malformed',
    `"${name}" is not a sound Excel workbook: ${reason}. Open it in Excel and save it again.`,
    {
      name,
    },
  );
}
