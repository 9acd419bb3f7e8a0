import type { ArtefactContent } from '../artefact.ts';
import { charactersPerPause } from '../features/count-chunk.ts';
import { Vectoriser } from '../features/vectoriser.ts';
import { predictionFrom } from '../output/prediction.ts';
import type { Classifier, ClassifierPrediction } from '../types.ts';
import type { Work } from '../work.ts';
import { explainText } from './explanation.ts';
import { linearFamily, linearModelFrom } from './model.ts';
import { createTopFeatures } from './top-features.ts';
import { createDecisionFunction } from './weights.ts';

const usualLimit = 20;

/** @throws AppError `project_damaged` when the content is no linear model. */
export function* linearClassifier(content: ArtefactContent): Work<Classifier> {
  const model = yield* linearModelFrom(content);
  const vectoriser = new Vectoriser(model.vectoriser);
  const decide = yield* createDecisionFunction(model.weights);
  const topFeatures = createTopFeatures(model);
  const values = new Float64Array(model.classes.length);
  return {
    family: linearFamily,
    kind: model.output.kind,
    classes: model.classes,
    ...(model.output.kind === 'multi' ? { thresholds: model.output.thresholds } : {}),
    predict: async (texts, pause) => {
      const predictions: ClassifierPrediction[] = [];
      let budget = charactersPerPause;
      for (const text of texts) {
        // Another call may use the vectoriser during a pause.
        const own =
          pause !== undefined && text.length > charactersPerPause
            ? new Vectoriser(model.vectoriser)
            : vectoriser;
        for (own.begin(text); !own.work(pause ? charactersPerPause : Infinity); ) await pause?.();
        decide(own.indices, own.values, own.size, values);
        predictions.push(predictionFrom(values, model.output));
        budget -= text.length + 10;
        if (budget > 0 || pause === undefined) continue;
        budget = charactersPerPause;
        await pause();
      }
      return predictions;
    },
    explain: async (text, classIndex, limit = usualLimit) => {
      const contributions = explainText(model, vectoriser, text, classIndex);
      return contributions.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).slice(0, limit);
    },
    topFeatures: topFeatures.of,
  };
}
