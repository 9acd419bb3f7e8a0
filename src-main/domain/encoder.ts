/** How the vectors of a text's tokens become one vector; `sentence`: the encoder's own graph does it. */
export type EncoderPooling = 'mean' | 'cls' | 'max' | 'sentence';

/** What a folder with a sentence encoder turned out to hold. */
export interface EncoderDetails {
  /** The folder's own name. */
  readonly name: string;
  /** Length of a text's vector. */
  readonly dimensions: number;
  /** Tokens read of a text, those that the tokenizer adds included; what follows is not seen. */
  readonly limit: number;
  readonly pooling: EncoderPooling;
  /** Whether vectors are scaled to length 1. */
  readonly normalised: boolean;
  /** Size of the model's files. */
  readonly bytes: number;
  /** Changes with the model, the tokenizer and everything above that changes vectors. */
  readonly fingerprint: string;
  /** What an analyst should know of it, in plain English. */
  readonly notes: readonly string[];
}
