/** From decision values to probabilities and to the classes that are given. */
export type Output =
  | { readonly kind: 'single'; readonly scale: number }
  | {
      readonly kind: 'multi';
      readonly slopes: Float64Array;
      readonly offsets: Float64Array;
      readonly thresholds: Float32Array;
      readonly bestIfNone: boolean;
    };
