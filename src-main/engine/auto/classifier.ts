import { type ArtefactContent, damaged } from '../artefact.ts';
import { occlusion } from '../explanation/occlusion.ts';
import { linearFamily } from '../linear/model.ts';
import { predictionFrom } from '../output/prediction.ts';
import type { Classifier, ClassifierPrediction } from '../types.ts';
import { type AutoModel, autoFamily, autoModelFrom, type Combination } from './model.ts';
import { evidence } from './pooling.ts';

/**
 * Averages what the members say. A single member explains by its own means, an average by occlusion.
 * @param load makes a classifier of a member's bytes
 * @throws AppError `project_damaged` when the content is no model of this family, and what `load` throws
 */
export async function autoClassifier(
  content: ArtefactContent,
  load: (bytes: Uint8Array) => Promise<Classifier>,
): Promise<Classifier> {
  const model = autoModelFrom(content);
  const members: Classifier[] = [];
  for (const bytes of model.members) members.push(await load(bytes));
  const alike = ({ kind, classes }: Classifier): boolean =>
    kind === model.kind &&
    classes.length === model.classes.length &&
    classes.every((name, k) => name === model.classes[k]);
  if (!members.every(alike)) throw damaged('its members do not fit together');
  const { combination } = model;
  if (!combination) return { ...members[0]!, family: autoFamily };
  return averaging(model, members, combination);
}

function averaging(
  { kind, classes }: AutoModel,
  members: Classifier[],
  combination: Combination,
): Classifier {
  const { output } = combination;
  const predict: Classifier['predict'] = async (texts, pause) => {
    const said: (readonly ClassifierPrediction[])[] = [];
    for (const member of members) said.push(await member.predict(texts, pause));
    return texts.map((_, text) => {
      const scores = said.map((predictions) => predictions[text]!.scores);
      return predictionFrom(combinedValues(kind, scores, combination), output);
    });
  };
  // Its words are the ones that an analyst knows from the text.
  const readable = members.find(({ family }) => family === linearFamily) ?? members[0]!;
  return {
    family: autoFamily,
    kind,
    classes,
    ...(output.kind === 'multi' ? { thresholds: output.thresholds } : {}),
    predict,
    explain: (text, classIndex, limit) => occlusion(predict, text, classIndex, limit),
    topFeatures: (classIndex, limit) => readable.topFeatures(classIndex, limit),
  };
}

/** Per class the weighted sum of the members' evidence; a class that nobody has learned stays impossible. */
function combinedValues(
  kind: AutoModel['kind'],
  scores: readonly Float32Array[],
  { weights }: Combination,
): Float64Array {
  const values = new Float64Array(scores[0]!.length);
  for (let k = 0; k < values.length; k++) {
    if (scores.every((ofMember) => ofMember[k] === 0)) {
      values[k] = -Infinity;
      continue;
    }
    scores.forEach((ofMember, m) => {
      values[k]! += weights[m]! * evidence(kind, ofMember[k]!);
    });
  }
  return values;
}
