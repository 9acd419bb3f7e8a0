import { isAscii, isUtf8 } from 'node:buffer';
import chardet from 'chardet';
import { AppError } from '../domain/errors.ts';
import { readChunks } from './file-bytes.ts';

/** Encodings a person can choose; names are labels of the WHATWG Encoding Standard. */
export const offeredEncodings = [
  { name: 'utf-8', label: 'Unicode (UTF-8)' },
  { name: 'utf-16le', label: 'Unicode (UTF-16, little-endian)' },
  { name: 'utf-16be', label: 'Unicode (UTF-16, big-endian)' },
  { name: 'windows-1252', label: 'Western European (Windows-1252, ISO-8859-1)' },
  { name: 'iso-8859-15', label: 'Western European with euro (ISO-8859-15)' },
  { name: 'windows-1250', label: 'Central European (Windows-1250)' },
  { name: 'iso-8859-2', label: 'Central European (ISO-8859-2)' },
  { name: 'windows-1257', label: 'Baltic (Windows-1257)' },
  { name: 'windows-1254', label: 'Turkish (Windows-1254)' },
  { name: 'windows-1251', label: 'Cyrillic (Windows-1251)' },
  { name: 'koi8-r', label: 'Cyrillic (KOI8-R)' },
  { name: 'iso-8859-5', label: 'Cyrillic (ISO-8859-5)' },
  { name: 'windows-1253', label: 'Greek (Windows-1253)' },
  { name: 'windows-1255', label: 'Hebrew (Windows-1255)' },
  { name: 'windows-1256', label: 'Arabic (Windows-1256)' },
  { name: 'windows-1258', label: 'Vietnamese (Windows-1258)' },
  { name: 'windows-874', label: 'Thai (Windows-874)' },
  { name: 'shift_jis', label: 'Japanese (Shift_JIS)' },
  { name: 'euc-jp', label: 'Japanese (EUC-JP)' },
  { name: 'iso-2022-jp', label: 'Japanese (ISO-2022-JP)' },
  { name: 'gb18030', label: 'Chinese, simplified (GB18030, GBK)' },
  { name: 'big5', label: 'Chinese, traditional (Big5)' },
  { name: 'euc-kr', label: 'Korean (EUC-KR)' },
] as const;

export interface DetectedEncoding {
  readonly encoding: string;
  /** 0 to 1. */
  readonly confidence: number;
  /** Some of the characters were written as UTF-8 all the same: no one encoding is right for the file. */
  readonly mixed?: boolean;
}

const sampleBytes = 256 * 1024;
/** A file that is ASCII up to here is read as UTF-8; damage after that is reported by the reader. */
const asciiSearchBytes = 64 * 1024 * 1024;

/**
 * What each name of the detector is read as, and how much its word weighs. ISO-8859-1 and -9 are subsets of
 * their Windows sisters in text files; the weights come from samples in which the detector was wrong
 * (French taken for Baltic) and say how common an encoding is.
 */
const candidates: Readonly<Record<string, { readonly encoding: string; readonly weight: number }>> = {
  'windows-1252': { encoding: 'windows-1252', weight: 1.3 },
  'ISO-8859-1': { encoding: 'windows-1252', weight: 1.3 },
  'windows-1250': { encoding: 'windows-1250', weight: 1.1 },
  'ISO-8859-2': { encoding: 'iso-8859-2', weight: 1.1 },
  'windows-1251': { encoding: 'windows-1251', weight: 1.1 },
  'ISO-8859-5': { encoding: 'iso-8859-5', weight: 1 },
  'KOI8-R': { encoding: 'koi8-r', weight: 1 },
  'windows-1253': { encoding: 'windows-1253', weight: 1 },
  'ISO-8859-7': { encoding: 'windows-1253', weight: 1 },
  'windows-1254': { encoding: 'windows-1254', weight: 1 },
  'ISO-8859-9': { encoding: 'windows-1254', weight: 1 },
  'windows-1255': { encoding: 'windows-1255', weight: 1 },
  'ISO-8859-8': { encoding: 'windows-1255', weight: 0.8 },
  'windows-1256': { encoding: 'windows-1256', weight: 1 },
  'ISO-8859-6': { encoding: 'windows-1256', weight: 0.8 },
  'windows-1257': { encoding: 'windows-1257', weight: 0.7 },
  'windows-1258': { encoding: 'windows-1258', weight: 0.7 },
  Shift_JIS: { encoding: 'shift_jis', weight: 1 },
  'EUC-JP': { encoding: 'euc-jp', weight: 1 },
  'ISO-2022-JP': { encoding: 'iso-2022-jp', weight: 1 },
  GB18030: { encoding: 'gb18030', weight: 1 },
  Big5: { encoding: 'big5', weight: 1 },
  'EUC-KR': { encoding: 'euc-kr', weight: 1 },
};

/**
 * Finds the encoding of a file. A sample of plain ASCII says nothing about an accented letter further down,
 * so the search goes on to the first chunk that is not ASCII.
 */
export async function detectFileEncoding(path: string): Promise<DetectedEncoding> {
  let seen = 0;
  let first: Uint8Array | null = null;
  for await (const chunk of readChunks(path)) {
    first ??= chunk;
    const looksWide = seen === 0 && detectUtf16(chunk.subarray(0, sampleBytes)) !== null;
    if (!isAscii(chunk) || looksWide) {
      const start = seen === 0 ? 0 : firstNonAscii(chunk);
      return detectEncoding(chunk.subarray(start, start + sampleBytes));
    }
    seen += chunk.length;
    if (seen >= asciiSearchBytes) break;
  }
  return detectEncoding((first ?? new Uint8Array()).subarray(0, sampleBytes));
}

function firstNonAscii(bytes: Uint8Array): number {
  const index = bytes.findIndex((byte) => byte >= 0x80);
  return Math.max(0, index - 1000);
}

/** Finds the encoding of a sample from the start of a file; the sample may end inside a character. */
export function detectEncoding(sample: Uint8Array): DetectedEncoding {
  if (sample[0] === 0xef && sample[1] === 0xbb && sample[2] === 0xbf) return certain('utf-8');
  if (sample[0] === 0xff && sample[1] === 0xfe) return certain('utf-16le');
  if (sample[0] === 0xfe && sample[1] === 0xff) return certain('utf-16be');
  const wide = detectUtf16(sample);
  if (wide !== null) return { encoding: wide, confidence: 0.9 };
  if (isAscii(sample) && !hasIso2022Escape(sample)) return certain('utf-8');
  if (isUtf8(withoutCutCharacter(sample))) {
    return hasIso2022Escape(sample) ? { encoding: 'iso-2022-jp', confidence: 0.9 } : certain('utf-8');
  }
  const { sound, broken } = countUtf8(sample);
  if (sound >= broken * 4) return { encoding: 'utf-8', confidence: 0.6 };
  const found = detectLegacy(sample);
  // Texts of one byte a letter hardly ever look like UTF-8 by chance; those of several bytes do.
  const mixed = sound >= 2 && sound * 4 >= broken && /^(windows|iso-8859|koi8)-/.test(found.encoding);
  return mixed ? { ...found, mixed } : found;
}

function certain(encoding: string): DetectedEncoding {
  return { encoding, confidence: 1 };
}

/**
 * UTF-16 without a mark: the high bytes of Latin text, or at least of its spaces and line ends, are zero,
 * and on the same side of the pair (a few letters, such as U+4E00, have their zero on the other).
 */
function detectUtf16(sample: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  let even = 0;
  let odd = 0;
  for (let index = 0; index < sample.length; index += 1) {
    if (sample[index] === 0) {
      if (index % 2 === 0) even += 1;
      else odd += 1;
    }
  }
  const pairs = sample.length / 2;
  if (pairs < 2 || even + odd < Math.max(2, pairs * 0.005)) return null;
  const encoding = odd > even * 4 ? 'utf-16le' : even > odd * 4 ? 'utf-16be' : null;
  if (encoding === null) return null;
  const text = new TextDecoder(encoding).decode(sample);
  const strange = text.match(/[\p{Cn}\p{Co}\uFFFD\0]/gu)?.length ?? 0;
  return strange <= text.length * 0.01 + 1 ? encoding : null;
}

function hasIso2022Escape(sample: Uint8Array): boolean {
  const index = sample.indexOf(0x1b);
  return index >= 0 && (sample[index + 1] === 0x24 || sample[index + 1] === 0x28);
}

/** Drops up to three bytes of a UTF-8 character that the end of the sample cut in two. */
function withoutCutCharacter(sample: Uint8Array): Uint8Array {
  for (let back = 1; back <= 3 && back <= sample.length; back += 1) {
    const byte = sample[sample.length - back]!;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? sample.subarray(0, sample.length - back) : sample;
    }
    if (byte < 0x80) break;
  }
  return sample;
}

/** Among the characters beyond ASCII, those that are well-formed UTF-8 and those that are not. */
function countUtf8(sample: Uint8Array): { readonly sound: number; readonly broken: number } {
  const text = new TextDecoder('utf-8').decode(sample);
  const broken = text.match(/\uFFFD/g)?.length ?? 0;
  const sound = text.match(/[^\p{ASCII}\uFFFD]/gu)?.length ?? 0;
  return { sound, broken };
}

function detectLegacy(sample: Uint8Array): DetectedEncoding {
  let best: DetectedEncoding = { encoding: 'windows-1252', confidence: 0 };
  let bestWeight = 0;
  for (const match of chardet.analyse(sample.subarray(0, 64 * 1024))) {
    const candidate = candidates[match.name];
    if (candidate === undefined) continue;
    const weight = match.confidence * candidate.weight;
    if (weight > bestWeight) {
      bestWeight = weight;
      best = { encoding: candidate.encoding, confidence: Math.min(0.95, match.confidence / 100) };
    }
  }
  return best;
}

/** Checks the name of an encoding that a person or a program chose, and gives its standard form. */
export function checkEncoding(name: string): string {
  const known = offeredEncodings.find((offered) => offered.name === name.toLowerCase());
  if (known !== undefined) return known.name;
  try {
    return new TextDecoder(name).encoding;
  } catch {
    throw new AppError(
      'unsupported_option',
      `The encoding "${name}" is not known. Choose one of: ${offeredEncodings.map((offered) => offered.name).join(', ')}.`,
    );
  }
}

/** Decodes a stream of bytes; what does not fit the encoding becomes U+FFFD and is remembered. */
export interface StreamDecoder {
  /** Text of the next bytes, without a byte order mark. */
  decode(bytes: Uint8Array): string;
  /** What the last bytes, if they ended inside a character, decode to. */
  end(): string;
  /** Whether a damaged character was met; a U+FFFD before that was written so in the file. */
  readonly damaged: boolean;
}

export function createStreamDecoder(encoding: string): StreamDecoder {
  const decoder = new TextDecoder(encoding);
  const strict = encoding === 'utf-8' ? createUtf8Check() : null;
  let damaged = false;
  const note = (text: string, bytes: Uint8Array | null): string => {
    if (!damaged) damaged = strict === null ? text.includes('\uFFFD') : !strict(bytes);
    return text;
  };
  return {
    decode: (bytes) => note(decoder.decode(bytes, { stream: true }), bytes),
    end: () => note(decoder.decode(), null),
    get damaged() {
      return damaged;
    },
  };
}

/** Checks a stream of bytes, chunk by chunk; `null` marks its end. */
function createUtf8Check(): (bytes: Uint8Array | null) => boolean {
  let rest: Uint8Array = new Uint8Array();
  return (bytes) => {
    if (bytes === null) return rest.length === 0;
    const all = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const whole = withoutCutCharacter(all);
    rest = all.subarray(whole.length);
    return isUtf8(whole);
  };
}
