import { AppError } from '../../src-main/domain/errors.ts';
import { families } from '../../src-main/domain/families.ts';
import type { ProjectKind } from '../../src-main/domain/project.ts';
import { trainers } from '../../src-main/engine/index.ts';
import { createRandom } from '../../src-main/engine/random.ts';
import type { ClassifierPrediction, TrainingData, TrainingDocument } from '../../src-main/engine/types.ts';
import { trainingData } from './engine.ts';

/** Families that need no file of the user's. */
export const familyNames: readonly string[] = families
  .filter(({ id, needsEncoder }) => !needsEncoder && Object.hasOwn(trainers, id))
  .map(({ id }) => id);

const subjects = [
  'printer paper toner tray blank page ink cartridge jam scanner',
  'password login reset expired locked account token user access denied',
  'network wifi router slow connection cable signal offline server ping',
  'invoice payment refund charged amount receipt price card bank transfer',
].map((words) => words.split(' '));
const fillers = 'the my please help is again today in office cannot why and it was not working since'.split(
  ' ',
);

export const topicClasses = ['printing', 'access', 'network', 'billing'];

/** Documents of four subjects with words of a wrong one now and then; multi-label: none, one or two of them. */
export function topicDocuments(kind: ProjectKind, count: number, seed: number): readonly TrainingDocument[] {
  const random = createRandom(seed);
  const pick = (words: readonly string[]): string => words[random.below(words.length)]!;
  return Array.from({ length: count }, (_, place) => {
    const first = random.below(4);
    const several = [[], [first], [first], [first, (first + 1) % 4]];
    const classes = kind === 'single' ? [first] : several[random.below(4)]!;
    const words = Array.from({ length: 8 }, () => pick(fillers));
    for (const subject of classes) {
      for (let time = 0; time < 3; time++)
        words.splice(random.below(words.length), 0, pick(subjects[subject]!));
    }
    if (random.below(5) === 0) words.push(pick(subjects[random.below(4)]!));
    return { id: place + 1, text: `${words.join(' ')} ${place}`, classes: classes.toSorted((a, b) => a - b) };
  });
}

interface TopicSizes {
  readonly training: number;
  readonly validation?: number;
  readonly unlabelled?: number;
}

export function topicData(kind: ProjectKind, sizes: TopicSizes, seed = 1): TrainingData {
  const { training, validation = 0, unlabelled = 0 } = sizes;
  const documents = topicDocuments(kind, training + validation + unlabelled, seed);
  return trainingData({
    kind,
    classes: topicClasses,
    training: documents.slice(0, training),
    validation: documents.slice(training, training + validation),
    unlabelled: documents.slice(training + validation),
  });
}

/** What is wrong with a prediction, or null. */
export function predictionProblem(
  kind: ProjectKind,
  classCount: number,
  { scores, predicted }: ClassifierPrediction,
): string | null {
  if (scores.length !== classCount) return `${scores.length} scores for ${classCount} classes`;
  if (!scores.every((score) => score >= 0 && score <= 1)) return 'a score outside 0 to 1';
  if (predicted.some((k) => !Number.isInteger(k) || k < 0 || k >= classCount))
    return 'no such class predicted';
  if (predicted.some((k, rank) => rank > 0 && scores[predicted[rank - 1]!]! < scores[k]!))
    return 'not best first';
  if (kind === 'multi')
    return new Set(predicted).size === predicted.length ? null : 'a class predicted twice';
  const sum = scores.reduce((total, score) => total + score, 0);
  if (Math.abs(sum - 1) > 1e-4) return `scores that sum to ${sum}`;
  return predicted.length === 1 ? null : `${predicted.length} classes predicted`;
}

/** The code of the error that the promise ends with, or "no error"; other errors are thrown on. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'no error';
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}
