import { AppError } from '../../../src-main/domain/errors.ts';
import type { ProjectKind } from '../../../src-main/domain/project.ts';
import { createRandom } from '../../../src-main/engine/random.ts';
import type { TrainingData, TrainingDocument, UnlabelledDocument } from '../../../src-main/engine/types.ts';
import type { PublishedDocument } from './sets.ts';

export interface Prepared {
  readonly data: TrainingData;
  readonly indexOf: (label: string) => number;
}

/** All published training documents are labelled, or only those at the given places. */
export function prepare(
  kind: ProjectKind,
  documents: readonly PublishedDocument[],
  labelledPlaces?: readonly number[],
): Prepared {
  const classes = [...new Set(documents.flatMap(({ labels }) => labels))].sort();
  const places = new Map(classes.map((name, index) => [name, index]));
  const indexOf = (label: string): number => places.get(label) ?? -1;
  const given = labelledPlaces === undefined ? undefined : new Set(labelledPlaces);
  const training: TrainingDocument[] = [];
  const unlabelled: UnlabelledDocument[] = [];
  documents.forEach(({ text, labels }, place) => {
    const document = { id: place + 1, text };
    if (given === undefined || given.has(place)) {
      training.push({ ...document, classes: labels.map(indexOf) });
    } else unlabelled.push(document);
  });
  return { data: dataOf(kind, classes, training, unlabelled), indexOf };
}

function dataOf(
  kind: ProjectKind,
  classes: readonly string[],
  training: readonly TrainingDocument[],
  unlabelled: readonly UnlabelledDocument[] = [],
): TrainingData {
  return {
    kind,
    language: 'en',
    classes,
    training: () => training,
    validation: () => [],
    unlabelled: () => unlabelled,
    trainingSize: training.length,
    validationSize: 0,
    unlabelledSize: unlabelled.length,
  };
}

const volume = { documents: 12_800, characters: 1000, classes: 20, vocabulary: 60_000, topicWords: 300 };

/**
 * 12,800,000 characters in 20 classes: words drawn by Zipf's law from 60,000 made-up ones, every tenth from the 300
 * words of the document's class.
 */
export function volumeData(): TrainingData {
  const random = createRandom(1);
  const words = Array.from({ length: volume.vocabulary }, () => madeUpWord(random));
  // The density 1/rank is flat in the logarithm of the rank.
  const zipf = (): string => {
    const share = random.below(2 ** 24) / 2 ** 24;
    return words[Math.floor(Math.exp(share * Math.log(words.length))) - 1]!;
  };
  const topicWord = (k: number): string =>
    words[500 + k * volume.topicWords + random.below(volume.topicWords)]!;
  const training = Array.from({ length: volume.documents }, (_, place): TrainingDocument => {
    const k = place % volume.classes;
    let text = '';
    while (text.length < volume.characters) text += `${random.below(10) === 0 ? topicWord(k) : zipf()} `;
    return { id: place + 1, text: text.slice(0, volume.characters), classes: [k] };
  });
  const classes = Array.from({ length: volume.classes }, (_, k) => `class ${k + 1}`);
  return dataOf('single', classes, training);
}

function madeUpWord(random: ReturnType<typeof createRandom>): string {
  const syllables = 1 + random.below(4);
  let word = '';
  for (let syllable = 0; syllable < syllables; syllable++) {
    word +=
      'bcdfghklmnprstvz'[random.below(16)]! +
      'aeiou'[random.below(5)]! +
      ['', 'n', 's', 'r'][random.below(4)]!;
  }
  return word;
}

/** A few documents of every class, as many as asked for in all, spread evenly. @throws AppError when there are fewer. */
export function fewDocuments(
  kind: ProjectKind,
  documents: readonly PublishedDocument[],
  count: number,
): TrainingData {
  const seen = new Map<string, number>();
  const ranked = documents.map(({ labels }, place) => {
    const rank = seen.get(labels[0]!) ?? 0;
    seen.set(labels[0]!, rank + 1);
    return { place, rank };
  });
  if (ranked.length < count) throw new AppError('too_few_documents', `There are no ${count} documents.`);
  ranked.sort((a, b) => a.rank - b.rank || a.place - b.place);
  const chosen = ranked.slice(0, count).map(({ place }) => documents[place]!);
  return prepare(kind, chosen).data;
}
