import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type DecodedText, readTextFile } from '../decode-text.ts';
import { checkEncoding } from '../encoding.ts';
import { fileError } from '../file-bytes.ts';
import type { DocumentFormat } from '../sniff.ts';
import { extractInThread } from './document-thread.ts';

/** Of a PDF, a Word file, a web page or an e-mail; they are read whole. */
const maximalDocumentBytes = 100 * 1024 * 1024;

/**
 * The text of a file that is one document, or the reason why it has none: whatever is wrong with one file is no
 * reason to stop reading the others. `encoding` is what a person chose, of formats that do not carry their own.
 *
 * @throws AppError file_not_found, file_unreadable, unsupported_option
 */
export async function extractDocument(
  file: { readonly path: string; readonly bytes: number },
  format: DocumentFormat,
  encoding: string | null,
): Promise<DecodedText | string> {
  if (format === 'txt') return readTextFile(file, encoding);
  if (file.bytes > maximalDocumentBytes) return 'The file is larger than 100 MB.';
  const content = await readFile(file.path).catch((error: unknown) => {
    throw fileError(error, file.path);
  });
  if (content.length === 0) return 'The file is empty.';
  const found = await extractInThread({
    format,
    bytes: new Uint8Array(content),
    encoding: encoding === null ? null : checkEncoding(encoding),
    name: basename(file.path),
  });
  return typeof found === 'string' || found.text.trim() !== '' ? found : 'The file holds no text.';
}
