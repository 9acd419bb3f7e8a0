/** Groups the documents of a class by their texts. Batches: {@link GroupBatch}; result: {@link GroupTaskResult}. */
export interface GroupTask {
  readonly kind: 'group';
  readonly projectPath: string;
  readonly classId: number;
  /** Of the groups; each goes to the group whose texts it is most like. */
  readonly names: readonly string[];
  readonly seed: number;
}

/** Documents ascending by id, with the place of their group and how certainly they belong to it (0 to 1). */
export interface GroupBatch {
  readonly ids: Int32Array;
  readonly members: Uint8Array;
  readonly certainty: Float32Array;
}

export interface GroupTaskResult {
  /** In the order of the names; `examples` are the ids of the documents nearest to the middle. */
  readonly groups: readonly {
    readonly name: string;
    readonly documents: number;
    readonly words: readonly string[];
    readonly examples: readonly number[];
  }[];
}
