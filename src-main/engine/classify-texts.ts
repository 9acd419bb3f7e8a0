import { decodeArtefact } from './artefact.ts';
import { linearClassifier } from './linear/classifier.ts';
import type { ThreadTask } from './threads/thread-task.ts';
import type { Classifier, ClassifierPrediction } from './types.ts';
import { runPaced } from './work.ts';

export interface ClassifyRequest {
  /** Names the model, so that a thread loads it once. */
  readonly key: string;
  /** The artefact of a linear model, in memory that threads share. */
  readonly artefact: Uint8Array;
  readonly texts: readonly string[];
}

/** Predictions in plain arrays, which threads hand over at little cost. */
export interface ClassifiedTexts {
  /** One row of scores a text. */
  readonly scores: Float32Array<ArrayBuffer>;
  /** How many classes are given to each text. */
  readonly sizes: Uint16Array<ArrayBuffer>;
  /** The given classes, text by text, best first. */
  readonly predicted: Uint16Array<ArrayBuffer>;
}

/** The model that this thread used last. */
let last: { readonly key: string; readonly classifier: Classifier } | undefined;

/** Saves loading a model that the caller has loaded already; `undefined` lets it go. */
export function keepClassifier(kept: typeof last): void {
  last = kept;
}

export const classifyTexts: ThreadTask<ClassifyRequest, ClassifiedTexts> = {
  name: 'classify-texts',
  run: async ({ key, artefact, texts }, pause) => {
    if (last?.key !== key) {
      // The copy is of memory that is not shared: text decoders want that.
      const content = await runPaced(decodeArtefact(artefact.slice()), pause);
      last = { key, classifier: await runPaced(linearClassifier(content), pause) };
    }
    const { classifier } = last;
    const predictions = await classifier.predict(texts, pause);
    const classCount = classifier.classes.length;
    const scores = new Float32Array(texts.length * classCount);
    for (const [text, prediction] of predictions.entries()) scores.set(prediction.scores, text * classCount);
    return {
      scores,
      sizes: Uint16Array.from(predictions, (prediction) => prediction.predicted.length),
      predicted: Uint16Array.from(predictions.flatMap((prediction) => prediction.predicted)),
    };
  },
  transfer: ({ scores, sizes, predicted }) => [scores.buffer, sizes.buffer, predicted.buffer],
};

/** The other way round, for the texts of one request. */
export function* predictionsOf(texts: ClassifiedTexts): Generator<ClassifierPrediction, void, void> {
  const { scores, sizes, predicted } = texts;
  const classCount = sizes.length === 0 ? 0 : scores.length / sizes.length;
  let at = 0;
  for (const [text, size] of sizes.entries()) {
    yield {
      scores: scores.subarray(text * classCount, (text + 1) * classCount),
      predicted: Array.from(predicted.subarray(at, at + size)),
    };
    at += size;
  }
}
