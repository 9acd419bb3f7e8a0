import type { ArtefactContent } from '../artefact.ts';
import { occlusion } from '../explanation/occlusion.ts';
import { decisionValues } from '../linear/weights.ts';
import { predictionFrom } from '../output/prediction.ts';
import type { Classifier } from '../types.ts';
import type { Work } from '../work.ts';
import { featuresByBucket, RowScale } from './binary-rows.ts';
import { HashedWords } from './hashed-words.ts';
import { type BayesModel, bayesFamily, bayesModelFrom } from './model.ts';

/** Texts between two pauses. */
const textsPerPause = 16;

/** @throws AppError `project_damaged` when the content is no model of this family. */
export function* bayesClassifier(content: ArtefactContent): Work<Classifier> {
  const model = yield* bayesModelFrom(content);
  const { output, classes } = model;
  yield;
  const decide = decider(model);
  const predict: Classifier['predict'] = async (texts, pause = async () => {}) => {
    const predictions = [];
    for (const [place, text] of texts.entries()) {
      if (place % textsPerPause === textsPerPause - 1) await pause();
      predictions.push(predictionFrom(decide(text), output));
    }
    return predictions;
  };
  return {
    family: bayesFamily,
    kind: output.kind,
    classes,
    ...(output.kind === 'multi' ? { thresholds: output.thresholds } : {}),
    predict,
    explain: (text, classIndex, limit) => occlusion(predict, text, classIndex, limit),
    // Features are hashed: their words are not kept.
    topFeatures: () => [],
  };
}

/** Gives a text's decision values; the array is written again by the next text. */
function decider({ features, weights, classes }: BayesModel): (text: string) => Float64Array {
  const words = new HashedWords();
  const featureOf = featuresByBucket(features);
  const scaling = new RowScale(features);
  const values = new Float64Array(classes.length);
  let known = new Int32Array(256);
  let scales = new Float32Array(256);
  return (text) => {
    words.read(text);
    if (words.size > known.length) {
      known = new Int32Array(words.size * 2);
      scales = new Float32Array(words.size * 2);
    }
    let size = 0;
    for (let index = 0; index < words.size; index++) {
      const feature = featureOf[words.buckets[index]!]!;
      scaling.add(feature);
      if (feature >= 0) known[size++] = feature;
    }
    scales.fill(scaling.take(), 0, size);
    decisionValues(weights, known, scales, size, values);
    return values;
  };
}
