import type { BatchClassifier } from '../../engine/batch-classifier.ts';
import type { ClassifierPrediction } from '../../engine/types.ts';

export interface Asked<Item> {
  readonly item: Item;
  readonly answers: Promise<readonly ClassifierPrediction[]>;
}

/** While one item is being classified, by all threads, the one before it is written and the next one is read. */
export async function askAhead<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
  textsOf: (item: Item) => readonly string[],
  model: BatchClassifier,
  write: (asked: Asked<Item>) => Promise<void>,
): Promise<void> {
  let asked: Asked<Item> | undefined;
  for await (const item of items) {
    const earlier = asked;
    // The threads take one list of texts at a time.
    if (earlier !== undefined) await earlier.answers;
    const answers = model.predict(textsOf(item));
    // Whoever awaits it hears of its failure; until then it is nobody's.
    answers.catch(() => {});
    asked = { item, answers };
    if (earlier !== undefined) await write(earlier);
  }
  if (asked !== undefined) await write(asked);
}
