import { type ClassifyRequest, classifyTexts, keepClassifier, predictionsOf } from './classify-texts.ts';
import { loadClassifier } from './index.ts';
import { linearFamily } from './linear/model.ts';
import { createThreadPool } from './threads/pool.ts';
import type { Classifier, ClassifierPrediction, ThreadSettings } from './types.ts';
import { type Pacing, pauseOf } from './work.ts';

/** A classifier for many texts. */
export interface BatchClassifier {
  readonly classifier: Classifier;
  /**
   * Like `Classifier.predict`, on all threads; the same predictions however many there are.
   * @throws AppError `cancelled` as soon as the context says so.
   */
  predict(texts: readonly string[]): Promise<readonly ClassifierPrediction[]>;
  /** Ends the threads. */
  close(): Promise<void>;
}

/** What a thread is given at a time: some ten milliseconds of work, so that it seldom waits for the next. */
const textsPerRequest = 500;
const charactersPerRequest = 50_000;
/**
 * About a second of work on one thread. Fewer are done before other threads are up to speed: 1,115 short texts took
 * four times as long on two threads as on one, while the compiler still warmed up on the second.
 */
const charactersForThreads = 1_000_000;

let models = 0;

/**
 * Only the linear family shares out its work: the others' runtimes keep to one thread, so that their results repeat.
 * @param encoder see `loadClassifier`
 * @throws AppError see `loadClassifier`; `cancelled` as soon as the context says so.
 */
export async function createBatchClassifier(
  artefact: Uint8Array,
  settings: ThreadSettings,
  context: Pacing,
  encoder: string | null = null,
): Promise<BatchClassifier> {
  const pause = pauseOf(context);
  const classifier = await loadClassifier(artefact, pause, encoder);
  const alone = (texts: readonly string[]) => classifier.predict(texts, pause);
  if (classifier.family !== linearFamily || settings.count < 2 || settings.entry === null) {
    return { classifier, predict: alone, close: async () => {} };
  }
  const key = `model ${++models}`;
  keepClassifier({ key, classifier });
  const shared = new Uint8Array(new SharedArrayBuffer(artefact.length));
  shared.set(artefact);
  const pool = createThreadPool(settings, context);
  let characters = 0;
  return {
    classifier,
    predict: async (texts) => {
      characters = texts.reduce((sum, text) => sum + text.length, characters);
      if (characters < charactersForThreads) return alone(texts);
      const parts = await pool.run(classifyTexts, requestsFor(texts, key, shared));
      return parts.flatMap((part) => [...predictionsOf(part)]);
    },
    close: async () => {
      keepClassifier(undefined);
      await pool.close();
    },
  };
}

function requestsFor(texts: readonly string[], key: string, artefact: Uint8Array): ClassifyRequest[] {
  const requests: ClassifyRequest[] = [];
  let from = 0;
  let characters = 0;
  for (const [place, text] of texts.entries()) {
    characters += text.length;
    const full = place + 1 - from >= textsPerRequest || characters >= charactersPerRequest;
    if (!full && place + 1 < texts.length) continue;
    requests.push({ key, artefact, texts: texts.slice(from, place + 1) });
    from = place + 1;
    characters = 0;
  }
  return requests;
}
