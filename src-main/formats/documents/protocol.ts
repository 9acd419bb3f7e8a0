import type { DecodedText } from '../decode-text.ts';
import type { DocumentFormat } from '../sniff.ts';

export interface ExtractRequest {
  readonly format: Exclude<DocumentFormat, 'txt'>;
  /** Handed over, not copied. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What a person chose, or null. */
  readonly encoding: string | null;
  /** Of the file, for messages. */
  readonly name: string;
}

/** The text, or why there is none. */
export type ExtractAnswer = DecodedText | string;
