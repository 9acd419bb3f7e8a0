import { describe, expect, test, vi } from 'vitest';
import { predictOne, trainingContext, trainingData } from '../../../tests/support/engine.ts';
import { AppError } from '../../domain/errors.ts';
import type { ProjectKind } from '../../domain/project.ts';
import { loadClassifier, trainers } from '../index.ts';
import { createRandom } from '../random.ts';
import type { TrainingContext, TrainingDocument } from '../types.ts';

vi.setConfig({ testTimeout: 120_000 });

const subjects = [
  ['printer', 'paper', 'toner', 'tray', 'blank pages'],
  ['password', 'login', 'reset', 'expired', 'locked account'],
  ['network', 'wifi', 'router', 'slow', 'no connection'],
];
const fillers = ['the', 'my', 'please', 'help', 'is', 'again', 'today', 'in', 'office', 'cannot', 'why', '!'];
const classes = ['printing', 'access', 'network', 'unused'];
const quick = { hiddenUnits: 16, epochs: 6 };

function documentsFor(kind: ProjectKind, count: number, seed: number): TrainingDocument[] {
  const random = createRandom(seed);
  const pick = (words: readonly string[]): string => words[random.below(words.length)]!;
  return Array.from({ length: count }, (_, id) => {
    const first = random.below(3);
    const drawn = kind === 'single' ? [first] : [[], [first], [first, (first + 1) % 3]][random.below(3)]!;
    const words = Array.from({ length: 6 }, () => pick(fillers));
    for (const subject of drawn) words.push(pick(subjects[subject]!), pick(subjects[subject]!));
    return { id, text: words.join(' '), classes: [...drawn].sort() };
  });
}

const train = (
  data: Omit<Parameters<typeof trainingData>[0], 'classes'>,
  changes: Partial<TrainingContext> = {},
) =>
  trainers.tensorflow!.train(
    trainingData({ classes, ...data }),
    trainingContext({ options: quick, ...changes }),
  );

async function shareRight(bytes: Uint8Array, documents: readonly TrainingDocument[]): Promise<number> {
  const classifier = await loadClassifier(bytes);
  const predictions = await classifier.predict(documents.map(({ text }) => text));
  const right = documents.filter(
    (document, index) => [...predictions[index]!.predicted].sort().join() === document.classes.join(),
  );
  return right.length / documents.length;
}

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );

test('single-label: learns by cross-validation and says what it did', async () => {
  const training = documentsFor('single', 120, 1);
  const { artefact, summary, heldOut } = await train({ kind: 'single', training });
  expect(await shareRight(artefact, documentsFor('single', 100, 2))).toBeGreaterThan(0.9);
  expect(summary).toMatchObject({ family: 'tensorflow', tunedOn: 'cross-validation' });
  expect(summary.backend).toMatch(/^tensorflow (wasm|native)$/);
  expect(summary.calibrationError).toBeLessThan(0.2);
  expect(summary.notes).toEqual(['Never predicted, for want of training documents: "unused".']);
  expect([...heldOut!.ids].sort((a, b) => a - b)).toEqual(training.map(({ id }) => id));
  const sums = training.map((_, row) =>
    heldOut!.probabilities.slice(row * 4, row * 4 + 4).reduce((sum, share) => sum + share, 0),
  );
  for (const sum of sums) expect(sum).toBeCloseTo(1, 5);
  expect(heldOut!.probabilities[3]).toBe(0);
});

test('multi-label: learns with validation documents, none and several classes', async () => {
  const training = documentsFor('multi', 160, 3);
  const validation = documentsFor('multi', 80, 4).map((document) => ({
    ...document,
    id: document.id + 1000,
  }));
  const { artefact, summary, heldOut } = await train(
    { kind: 'multi', training, validation },
    { options: { ...quick, epochs: 12, classWeights: 'balanced' } },
  );
  expect(summary.tunedOn).toBe('validation');
  expect([...heldOut!.ids]).toEqual(validation.map(({ id }) => id));
  expect(await shareRight(artefact, documentsFor('multi', 100, 5))).toBeGreaterThan(0.6);
  const { thresholds, kind } = await loadClassifier(artefact);
  expect(kind).toBe('multi');
  expect(thresholds).toHaveLength(4);
});

test('explains by words, and names the strongest of a class', async () => {
  const options = { ...quick, epochs: 15 };
  const { artefact } = await train({ kind: 'single', training: documentsFor('single', 120, 1) }, { options });
  const classifier = await loadClassifier(artefact);
  const text = 'please help the printer is again';
  const [strongest] = await classifier.explain(text, 0);
  expect(text.slice(strongest!.start, strongest!.end)).toBe('printer');
  expect(strongest!.weight).toBeGreaterThan(0);
  const words = new Set(subjects[1]!.join(' ').split(' '));
  const top = classifier.topFeatures(1, 3).map(({ feature }) => feature);
  expect(top).toHaveLength(3);
  for (const word of top) expect(words).toContain(word);
  expect(classifier.topFeatures(3, 3)).toEqual([]);
});

test('the same data and seed give the same bytes, another seed others', async () => {
  const training = documentsFor('single', 60, 6);
  const first = await train({ kind: 'single', training });
  const second = await train({ kind: 'single', training });
  const third = await train({ kind: 'single', training }, { seed: 8 });
  expect(Buffer.compare(first.artefact, second.artefact)).toBe(0);
  expect(Buffer.compare(first.artefact, third.artefact)).not.toBe(0);
});

describe('strange data', () => {
  const odd = (text: string, id: number, k: number): TrainingDocument => ({ id, text, classes: [k] });

  test.each([
    ['two documents', [odd('one', 1, 0), odd('two', 2, 1)]],
    ['documents that are all alike', Array.from({ length: 12 }, (_, id) => odd('same words', id, id % 2))],
    [
      'a class of one document',
      Array.from({ length: 13 }, (_, id) =>
        odd(id === 12 ? 'rare thing' : `plain ${id}`, id, id === 12 ? 2 : id % 2),
      ),
    ],
    ['empty ones and emoji', [odd('', 1, 0), odd('😀😀', 2, 1), odd('😀', 3, 1), odd(' ', 4, 0)]],
  ])('%s: trains, and predicts probabilities', async (_, training) => {
    const { artefact } = await train({ kind: 'single', training });
    const classifier = await loadClassifier(artefact);
    for (const text of ['', 'one', '😀', 'x '.repeat(5000)]) {
      const { scores } = await predictOne(classifier, text);
      expect(scores.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
    }
  });

  test('too little is refused', async () => {
    expect(await codeOf(train({ kind: 'single', training: [odd('one', 1, 0)] }))).toBe('too_few_documents');
    const alike = [odd('one', 1, 0), odd('two', 2, 0)];
    expect(await codeOf(train({ kind: 'single', training: alike }))).toBe('too_few_classes');
  });

  test('a cancel ends the training', async () => {
    let looks = 0;
    const checkCancelled = (): void => {
      if (++looks > 3) throw new AppError('cancelled', 'Cancelled.');
    };
    const training = documentsFor('single', 300, 9);
    expect(await codeOf(train({ kind: 'single', training }, { checkCancelled }))).toBe('cancelled');
  });

  test('bytes that do not fit together are no model', async () => {
    const { artefact } = await train({ kind: 'single', training: documentsFor('single', 20, 6) });
    const cut = artefact.slice(0, artefact.length - 64);
    expect(await codeOf(loadClassifier(cut))).toBe('project_damaged');
  });
});
