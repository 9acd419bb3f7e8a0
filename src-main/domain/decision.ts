import { AppError } from './errors.ts';
import type { ProjectKind } from './project.ts';

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

/** What pointed where from a moment on: the history of all deployments of a project. */
export interface DeploymentEvent {
  readonly at: string;
  readonly deploymentId: number;
  readonly name: string;
  /** `moved`: to another model, or to the same one under another rule. */
  readonly kind: 'created' | 'moved' | 'deleted';
  /** The model's name at the time; null when it was deleted. */
  readonly modelId: number | null;
  readonly modelName: string | null;
  readonly rule: DecisionRule | null;
}

/** As many as Azure allows in a project. */
export const maximalDeployments = 10;

export interface Decision {
  /** Indexes of the classes given, best first; single-label: exactly one. */
  readonly predicted: readonly number[];
  /** A person should look at the document. */
  readonly unsure: boolean;
}

/**
 * What a rule makes of a document's scores. Single-label: the class of the highest score (the first of equals),
 * unsure when that is below `accept` of the class. Multi-label: every class that reaches its threshold, none where
 * none does; unsure when any score is nearer than `band` to its class's threshold.
 * @param scores calibrated probabilities, 0 to 1, in the order of the model's classes; at least one
 * @param modelThresholds the model's own thresholds in the same order; multi-label only
 */
export function decide(
  scores: ArrayLike<number>,
  kind: ProjectKind,
  modelThresholds: ArrayLike<number>,
  rule: DecisionRule,
): Decision {
  const order = Array.from(scores, (_, index) => index).sort((a, b) => scores[b]! - scores[a]! || a - b);
  if (kind === 'single') {
    const best = order[0]!;
    return { predicted: [best], unsure: scores[best]! < (rule.accept[best] ?? 0) };
  }
  const thresholds = effectiveThresholds(modelThresholds, rule);
  return {
    predicted: order.filter((index) => scores[index]! >= thresholds[index]!),
    unsure: order.some((index) => Math.abs(scores[index]! - thresholds[index]!) < rule.band),
  };
}

/** The rule's thresholds, filled up with the model's own. */
export function effectiveThresholds(
  modelThresholds: ArrayLike<number>,
  rule: DecisionRule,
): readonly number[] {
  return Array.from(modelThresholds, (own, index) => rule.thresholds[index] ?? own);
}

/** The rule under which a model answers as it does by itself, and nothing is unsure. */
export function plainRule(kind: ProjectKind, classCount: number): DecisionRule {
  return {
    thresholds: kind === 'multi' ? new Array<number | null>(classCount).fill(null) : [],
    accept: kind === 'single' ? new Array<number>(classCount).fill(0) : [],
    band: 0,
  };
}

/**
 * The list that the kind has no use for may be empty.
 * @throws AppError `bad_request` unless the rule fits a model of this kind and number of classes.
 */
export function checkRule(rule: DecisionRule, kind: ProjectKind, classCount: number): void {
  const lists = { thresholds: rule.thresholds, accept: rule.accept };
  const needed = kind === 'multi' ? 'thresholds' : 'accept';
  for (const [name, list] of Object.entries(lists)) {
    if (list.length !== classCount && (name === needed || list.length > 0)) {
      throw new AppError(
        'bad_request',
        `"${name}" has ${list.length} entries; the model has ${classCount} classes. Give one for each.`,
      );
    }
    const wrong = list.find((value) => value !== null && !isShare(value));
    if (wrong !== undefined) {
      throw new AppError('bad_request', `"${name}" holds ${String(wrong)}. Use numbers from 0 to 1.`);
    }
  }
  if (!isShare(rule.band)) {
    throw new AppError('bad_request', `The band is ${String(rule.band)}. Use a number from 0 to 1.`);
  }
}

function isShare(value: number): boolean {
  return value >= 0 && value <= 1;
}
