import { type ArtefactContent, arrayOf, damaged } from '../artefact.ts';
import { storedWeights, weightsFrom } from '../linear/stored-weights.ts';
import type { ClassWeights } from '../linear/weights.ts';
import type { Output } from '../output/output-types.ts';
import { outputFrom, storedOutput } from '../output/stored-output.ts';
import type { Work } from '../work.ts';
import type { Features } from './binary-rows.ts';
import { bucketCount } from './hashed-words.ts';

export const bayesFamily = 'bayes';

export interface BayesModel {
  readonly classes: readonly string[];
  readonly features: Features;
  readonly weights: ClassWeights;
  readonly output: Output;
}

/** The model as an artefact's content; {@link bayesModelFrom} reads it back. */
export function* bayesContent({ classes, features, weights, output }: BayesModel): Work<ArtefactContent> {
  const stored = storedOutput(output);
  return {
    facts: { family: bayesFamily, classes, documentCount: features.documentCount, output: stored.facts },
    arrays: {
      buckets: features.buckets,
      documentFrequencies: features.documentFrequencies,
      ...(yield* storedWeights(weights)),
      ...stored.arrays,
    },
  };
}

/** @throws AppError `project_damaged` when parts are missing or do not fit together. */
export function* bayesModelFrom(content: ArtefactContent): Work<BayesModel> {
  const { classes, documentCount } = content.facts;
  const named = Array.isArray(classes) && classes.every((name) => typeof name === 'string');
  if (!named || typeof documentCount !== 'number') {
    throw damaged('its description is incomplete');
  }
  const buckets = arrayOf(content, 'buckets', 'u32');
  const documentFrequencies = arrayOf(content, 'documentFrequencies', 'u32');
  const fit =
    buckets.length === documentFrequencies.length && buckets.every((bucket) => bucket < bucketCount);
  if (!fit) throw damaged('its features do not fit together');
  return {
    classes,
    features: { buckets, documentFrequencies, documentCount },
    weights: yield* weightsFrom(content, buckets.length, classes.length),
    output: outputFrom(content, classes.length),
  };
}
