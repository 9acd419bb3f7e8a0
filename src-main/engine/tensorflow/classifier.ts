import type { ArtefactContent } from '../artefact.ts';
import { occlusion } from '../explanation/occlusion.ts';
import { Vectoriser } from '../features/vectoriser.ts';
import { predictionFrom } from '../output/prediction.ts';
import type { Classifier, ClassifierPrediction } from '../types.ts';
import { projectorOf } from '../vectors/projection.ts';
import type { Work } from '../work.ts';
import { headScorer } from './head.ts';
import { tensorflowFamily, tensorflowModelFrom } from './model.ts';

/** Characters read between two pauses. */
const charactersPerPause = 100_000;

/**
 * Predicts without TensorFlow.js: a plain forward pass over the stored weights, the same on every backend.
 * @throws AppError `project_damaged` when the content is no such model.
 */
export function* tensorflowClassifier(content: ArtefactContent): Work<Classifier> {
  const model = yield* tensorflowModelFrom(content);
  const { output, head, classes } = model;
  const vectoriser = new Vectoriser(model.vectors.vectoriser);
  const { project, dimensions } = projectorOf(model.vectors.projection);
  const { score } = headScorer(head);
  const vector = new Float32Array(dimensions);
  const predict: Classifier['predict'] = async (texts, pause) => {
    const predictions: ClassifierPrediction[] = [];
    let budget = charactersPerPause;
    for (const text of texts) {
      // Another call may use the vectoriser during a pause.
      const own =
        pause && text.length > charactersPerPause ? new Vectoriser(model.vectors.vectoriser) : vectoriser;
      for (own.begin(text); !own.work(pause ? charactersPerPause : Infinity); ) await pause?.();
      project(own, 0, own.size, vector, 0);
      predictions.push(predictionFrom(score(vector, 0, own, 0, own.size), output));
      budget -= text.length + 100;
      if (budget > 0 || !pause) continue;
      budget = charactersPerPause;
      await pause();
    }
    return predictions;
  };
  return {
    family: tensorflowFamily,
    kind: head.kind,
    classes,
    ...(output.kind === 'multi' ? { thresholds: output.thresholds } : {}),
    predict,
    explain: (text, classIndex, limit) => occlusion(predict, text, classIndex, limit),
    topFeatures: (classIndex, limit) => (model.topFeatures[classIndex] ?? []).slice(0, limit),
  };
}
