import { describe, expect, it, vi } from 'vitest';
import { predictOne, trainingContext, trainingData } from '../../../tests/support/engine.ts';
import { AppError } from '../../domain/errors.ts';
import type { ProjectKind } from '../../domain/project.ts';
import { loadClassifier, trainers } from '../index.ts';
import { createRandom } from '../random.ts';
import type { ClassifierPrediction, TrainingContext, TrainingData, TrainingDocument } from '../types.ts';

// A loaded machine is several times slower.
vi.setConfig({ testTimeout: 60_000 });

const subjects = [
  ['printer', 'paper', 'toner', 'tray', 'blank pages'],
  ['password', 'login', 'reset', 'expired', 'locked account'],
  ['network', 'wifi', 'router', 'slow', 'no connection'],
];
const fillers = ['the', 'my', 'please', 'help', 'is', 'again', 'today', 'in', 'office', 'cannot', 'why', '!'];

/** Documents of up to two of three subjects, with words of the wrong subject now and then. */
function documentsFor(kind: ProjectKind, count: number, seed: number): TrainingDocument[] {
  const random = createRandom(seed);
  const pick = (words: readonly string[]): string => words[random.below(words.length)]!;
  return Array.from({ length: count }, (_, id) => {
    const first = random.below(3);
    const drawn = kind === 'single' ? [first] : [[], [first], [first, (first + 1) % 3]][random.below(3)]!;
    const words = Array.from({ length: 6 }, () => pick(fillers));
    for (const subject of drawn) words.push(pick(subjects[subject]!), pick(subjects[subject]!));
    if (random.below(6) === 0) words.push(pick(subjects[random.below(3)]!));
    return { id, text: words.join(' '), classes: [...drawn].sort() };
  });
}

function dataOf(
  kind: ProjectKind,
  training: readonly TrainingDocument[],
  validation: readonly TrainingDocument[] = [],
  classes: readonly string[] = ['printing', 'access', 'network'],
): TrainingData {
  return trainingData({ kind, classes, training, validation });
}

const train = (data: TrainingData, changes: Partial<TrainingContext> = {}) =>
  trainers.linear!.train(data, trainingContext(changes));

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );
}

async function predict(bytes: Uint8Array, text: string): Promise<ClassifierPrediction> {
  return predictOne(await loadClassifier(bytes), text);
}

async function shareRight(bytes: Uint8Array, documents: readonly TrainingDocument[]): Promise<number> {
  const classifier = await loadClassifier(bytes);
  const predictions = await classifier.predict(documents.map(({ text }) => text));
  const right = documents.filter(
    ({ classes }, index) => [...predictions[index]!.predicted].sort().join() === classes.join(),
  );
  return right.length / documents.length;
}

describe('linear trainer', () => {
  it.each(['single', 'multi'] as const)(
    'learns a %s-label task and repeats itself bit by bit',
    async (kind) => {
      const data = dataOf(kind, documentsFor(kind, 300, 1));
      const first = await train(data);
      expect(await shareRight(first.artefact, documentsFor(kind, 300, 2))).toBeGreaterThan(0.85);
      expect(first.summary.tunedOn).toBe('cross-validation');
      const second = await train(data);
      expect(Buffer.compare(first.artefact, second.artefact)).toBe(0);
      const otherSeed = await train(data, { seed: 8 });
      expect(Buffer.compare(first.artefact, otherSeed.artefact)).not.toBe(0);
    },
  );

  it.each(['single', 'multi'] as const)(
    'tunes a %s-label model on validation documents where they are enough',
    async (kind) => {
      const training = documentsFor(kind, 120, 1);
      const validation = documentsFor(kind, 60, 3);
      const tuned = await train(dataOf(kind, training, validation));
      expect(tuned.summary.tunedOn).toBe('validation');
      const crossed = await train(dataOf(kind, training, validation.slice(0, 59)));
      expect(crossed.summary.tunedOn).toBe('cross-validation');
      const without = await train(dataOf(kind, training));
      expect(Buffer.compare(crossed.artefact, without.artefact)).toBe(0);
    },
  );

  it('learns from multi-label documents without a class that they have none', async () => {
    const named = documentsFor('multi', 200, 1).filter((document) => document.classes.length > 0);
    const none = Array.from({ length: 60 }, (_, id) => ({
      id: 1000 + id,
      text: `good morning dear colleagues ${fillers[id % fillers.length]} printer`,
      classes: [],
    }));
    const text = 'good morning dear colleagues printer';
    const score = async (documents: readonly TrainingDocument[]): Promise<number> =>
      (await predict((await train(dataOf('multi', documents))).artefact, text)).scores[0]!;
    expect(await score([...named, ...none])).toBeLessThan(0.2);
    expect(await score(named)).toBeGreaterThan(0.4);
  });

  it('never gives a class that has no training documents, and says so', async () => {
    const classes = ['printing', 'access', 'network', 'legal'];
    for (const kind of ['single', 'multi'] as const) {
      const model = await train(dataOf(kind, documentsFor(kind, 100, 1), [], classes));
      const { scores } = await predict(model.artefact, 'printer');
      expect(scores.length).toBe(4);
      expect(scores[3]).toBe(0);
      expect(model.summary.notes.join(' ')).toContain('"legal"');
    }
  });

  it('learns two classes of a single-label project as opposites', async () => {
    const documents = documentsFor('single', 200, 1).filter((document) => document.classes[0] !== 2);
    const model = await train(dataOf('single', documents, [], ['printing', 'access']));
    const { scores, predicted } = await predict(model.artefact, 'reset the password');
    expect(predicted).toEqual([1]);
    expect(scores[0]! + scores[1]!).toBeCloseTo(1, 6);
  });

  it('trains on two documents, on empty texts, and on a class that every document has', async () => {
    const two = [
      { id: 1, text: 'printer', classes: [0] },
      { id: 2, text: 'password', classes: [1] },
    ];
    const model = await train(dataOf('single', two));
    expect(model.summary.tunedOn).toBe('none');
    expect((await predict(model.artefact, 'password')).predicted).toEqual([1]);
    const empty = Array.from({ length: 30 }, (_, id) => ({ id, text: '', classes: [id % 2] }));
    const emptyModel = await train(dataOf('single', empty));
    expect((await predict(emptyModel.artefact, 'anything')).predicted.length).toBe(1);
    const all = Array.from({ length: 30 }, (_, id) => ({ id, text: `text ${id}`, classes: [0] }));
    const allModel = await train(dataOf('multi', all));
    expect((await predict(allModel.artefact, 'text')).predicted).toEqual([0]);
  });

  it('refuses too few documents and classes', async () => {
    const one = [{ id: 1, text: 'printer', classes: [0] }];
    const same = Array.from({ length: 5 }, (_, id) => ({ id, text: 'printer', classes: [0] }));
    const none = Array.from({ length: 5 }, (_, id) => ({ id, text: 'printer', classes: [] }));
    expect(await codeOf(train(dataOf('single', [])))).toBe('too_few_documents');
    expect(await codeOf(train(dataOf('single', one)))).toBe('too_few_documents');
    expect(await codeOf(train(dataOf('single', none)))).toBe('too_few_documents');
    expect(await codeOf(train(dataOf('single', same)))).toBe('too_few_classes');
    expect(await codeOf(train(dataOf('multi', none)))).toBe('too_few_classes');
    expect(await codeOf(train(dataOf('multi', same)))).toBe('no error');
  });

  it('stops when cancelled, at whichever look', async () => {
    const data = dataOf('single', documentsFor('single', 4000, 1));
    let looks = 0;
    await train(data, { checkCancelled: () => void looks++ });
    expect(looks).toBeGreaterThan(3);
    for (const at of [1, Math.ceil(looks / 2), looks]) {
      let seen = 0;
      const checkCancelled = (): void => {
        seen++;
        if (seen === at) throw new AppError('cancelled', 'Stopped.');
      };
      expect(await codeOf(train(data, { checkCancelled }))).toBe('cancelled');
      expect(seen).toBe(at);
    }
  });

  it('reports phases in order and fractions that never fall', async () => {
    const phases = ['reading', 'features', 'tuning', 'fitting', 'calibrating', 'saving'];
    const seen: { phase: number; fraction: number }[] = [];
    await train(dataOf('multi', documentsFor('multi', 300, 1)), {
      onProgress: ({ phase, fraction }) => seen.push({ phase: phases.indexOf(phase), fraction }),
    });
    for (const [place, now] of seen.entries()) {
      const before = seen[place - 1] ?? { phase: 0, fraction: 0 };
      expect(now.phase).toBeGreaterThanOrEqual(before.phase);
      expect(now.fraction).toBeGreaterThanOrEqual(before.fraction);
      expect(now.fraction).toBeLessThanOrEqual(1);
    }
    expect(new Set(seen.map(({ phase }) => phase)).size).toBe(phases.length);
  });
});
