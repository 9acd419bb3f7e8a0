import { parentPort } from 'node:worker_threads';
import { extractDocx } from './docx.ts';
import { extractEmail } from './eml.ts';
import { extractHtml } from './html.ts';
import { extractPdf } from './pdf.ts';
import type { ExtractAnswer, ExtractRequest } from './protocol.ts';

/** Entry of the thread that reads documents: whatever a hostile one does, it does here. */
const extractors = { pdf: extractPdf, docx: extractDocx, html: extractHtml, eml: extractEmail } as const;
const port = parentPort!;

// The library for PDF files lets go of promises that fail later, for a file that has been answered long since.
process.on('unhandledRejection', () => {});

port.on('message', async ({ format, bytes, encoding, name }: ExtractRequest) => {
  let answer: ExtractAnswer;
  try {
    answer = await extractors[format](bytes, encoding, name);
  } catch (error) {
    answer = `The file is damaged: ${error instanceof Error ? firstLine(error.message) : String(error)}.`;
  }
  port.postMessage(answer);
});

/** Messages of libraries may quote whole passages. */
function firstLine(message: string): string {
  return message.split('\n', 1)[0]!.slice(0, 160).replace(/\.$/, '');
}
