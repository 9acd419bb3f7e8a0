import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import type { EncoderDetails } from '../../domain/encoder.ts';
import { type EncoderFolder, invalid, readEncoderFolder } from './folder.ts';
import { type EncoderSession, openSession } from './session.ts';
import { createTokenizer, type TextTokenizer } from './tokenizer.ts';

/** A sentence encoder ready to compute; owns native memory until closed. */
export interface Encoder {
  readonly details: EncoderDetails;
  /**
   * One text after the other, each by itself: batches would change the last bits (and, of 8-bit models, more) of a
   * vector with the company it is in. `pause` is awaited before every text.
   */
  encode(texts: readonly string[], pause?: () => Promise<void>): Promise<readonly Float32Array[]>;
  close(): Promise<void>;
}

/** Raised whenever vectors of the same files come out otherwise. */
const version = 1;

/**
 * Opens the encoder of a folder. Nothing but its files is read, and nothing is downloaded.
 * @param pause awaited while large files are read
 * @throws AppError `encoder_missing`, `encoder_invalid`, `unsupported_option` (no onnxruntime here), and what
 *   `pause` throws.
 */
export async function openEncoder(
  path: string,
  pause: () => Promise<void> = async () => {},
): Promise<Encoder> {
  const folder = readEncoderFolder(path);
  const tokenizer = loadTokenizer(folder);
  const fingerprint = await fingerprintOf(folder, pause);
  const session = await openSession(folder);
  try {
    const details = await inspect(folder, tokenizer, session, fingerprint);
    return {
      details,
      async encode(texts, pauseBetween = async () => {}) {
        const vectors: Float32Array[] = [];
        for (const text of texts) {
          await pauseBetween();
          vectors.push(await session.run(tokenizer.encode(text, details.limit)));
        }
        return vectors;
      },
      close: () => session.close(),
    };
  } catch (error) {
    await session.close();
    throw error;
  }
}

/**
 * Looks at a folder before a training with it: also computes a text as long as the limit.
 * @throws AppError as {@link openEncoder}.
 */
export async function inspectEncoder(
  path: string,
  pause: () => Promise<void> = async () => {},
): Promise<EncoderDetails> {
  const encoder = await openEncoder(path, pause);
  try {
    await encoder.encode(['word 1 '.repeat(encoder.details.limit)], pause);
    return encoder.details;
  } finally {
    await encoder.close();
  }
}

function loadTokenizer(folder: EncoderFolder): TextTokenizer {
  try {
    return createTokenizer(folder.tokenizer);
  } catch (error) {
    throw invalid(
      folder.tokenizerFile,
      `holds a tokenizer that cannot be used (${error instanceof Error ? error.message : String(error)})`,
      'Choose an encoder with a WordPiece, BPE or Unigram tokenizer.',
    );
  }
}

/** SHA-256 of the model, its weights and tokenizer, and of what else decides about vectors. */
async function fingerprintOf(folder: EncoderFolder, pause: () => Promise<void>): Promise<string> {
  const { pooling, normalised, limit } = folder;
  const hash = createHash('sha256').update(JSON.stringify({ version, pooling, normalised, limit }));
  for (const file of [...folder.modelFiles, folder.tokenizerFile]) {
    hash.update(`\n${statSync(file).size}\n`);
    for await (const piece of createReadStream(file, { highWaterMark: 4 * 1024 * 1024 })) {
      hash.update(piece as Uint8Array);
      await pause();
    }
  }
  return hash.digest('hex');
}

/** Computes one short text: only that tells the dimensions for certain. */
async function inspect(
  folder: EncoderFolder,
  tokenizer: TextTokenizer,
  session: EncoderSession,
  fingerprint: string,
): Promise<EncoderDetails> {
  const vector = await session.run(tokenizer.encode('a', folder.limit));
  if (vector.some((value) => !Number.isFinite(value))) {
    throw invalid(folder.modelFile, 'gives vectors that are no numbers', 'Choose another encoder.');
  }
  const { dimensions } = folder;
  if (dimensions !== undefined && dimensions.value !== vector.length) {
    throw invalid(
      dimensions.file,
      `names ${dimensions.value} dimensions, but the model gives ${vector.length}`,
      'The files are of different encoders: copy them again from one.',
    );
  }
  return {
    name: folder.name,
    dimensions: vector.length,
    limit: folder.limit,
    pooling: session.pooling,
    normalised: folder.normalised,
    bytes: folder.modelFiles.reduce((sum, file) => sum + statSync(file).size, 0),
    fingerprint,
    notes: folder.notes,
  };
}
