import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '../../domain/errors.ts';
import { type DecodedText, readTextFile } from '../decode-text.ts';
import { fileError } from '../file-bytes.ts';
import type { DocumentFormat } from '../sniff.ts';

/** Of a PDF, a Word file, a web page or an e-mail; they are read whole. */
export const maximalDocumentBytes = 100 * 1024 * 1024;

interface DocumentFile {
  readonly path: string;
  readonly bytes: number;
}

/** The text of bytes, or why there is none. */
type Extract = (bytes: Uint8Array, encoding: string | null, name: string) => Promise<DecodedText | string>;

/** Each library is loaded with the first file that needs it. */
const extractors: Readonly<Record<Exclude<DocumentFormat, 'txt'>, () => Promise<Extract>>> = {
  pdf: async () => (await import('./pdf.ts')).extractPdf,
  docx: async () => (await import('./docx.ts')).extractDocx,
  html: async () => (await import('./html.ts')).extractHtml,
  eml: async () => (await import('./eml.ts')).extractEmail,
};

/**
 * The text of a file that is one document, or the reason why it has none: whatever is wrong with one file is no
 * reason to stop reading the others. `encoding` is what a person chose, of formats that do not carry their own.
 *
 * @throws AppError file_not_found, file_unreadable, unsupported_option
 */
export async function extractDocument(
  file: DocumentFile,
  format: DocumentFormat,
  encoding: string | null,
): Promise<DecodedText | string> {
  if (format === 'txt') return readTextFile(file, encoding);
  if (file.bytes > maximalDocumentBytes) return 'The file is larger than 100 MB.';
  const bytes = await readFile(file.path).catch((error: unknown) => {
    throw fileError(error, file.path);
  });
  if (bytes.length === 0) return 'The file is empty.';
  const extract = await extractors[format]();
  try {
    return await extract(bytes, encoding, basename(file.path));
  } catch (error) {
    if (error instanceof AppError) return error.message;
    return `The file is damaged: ${error instanceof Error ? firstLine(error.message) : String(error)}.`;
  }
}

/** Messages of libraries may quote whole passages. */
function firstLine(message: string): string {
  return message.split('\n', 1)[0]!.slice(0, 120).replace(/\.$/, '');
}
