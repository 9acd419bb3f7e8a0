import { describe, expect, test } from 'vitest';
import type { ProjectKind } from '../../src-main/domain/project.ts';
import { loadClassifier, trainers } from '../../src-main/engine/index.ts';
import type { TrainingData, TrainingDocument } from '../../src-main/engine/types.ts';
import { trainingContext, trainingData } from '../support/engine.ts';
import {
  codeOf,
  familyNames,
  predictionProblem,
  topicClasses,
  topicData,
  topicDocuments,
} from '../support/learner.ts';

const oddTexts = [
  '',
  ' \n\t\u3000',
  '🦄👩‍👩‍👧🇮🇹',
  '\ud800 lone \udfff surrogates \udc00',
  'printer '.repeat(125_000),
  'x'.repeat(1_000_000),
  '\u0000\u0007\u200b\ufeff',
  'e\u0301'.repeat(2000),
];

const classesOf = (count: number): readonly string[] => Array.from({ length: count }, (_, k) => `class ${k}`);

function documents(
  rows: readonly (readonly [text: string, classes: readonly number[]])[],
): TrainingDocument[] {
  return rows.map(([text, classes], place) => ({ id: place + 1, text, classes }));
}

/** Constructed data that trains; by name, so that a failure says which. */
const trainable: Readonly<Record<string, () => TrainingData>> = {
  'two documents': () =>
    trainingData({
      classes: ['a', 'b'],
      training: documents([
        ['printer', [0]],
        ['password', [1]],
      ]),
    }),
  'a class with one document': () =>
    trainingData({
      classes: [...topicClasses, 'rare'],
      training: [...topicDocuments('single', 60, 1), { id: 1000, text: 'a rare thing', classes: [4] }],
    }),
  'all documents alike': () =>
    trainingData({
      classes: ['a', 'b'],
      training: documents(
        Array.from({ length: 40 }, (_, place) => ['the very same text', [place % 2]] as const),
      ),
    }),
  'all documents empty': () =>
    trainingData({
      classes: ['a', 'b', 'c'],
      training: documents(Array.from({ length: 30 }, (_, place) => ['', [place % 3]] as const)),
    }),
  'odd texts': () =>
    trainingData({
      classes: ['a', 'b'],
      training: documents(oddTexts.map((text, place) => [text, [place % 2]] as const)),
      unlabelled: oddTexts.map((text, place) => ({ id: 100 + place, text })),
    }),
  '1000 to 1': () =>
    trainingData({
      classes: ['usual', 'rare'],
      training: documents([
        ...Array.from({ length: 1000 }, (_, place) => [`usual words number ${place % 50}`, [0]] as const),
        ['something else entirely', [1]],
      ]),
    }),
  'identical texts with different labels, several labels in one class of texts': () =>
    trainingData({
      kind: 'multi',
      classes: ['a', 'b', 'c'],
      training: documents(Array.from({ length: 45 }, (_, place) => ['one text', [place % 3]] as const)),
    }),
  'a validation class that training does not know': () =>
    trainingData({
      classes: [...topicClasses, 'unseen'],
      training: topicDocuments('single', 80, 1),
      validation: topicDocuments('single', 30, 2).map((document, place) => ({
        ...document,
        id: 500 + place,
        classes: place % 5 === 0 ? [4] : document.classes,
      })),
    }),
  'one class of a multi-label project': () =>
    trainingData({
      kind: 'multi',
      classes: ['only'],
      training: documents(
        Array.from({ length: 20 }, (_, place) => [`text ${place}`, place % 2 ? [0] : []] as const),
      ),
    }),
  'a multi-label class that every document has': () =>
    trainingData({
      kind: 'multi',
      classes: ['all'],
      training: documents(Array.from({ length: 20 }, (_, place) => [`text ${place}`, [0]] as const)),
    }),
  'multi-label documents mostly without a class': () =>
    trainingData({
      kind: 'multi',
      classes: topicClasses,
      training: documents(
        Array.from(
          { length: 60 },
          (_, place) => [`text ${place} printer`, place < 3 ? [place] : []] as const,
        ),
      ),
    }),
};

const refused: Readonly<Record<string, readonly [data: () => TrainingData, code: string]>> = {
  'no document': [() => topicData('single', { training: 0, unlabelled: 50 }), 'too_few_documents'],
  'one document': [() => topicData('single', { training: 1 }), 'too_few_documents'],
  'one multi-label document': [
    () => trainingData({ kind: 'multi', classes: ['a'], training: documents([['printer', [0]]]) }),
    'too_few_documents',
  ],
  'one class of a single-label project': [
    () =>
      trainingData({
        classes: ['a', 'b'],
        training: documents(Array.from({ length: 20 }, (_, place) => [`text ${place}`, [0]] as const)),
      }),
    'too_few_classes',
  ],
  'multi-label documents without any class': [
    () =>
      trainingData({
        kind: 'multi',
        classes: ['a', 'b'],
        training: documents(Array.from({ length: 20 }, (_, place) => [`text ${place}`, []] as const)),
      }),
    'too_few_classes',
  ],
};

async function problemsAfterTraining(family: string, data: TrainingData): Promise<readonly string[]> {
  const { artefact, summary } = await trainers[family]!.train(data, trainingContext());
  const classifier = await loadClassifier(artefact);
  const texts = [...oddTexts, ...[...data.training()].slice(0, 20).map(({ text }) => text)];
  const predictions = await classifier.predict(texts);
  const { calibrationError } = summary;
  const badError = calibrationError !== null && !(calibrationError >= 0 && calibrationError <= 1);
  return [
    ...(badError ? [`calibration error ${calibrationError}`] : []),
    ...predictions.flatMap((prediction, place) => {
      const problem = predictionProblem(data.kind, data.classes.length, prediction);
      return problem === null ? [] : [`text ${place}: ${problem}`];
    }),
  ];
}

describe.each(familyNames)('%s', { timeout: 300_000 }, (family) => {
  test.each(Object.keys(trainable))('trains on %s', async (name) => {
    expect(await problemsAfterTraining(family, trainable[name]!())).toEqual([]);
  });

  // The longest of these tests; auto trains the network too.
  test.skipIf(family === 'tensorflow')('trains on 1,000 classes', async () => {
    const rows = Array.from({ length: 1500 }, (_, place) => {
      const k = place % 1000;
      return [`subject${k} thing${k * 7} about number ${place}`, [k]] as const;
    });
    const data = trainingData({ classes: classesOf(1000), training: documents(rows) });
    expect(await problemsAfterTraining(family, data)).toEqual([]);
  });

  test.each(Object.keys(refused))('refuses %s', async (name) => {
    const [data, code] = refused[name]!;
    expect(await codeOf(trainers[family]!.train(data(), trainingContext()))).toBe(code);
  });

  test.each<ProjectKind>(['single', 'multi'])(
    'predicts the same in whatever batch a text stands: %s-label',
    async (kind) => {
      const data = topicData(kind, { training: 200, unlabelled: 50 });
      const { artefact } = await trainers[family]!.train(data, trainingContext());
      const classifier = await loadClassifier(artefact);
      const texts = [...oddTexts, ...topicDocuments(kind, 40, 5).map(({ text }) => text)];
      const together = await classifier.predict(texts);
      const alone = await Promise.all(texts.map(async (text) => (await classifier.predict([text]))[0]!));
      expect(alone).toEqual(together);
      expect(await classifier.predict([])).toEqual([]);
    },
  );
});
