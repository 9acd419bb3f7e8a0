/**
 * A fingerprint names a set of labelled documents: two evaluations with the same fingerprint were measured on
 * the same texts with the same labels. It is 16 hex digits in two groups, `7c1e09ab-55d03f12`. It detects
 * accidents, not forgery.
 */
export type Fingerprint = string;

/** One document of the set, as it enters a fingerprint. */
export interface FingerprintDocument {
  readonly id: number;
  readonly textHash: number | string;
  /** Class names in any order, or `null` when nobody has judged the document. */
  readonly classes: readonly string[] | null;
}

/** A fingerprint that is built document by document; documents come in ascending id. */
export interface FingerprintBuilder {
  add(document: FingerprintDocument): void;
  finish(): Fingerprint;
}

/**
 * 64-bit FNV-1a (Fowler, Noll, Vo; offset basis cbf29ce484222325, prime 100000001b3) over the UTF-8 bytes of
 * one {@link fingerprintLine} a document, each ended by a line feed. Ids must ascend, so that the same set
 * always gives the same lines; a document out of order is an error in the caller and throws.
 */
export function createFingerprint(): FingerprintBuilder {
  const hash = createFnv64();
  let last = Number.NEGATIVE_INFINITY;
  return {
    add(document) {
      if (!(document.id > last)) {
        throw new Error(`Fingerprint documents must come in ascending id: ${document.id} after ${last}.`);
      }
      last = document.id;
      hash.update(`${fingerprintLine(document)}\n`);
    },
    finish: () => hash.digest(),
  };
}

/** The fingerprint of documents that come in ascending id. */
export function fingerprint(documents: Iterable<FingerprintDocument>): Fingerprint {
  const builder = createFingerprint();
  for (const document of documents) {
    builder.add(document);
  }
  return builder.finish();
}

/**
 * `id TAB text hash TAB class TAB class ...`, names sorted by UTF-16 units; class names hold no control
 * characters, so the line cannot be read in two ways. A judged document without a class ends with a TAB, an
 * unjudged one without.
 */
export function fingerprintLine(document: FingerprintDocument): string {
  const start = `${document.id}\t${document.textHash}`;
  return document.classes === null ? start : `${start}\t${[...document.classes].sort().join('\t')}`;
}

interface Fnv64 {
  update(text: string): void;
  digest(): string;
}

/** The hash as two 32-bit halves in whole numbers of 32 bits: with BigInt a large set would take half a minute. */
function createFnv64(): Fnv64 {
  let high = 0xcbf29ce4 | 0;
  let low = 0x84222325 | 0;
  const addByte = (byte: number): void => {
    low ^= byte;
    // The prime is 2^40 + 0x1b3: times 0x1b3 by halves of 16 bits with a carry, plus the low half moved up by 40.
    const lower = (low & 0xffff) * 0x1b3;
    const upper = (low >>> 16) * 0x1b3 + (lower >>> 16);
    high = (Math.imul(high, 0x1b3) + (upper >>> 16) + (low << 8)) | 0;
    low = ((upper & 0xffff) << 16) | (lower & 0xffff);
  };
  return {
    update: (text) => forEachByte(text, addByte),
    digest: () => `${hexadecimal(high >>> 0)}-${hexadecimal(low >>> 0)}`,
  };
}

/** UTF-8 (RFC 3629); a lone surrogate becomes U+FFFD, as in the WHATWG encoder. */
function forEachByte(text: string, addByte: (byte: number) => void): void {
  for (let index = 0; index < text.length; index++) {
    const point = text.codePointAt(index)!;
    if (point > 0xffff) index++;
    const code = point >= 0xd800 && point <= 0xdfff ? 0xfffd : point;
    if (code < 0x80) {
      addByte(code);
    } else if (code < 0x800) {
      addByte(0xc0 | (code >> 6));
      addByte(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
      addByte(0xe0 | (code >> 12));
      addByte(0x80 | ((code >> 6) & 0x3f));
      addByte(0x80 | (code & 0x3f));
    } else {
      addByte(0xf0 | (code >> 18));
      addByte(0x80 | ((code >> 12) & 0x3f));
      addByte(0x80 | ((code >> 6) & 0x3f));
      addByte(0x80 | (code & 0x3f));
    }
  }
}

function hexadecimal(word: number): string {
  return word.toString(16).padStart(8, '0');
}
