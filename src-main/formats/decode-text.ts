import { isAscii } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { checkEncoding, createStreamDecoder, detectEncoding } from './encoding.ts';
import { fileError } from './file-bytes.ts';
import { describeBinary } from './sniff.ts';
import { maximalTextFileBytes } from './types.ts';

export interface DecodedText {
  readonly text: string;
  readonly encoding: string;
  /** Bytes outside of the encoding were met and replaced. */
  readonly damaged: boolean;
}

const sampleBytes = 64 * 1024;

/** Decodes a whole text; `null`: by what its bytes look like. @throws AppError unsupported_option */
export function decodeBytes(bytes: Uint8Array, encoding: string | null): DecodedText {
  const known = encoding === null ? detectEncoding(tellingPart(bytes)).encoding : checkEncoding(encoding);
  const decoder = createStreamDecoder(known);
  const text = decoder.decode(bytes) + decoder.end();
  return { text, encoding: known, damaged: decoder.damaged };
}

/** A start of plain ASCII says nothing about an accented letter further down. */
function tellingPart(bytes: Uint8Array): Uint8Array {
  const head = bytes.subarray(0, sampleBytes);
  if (head.length === bytes.length || !isAscii(head) || head.includes(0)) return head;
  const first = bytes.findIndex((byte) => byte >= 0x80);
  const start = Math.max(0, first - 1000);
  return first < 0 ? head : bytes.subarray(start, start + sampleBytes);
}

/** A file that is one text, or the reason why it cannot be one. */
export async function readTextFile(
  { path, bytes }: { readonly path: string; readonly bytes: number },
  encoding: string | null,
): Promise<DecodedText | string> {
  if (bytes > maximalTextFileBytes) return tooLongText(bytes);
  const content = await readFile(path).catch((error: unknown) => {
    throw fileError(error, path);
  });
  // It may have grown meanwhile.
  if (content.length > maximalTextFileBytes) return tooLongText(content.length);
  const decoded = decodeBytes(content, encoding);
  const binary = describeBinary(content.subarray(0, 8192), decoded.encoding.startsWith('utf-16'));
  return binary === null ? decoded : `It is no text but ${binary}.`;
}

function tooLongText(bytes: number): string {
  return `The file has ${bytes} bytes; a text has 1000000 characters at the most.`;
}
