/** What a sentence encoder made of one text. */
export interface DocumentVector {
  readonly id: number;
  /** Hash of the text that was encoded; with another text the vector is worth nothing. */
  readonly textHash: number;
  readonly vector: Float32Array;
}

/** Vectors of documents, kept so that a later training need not compute them again. Workers read them by themselves. */
export interface VectorTable {
  /** Must come before vectors of the encoder; those of encoders used long ago are given up. */
  keepEncoder(fingerprint: string, at: string): void;
  /** Documents that are gone, or have another text by now, are passed over. */
  add(fingerprint: string, vectors: readonly DocumentVector[]): void;
}
