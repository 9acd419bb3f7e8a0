import { crc32, createDeflateRaw } from 'node:zlib';
import { AppError } from '../../domain/errors.ts';

/** A file of an archive; `content` is read once. */
export interface ZipEntry {
  readonly name: string;
  readonly content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

interface Written {
  readonly name: Buffer;
  readonly offset: number;
  readonly crc: number;
  readonly packed: number;
  readonly unpacked: number;
}

/** Sizes and places have 32 bits without the extension for larger archives, which not every reader has. */
const maximalBytes = 0xffff_ffff;
/** 2.0: deflated entries. */
const neededVersion = 20;
/** Sizes follow the data (bit 3); names are UTF-8 (bit 11). */
const flags = 0x0808;
const deflated = 8;
/** The first of January 1980, the earliest that there is: equal contents give equal archives. */
const date = 0x0021;

/**
 * A ZIP archive (PKWARE APPNOTE 6.3) in pieces, in constant memory: the sizes of an entry stand after its data.
 * @throws AppError `file_too_large` beyond 4 GB.
 */
export async function* zip(
  entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>,
): AsyncGenerator<Uint8Array> {
  const written: Written[] = [];
  let offset = 0;
  for await (const { name, content } of entries) {
    const nameBytes = Buffer.from(name, 'utf8');
    const header = localHeader(nameBytes);
    yield header;
    let crc = 0;
    let unpacked = 0;
    let packed = 0;
    const counted = async function* (): AsyncGenerator<Uint8Array> {
      for await (const piece of content) {
        crc = crc32(piece, crc);
        unpacked += piece.length;
        yield piece;
      }
    };
    for await (const piece of deflatedPieces(counted())) {
      packed += piece.length;
      yield piece;
    }
    yield descriptor(crc, packed, unpacked);
    written.push({ name: nameBytes, offset, crc, packed, unpacked });
    offset += header.length + packed + 16;
    if (offset > maximalBytes || unpacked > maximalBytes) throw tooLarge();
  }
  const directory = Buffer.concat(written.map(centralHeader));
  yield directory;
  yield end(written.length, directory.length, offset);
}

async function* deflatedPieces(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const deflate = createDeflateRaw({ level: 3 });
  const feeding = (async () => {
    for await (const piece of content) {
      if (!deflate.write(piece)) await new Promise((resolve) => deflate.once('drain', resolve));
    }
    deflate.end();
  })();
  feeding.catch((error: unknown) => deflate.destroy(error as Error));
  for await (const piece of deflate) yield piece as Uint8Array;
  await feeding;
}

function localHeader(name: Buffer): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(neededVersion, 4);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(deflated, 8);
  header.writeUInt16LE(date, 12);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name]);
}

function descriptor(crc: number, packed: number, unpacked: number): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32LE(0x08074b50, 0);
  bytes.writeUInt32LE(crc, 4);
  bytes.writeUInt32LE(checked(packed), 8);
  bytes.writeUInt32LE(checked(unpacked), 12);
  return bytes;
}

function centralHeader({ name, offset, crc, packed, unpacked }: Written): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(neededVersion, 4);
  header.writeUInt16LE(neededVersion, 6);
  header.writeUInt16LE(flags, 8);
  header.writeUInt16LE(deflated, 10);
  header.writeUInt16LE(date, 14);
  header.writeUInt32LE(crc, 16);
  header.writeUInt32LE(packed, 20);
  header.writeUInt32LE(unpacked, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, name]);
}

function end(count: number, size: number, offset: number): Buffer {
  const bytes = Buffer.alloc(22);
  bytes.writeUInt32LE(0x06054b50, 0);
  bytes.writeUInt16LE(count, 8);
  bytes.writeUInt16LE(count, 10);
  bytes.writeUInt32LE(size, 12);
  bytes.writeUInt32LE(checked(offset), 16);
  return bytes;
}

function checked(bytes: number): number {
  if (bytes > maximalBytes) throw tooLarge();
  return bytes;
}

function tooLarge(): AppError {
  return new AppError(
    'file_too_large',
    'The workbook would have more than 4 GB. Write CSV or JSON Lines instead.',
  );
}
