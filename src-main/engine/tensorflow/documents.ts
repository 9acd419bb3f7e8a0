import { readingPause } from '../features/reading-pause.ts';
import { judgedValidation } from '../output/held-out-plan.ts';
import { mix } from '../random.ts';
import type { TrainingContext, TrainingData } from '../types.ts';
import { isUsable } from '../usable.ts';
import { pauseOf } from '../work.ts';

/** Characters read of the training documents, of the validation documents and of those without labels, at most. */
const mostCharacters = { training: 30_000_000, validation: 8_000_000, unlabelled: 12_000_000 } as const;

/** A source of texts, with what is known of them once they have been read. */
export interface ReadDocuments {
  readonly texts: Iterable<string>;
  readonly ids: number[];
  readonly labels: (readonly number[])[];
}

export interface NetworkSources {
  readonly training: ReadDocuments;
  readonly validation: ReadDocuments;
  readonly unlabelled: ReadDocuments;
  readonly characters: number;
  readonly notes: readonly string[];
}

interface Source {
  readonly documents: () => Iterable<{
    readonly id: number;
    readonly text: string;
    readonly classes: readonly number[];
  }>;
  readonly most: number;
}

/** The texts that vectors are learned from: all, or of long ones a seeded share, so that memory is bounded. */
export async function networkSources(data: TrainingData, context: TrainingContext): Promise<NetworkSources> {
  const sources: readonly Source[] = [
    { documents: () => usable(data), most: mostCharacters.training },
    { documents: () => judgedValidation(data), most: mostCharacters.validation },
    { documents: () => unlabelled(data), most: mostCharacters.unlabelled },
  ];
  const counts: number[] = [];
  for (const { documents } of sources) counts.push(await countCharacters(documents(), context));
  const read = sources.map(({ documents, most }, place) =>
    readDocuments(documents, Math.min(1, most / Math.max(1, counts[place]!)), context.seed),
  );
  const shortened = sources.some(({ most }, place) => counts[place]! > most);
  return {
    training: read[0]!,
    validation: read[1]!,
    unlabelled: read[2]!,
    characters: counts.reduce((sum, count, place) => sum + Math.min(count, sources[place]!.most), 0),
    notes: shortened
      ? ['A share of the texts was used, drawn with the seed: there is too much text for all.']
      : [],
  };
}

function* usable(data: TrainingData) {
  for (const document of data.training()) if (isUsable(data.kind, document)) yield document;
}

function* unlabelled(data: TrainingData) {
  for (const { id, text } of data.unlabelled()) yield { id, text, classes: [] };
}

async function countCharacters(
  documents: Iterable<{ readonly text: string }>,
  context: TrainingContext,
): Promise<number> {
  let characters = 0;
  const wasRead = readingPause(pauseOf(context));
  for (const { text } of documents) {
    characters += text.length;
    await wasRead(text);
  }
  return characters;
}

function readDocuments(documents: Source['documents'], share: number, seed: number): ReadDocuments {
  const ids: number[] = [];
  const labels: (readonly number[])[] = [];
  function* texts(): Generator<string, void, void> {
    for (const { id, text, classes } of documents()) {
      if (share < 1 && mix(mix(seed) ^ id) / 0x1_0000_0000 >= share) continue;
      ids.push(id);
      labels.push(classes);
      yield text;
    }
  }
  return { texts: texts(), ids, labels };
}
