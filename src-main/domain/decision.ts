/**
 * How scores become answers where a model is put to work. Saved with a deployment; the model stays as it is.
 * Lists are in the order of the model's classes.
 */
export interface DecisionRule {
  /** Multi-label: the score from which on a class is given; null = the model's own threshold. */
  readonly thresholds: readonly (number | null)[];
  /**
   * Below these scores a document goes to a person. Single-label: `accept[c]` for the predicted class c.
   * Multi-label: scores within `band` of a class's threshold are unsure.
   */
  readonly accept: readonly number[];
  readonly band: number;
}

/** A named pointer to a model with its rule. */
export interface Deployment {
  readonly id: number;
  readonly name: string;
  readonly modelId: number;
  readonly modelName: string;
  readonly rule: DecisionRule;
  readonly createdAt: string;
  readonly updatedAt: string;
}
