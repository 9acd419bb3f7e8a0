import PostalMime from 'postal-mime';
import type { DecodedText } from '../decode-text.ts';
import { textOfHtml } from './html.ts';

/** Deeper nesting than any mail program makes is an attack. */
const maximalNesting = 50;
const maximalHeaderBytes = 2 * 1024 * 1024;
/** Any e-mail has one of them at least. */
const usualHeaders = new Set(
  'from to cc subject date message-id received mime-version content-type sender return-path'.split(' '),
);

/**
 * Subject and body of an e-mail: the plain part where there is one, else the text of the HTML part. Attachments are
 * left out; the text says nothing of senders and receivers.
 */
export async function extractEmail(bytes: Uint8Array): Promise<DecodedText | string> {
  const email = await PostalMime.parse(bytes, {
    maxNestingDepth: maximalNesting,
    maxHeadersSize: maximalHeaderBytes,
    rfc822Attachments: true,
  });
  if (!email.headers.some(({ key }) => usualHeaders.has(key))) return 'It is no e-mail: it has no headers.';
  const plain = email.text?.trim() ?? '';
  const body = plain === '' && email.html !== undefined ? textOfHtml(email.html) : plain;
  const text = [email.subject?.trim() ?? '', body.replaceAll('\r\n', '\n')]
    .filter((part) => part !== '')
    .join('\n\n');
  return { text, encoding: 'utf-8', damaged: text.includes('\uFFFD') };
}
