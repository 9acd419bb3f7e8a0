import type { FormatName } from '../domain/source.ts';

/** Formats of which one file is one document. */
const documentFormats = ['txt', 'pdf', 'docx', 'html', 'eml'] as const;
export type DocumentFormat = (typeof documentFormats)[number];

export function isDocumentFormat(format: FormatName): format is DocumentFormat {
  return (documentFormats as readonly FormatName[]).includes(format);
}

/** As messages name what can be read. */
export const readableEndings = '.txt, .pdf, .docx, .html, .eml, .csv, .tsv, .jsonl, .json and .xlsx';

interface Magic {
  readonly bytes: readonly number[];
  readonly what: string;
}

const magics: readonly Magic[] = [
  { bytes: [0x25, 0x50, 0x44, 0x46], what: 'a PDF file' },
  {
    bytes: [0xd0, 0xcf, 0x11, 0xe0],
    what: 'an old Office file (.doc, .xls, .msg): save it as .docx, .xlsx or .eml',
  },
  {
    bytes: [0x50, 0x4b, 0x03, 0x04],
    what: 'a ZIP archive or an Office file: unpack it, or save it as .docx or .xlsx',
  },
  { bytes: [0x50, 0x4b, 0x05, 0x06], what: 'an empty ZIP archive' },
  { bytes: [0x1f, 0x8b], what: 'a gzip archive: unpack it first' },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf], what: 'a 7-Zip archive: unpack it first' },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], what: 'a Zstandard archive: unpack it first' },
  { bytes: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65], what: 'a database file' },
  { bytes: [0x89, 0x50, 0x4e, 0x47], what: 'a picture' },
  { bytes: [0xff, 0xd8, 0xff], what: 'a picture' },
  { bytes: [0x47, 0x49, 0x46, 0x38], what: 'a picture' },
  { bytes: [0x7f, 0x45, 0x4c, 0x46], what: 'a program' },
  { bytes: [0x50, 0x41, 0x52, 0x31], what: 'a Parquet file: save it as .csv or .jsonl' },
];

const byEnding: Readonly<Record<string, FormatName>> = {
  txt: 'txt',
  text: 'txt',
  md: 'txt',
  pdf: 'pdf',
  docx: 'docx',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
  eml: 'eml',
  csv: 'csv',
  tsv: 'csv',
  tab: 'csv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  manifest: 'jsonl',
  json: 'json',
  xlsx: 'xlsx',
};

export function fileEnding(path: string): string {
  return /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
}

/** The format that a file's ending promises, or `null` for an ending we do not know. */
export function formatOfEnding(path: string): FormatName | null {
  return byEnding[fileEnding(path)] ?? null;
}

/** PDF readers take the mark anywhere in the first kilobyte (PDF 1.7, Annex H.3.4.1). */
export function isPdf(sample: Uint8Array): boolean {
  return Buffer.from(sample.subarray(0, 1024)).includes('%PDF-');
}

/** Says what a file is that is not text ("a PDF file"), or `null` when the sample may well be text. */
export function describeBinary(sample: Uint8Array, isUtf16: boolean): string | null {
  for (const magic of magics) {
    if (magic.bytes.every((byte, index) => sample[index] === byte)) return magic.what;
  }
  if (isUtf16 || sample.length === 0) return null;
  let control = 0;
  for (const byte of sample) {
    if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27) || byte === 127) control += 1;
  }
  return control > sample.length * 0.02 ? 'a binary file' : null;
}

export function isZip(sample: Uint8Array): boolean {
  return sample[0] === 0x50 && sample[1] === 0x4b && sample[2] === 0x03 && sample[3] === 0x04;
}

/**
 * The format of a text by its ending and its first characters: JSON Lines are often named `.json` and the
 * other way round, and a file without a known ending may be JSON; all else is plain text.
 */
export function formatOfText(text: string, ending: FormatName | null): FormatName {
  if (ending !== null && ending !== 'json' && ending !== 'jsonl') return ending;
  const start = text.trimStart();
  if (start.startsWith('[')) return 'json';
  if (!start.startsWith('{')) return ending ?? (isWebPage(start) ? 'html' : 'txt');
  const lines = start.split('\n', 3);
  const severalObjects =
    lines.length > 1 && isObject(lines[0]!) && (lines[1]!.trim() === '' || isObject(lines[1]!));
  if (severalObjects) return ending === 'json' && lines[1]!.trim() === '' ? 'json' : 'jsonl';
  return ending ?? (isObject(lines[0]!) ? 'jsonl' : 'json');
}

function isWebPage(start: string): boolean {
  return /^(<!doctype html|<html[\s>])/i.test(start);
}

/** The JSON of an Azure project, or an augmented manifest, to judge by the start of a file of JSON. */
export function exchangeFormatOf(text: string): 'azure' | 'comprehend-manifest' | null {
  const start = text.trimStart();
  if (!start.startsWith('{')) return null;
  if (/^\{\s*"projectFileVersion"/.test(start) || /"projectKind"\s*:\s*"custom\w+"/i.test(start))
    return 'azure';
  if (/^\{\s*"classifiers"\s*:\s*\[/.test(start)) return 'azure';
  return /"type"\s*:\s*"groundtruth\/text-classification(-multilabel)?"/.test(start.split('\n', 1)[0]!)
    ? 'comprehend-manifest'
    : null;
}

function isObject(line: string): boolean {
  return line.startsWith('{') && line.trimEnd().endsWith('}');
}
