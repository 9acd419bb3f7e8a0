import type { ArtefactContent } from '../artefact.ts';
import { Vectoriser } from '../features/vectoriser.ts';
import { predictionFrom } from '../output/prediction.ts';
import type { Classifier, ClassifierPrediction } from '../types.ts';
import { projectorOf } from '../vectors/projection.ts';
import { headScorer } from './head.ts';
import { tensorflowFamily, tensorflowModelFrom } from './model.ts';

/** @throws AppError `project_damaged` when the content is no such model. */
export function tensorflowClassifier(content: ArtefactContent): Classifier {
  const model = tensorflowModelFrom(content);
  const { output, head, classes } = model;
  const vectoriser = new Vectoriser(model.vectors.vectoriser);
  const { project, dimensions } = projectorOf(model.vectors.projection);
  const { score } = headScorer(head);
  const vector = new Float32Array(dimensions);
  const predictOne = (text: string): ClassifierPrediction => {
    vectoriser.read(text);
    project(vectoriser, 0, vectoriser.size, vector, 0);
    return predictionFrom(score(vector, 0, vectoriser, 0, vectoriser.size), output);
  };
  const predict = async (texts: readonly string[]) => texts.map(predictOne);
  return {
    family: tensorflowFamily,
    kind: head.kind,
    classes,
    ...(output.kind === 'multi' ? { thresholds: output.thresholds } : {}),
    predict,
    explain: async () => [],
    topFeatures: (classIndex, limit) => (model.topFeatures[classIndex] ?? []).slice(0, limit),
  };
}
