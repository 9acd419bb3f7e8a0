import { AppError } from '../../domain/errors.ts';
import type { ThreadTask } from '../threads/thread-task.ts';
import { type Encoder, openEncoder } from './encoder.ts';

export interface EncodeRequest {
  /** The encoder's folder. */
  readonly path: string;
  /** What the folder must hold. */
  readonly fingerprint: string;
  readonly texts: readonly string[];
}

/** The encoder that this thread used last; it stays open until the thread ends. */
let last: { readonly fingerprint: string; readonly encoder: Promise<Encoder> } | undefined;

/** Saves opening an encoder that the caller has open already; `undefined` forgets it. */
export function keepEncoder(encoder: Encoder | undefined): void {
  last = encoder && { fingerprint: encoder.details.fingerprint, encoder: Promise.resolve(encoder) };
}

/** Vectors of some texts, one after another; each thread has a model of its own. */
export const encodeTexts: ThreadTask<EncodeRequest, Float32Array<ArrayBuffer>> = {
  name: 'encode-texts',
  run: async ({ path, fingerprint, texts }, pause) => {
    if (last?.fingerprint !== fingerprint) last = { fingerprint, encoder: openEncoder(path, pause) };
    const encoder = await last.encoder;
    if (encoder.details.fingerprint !== fingerprint) {
      throw new AppError(
        'encoder_changed',
        `The sentence encoder in "${path}" was changed while it was used.`,
        {
          path,
        },
      );
    }
    const vectors = await encoder.encode(texts, pause);
    const joined = new Float32Array(texts.length * encoder.details.dimensions);
    for (const [index, vector] of vectors.entries()) joined.set(vector, index * vector.length);
    return joined;
  },
  transfer: (vectors) => [vectors.buffer],
};
