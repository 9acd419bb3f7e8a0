import { Parser } from 'htmlparser2';
import { type DecodedText, decodeBytes } from '../decode-text.ts';

const ignored = new Set(['script', 'style', 'template', 'noscript', 'svg', 'math', 'iframe', 'object']);
/** Elements whose text stands on lines of its own. */
const blocks = new Set(
  'address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main menu nav ol optgroup option p pre section summary table tbody tfoot thead title tr ul'.split(
    ' ',
  ),
);
const cells = new Set(['td', 'th']);
/** Far more than the text of a document; what comes after is not looked at. */
const maximalCharacters = 4_000_000;

/** The text of a web page: what a reader would see, without scripts, styles and markup. */
export async function extractHtml(bytes: Uint8Array, encoding: string | null): Promise<DecodedText> {
  const decoded = decodeBytes(bytes, encoding ?? declaredEncoding(bytes));
  return { ...decoded, text: textOfHtml(decoded.text) };
}

/** Blocks on lines of their own, a blank line at most between them; white space as a browser shows it. */
export function textOfHtml(html: string): string {
  const lines = new Lines();
  let hidden = 0;
  let preformatted = 0;
  const parser = new Parser(
    {
      onopentagname(name) {
        if (ignored.has(name)) hidden += 1;
        if (name === 'pre' || name === 'textarea') preformatted += 1;
        if (name === 'br' || blocks.has(name)) lines.end();
        else if (cells.has(name)) lines.add(' ');
      },
      ontext(data) {
        if (hidden === 0 && lines.characters < maximalCharacters) {
          if (preformatted > 0) lines.addPreformatted(data);
          else lines.add(data);
        }
      },
      onclosetag(name) {
        if (ignored.has(name)) hidden = Math.max(0, hidden - 1);
        if (name === 'pre' || name === 'textarea') preformatted = Math.max(0, preformatted - 1);
        if (blocks.has(name)) lines.end();
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  parser.write(html);
  parser.end();
  return lines.text();
}

class Lines {
  characters = 0;
  readonly #lines: string[] = [];
  #line = '';

  add(data: string): void {
    const text = data.replace(/[\t\n\f\r ]+/g, ' ');
    this.#line += this.#line === '' || this.#line.endsWith(' ') ? text.trimStart() : text;
    this.characters += text.length;
  }

  addPreformatted(data: string): void {
    const [first = '', ...rest] = data.split(/\r\n|\n|\r/);
    this.#line += first;
    for (const line of rest) {
      this.end();
      this.#line = line;
    }
    this.characters += data.length;
  }

  end(): void {
    const line = this.#line.trimEnd();
    this.#line = '';
    if (line !== '') this.#lines.push(line);
  }

  text(): string {
    this.end();
    return this.#lines.join('\n');
  }
}

/** What `<meta charset>` or `<meta http-equiv="Content-Type">` in the first kilobytes says, unless a mark says more. */
function declaredEncoding(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff || bytes[0] === 0xfe || (bytes[0] === 0xef && bytes[1] === 0xbb)) return null;
  const head = Buffer.from(bytes.subarray(0, 4096)).toString('latin1');
  const name =
    /<meta[^>]+charset\s*=\s*["']?\s*([\w:-]+)/i.exec(head)?.[1] ??
    /^<\?xml[^>]+encoding\s*=\s*["']([\w:-]+)/i.exec(head)?.[1];
  if (name === undefined) return null;
  try {
    // By the standard a page cannot say in ASCII that it is UTF-16.
    const { encoding } = new TextDecoder(name);
    return encoding.startsWith('utf-16') ? 'utf-8' : encoding;
  } catch {
    return null;
  }
}
