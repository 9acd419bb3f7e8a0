import { getDocumentProxy } from 'unpdf';
import type { DecodedText } from '../decode-text.ts';
import { maximalTextCharacters } from '../types.ts';

type PdfDocument = Awaited<ReturnType<typeof getDocumentProxy>>;

/** The text of a PDF, page by page; scans, which are pictures of text, have none. */
export async function extractPdf(bytes: Uint8Array): Promise<DecodedText | string> {
  let pdf: PdfDocument;
  try {
    // The parser takes the memory over, and a Buffer may share it.
    pdf = await getDocumentProxy(new Uint8Array(bytes), options);
  } catch (error) {
    if (error instanceof Error && error.name === 'PasswordException') {
      return 'The PDF is protected by a password. Save it without one.';
    }
    throw error;
  }
  try {
    return await textOfPages(pdf);
  } finally {
    await pdf.loadingTask.destroy();
  }
}

const options = {
  // Nothing is drawn, and nothing of a document is ever run.
  isEvalSupported: false,
  disableFontFace: true,
  useSystemFonts: false,
  stopAtErrors: false,
  verbosity: 0,
} as const;

async function textOfPages(pdf: PdfDocument): Promise<DecodedText | string> {
  const pages: string[] = [];
  let characters = 0;
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    const text = items
      .map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : ''))
      .join('')
      .trim();
    page.cleanup();
    if (text !== '') pages.push(text);
    characters += text.length;
    // The record's own check tells how long a text may be.
    if (characters > maximalTextCharacters) break;
  }
  if (pages.length === 0) {
    return 'The PDF holds no text: it may be a scan. Recognise its text first (OCR).';
  }
  return { text: pages.join('\n\n'), encoding: 'utf-8', damaged: false };
}
