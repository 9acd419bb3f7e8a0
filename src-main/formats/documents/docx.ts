import { Parser } from 'htmlparser2';
import { type DecodedText, decodeBytes } from '../decode-text.ts';
import { checkZipSize, openZip, type ZipKind } from '../zip-check.ts';

const wordFile: ZipKind = {
  what: 'Word document',
  smaller: 'Save its text as .txt and import that.',
  repair: 'Open it in Word and save it again.',
};
/** Of all parts, pictures among them. */
const maximalUnpackedBytes = 512 * 1024 * 1024;
/** Of one part of text; the markup of a text takes ten to twenty times its letters. */
const maximalPartBytes = 128 * 1024 * 1024;
const mainType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';

/**
 * The text of a Word file (Office Open XML, ECMA-376): paragraphs, tables, footnotes and endnotes; without text that
 * a tracked change deleted, field codes, headers and footers.
 */
export async function extractDocx(
  bytes: Uint8Array,
  _encoding: string | null,
  name: string,
): Promise<DecodedText | string> {
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  await checkZipSize(archive, maximalUnpackedBytes, name, wordFile);
  const { names, part } = openZip(archive, maximalPartBytes, name, wordFile);
  const types = part('[Content_Types].xml');
  const main = types === null ? undefined : mainPart(types.toString('utf8'));
  const content = main === undefined ? null : part(main);
  if (main === undefined || content === null) return 'It is an archive, but no Word document.';
  const folder = main.slice(0, main.lastIndexOf('/') + 1);
  const notes = ['footnotes.xml', 'endnotes.xml']
    .map((file) => folder + file)
    .filter((file) => names.includes(file));
  const texts = [content, ...notes.map((file) => part(file)!)].map((xml) =>
    textOfWord(decodeBytes(xml, null).text),
  );
  const text = texts.filter((each) => each !== '').join('\n');
  return { text, encoding: 'utf-8', damaged: false };
}

/** Some programs give the main part another name than `word/document.xml`. */
function mainPart(types: string): string | undefined {
  for (const [element] of types.matchAll(/<Override\s[^>]*>/g)) {
    if (element.includes(mainType)) return /PartName="\/([^"]+)"/.exec(element)?.[1];
  }
  return undefined;
}

/** Nobody writes these prefixes otherwise. */
const breaks: ReadonlyMap<string, string> = new Map([
  ['w:tab', '\t'],
  ['w:br', '\n'],
  ['w:cr', '\n'],
  ['w:noBreakHyphen', '-'],
]);

function textOfWord(xml: string): string {
  const parts: string[] = [];
  let inText = false;
  // A text box is there twice: as it is, and for old programs.
  let fallbacks = 0;
  const parser = new Parser(
    {
      onopentag(name) {
        if (name === 'mc:Fallback') fallbacks += 1;
        if (fallbacks > 0) return;
        if (name === 'w:t') inText = true;
        else parts.push(breaks.get(name) ?? '');
      },
      ontext(data) {
        if (inText && fallbacks === 0) parts.push(data);
      },
      onclosetag(name) {
        if (name === 'mc:Fallback') fallbacks -= 1;
        else if (name === 'w:t') inText = false;
        else if (name === 'w:p' && fallbacks === 0) parts.push('\n');
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.write(xml);
  parser.end();
  return parts
    .join('')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
