import { describe, expect, it } from 'vitest';
import { trainingContext, trainingData } from '../../../tests/support/engine.ts';
import { codeOf, topicClasses, topicDocuments } from '../../../tests/support/learner.ts';
import type { TrainingData } from '../types.ts';
import { findLabelErrors } from './in-parts.ts';

const documents = topicDocuments('single', 600, 3);
/** Every fifteenth label is another class's. */
const isPlanted = (id: number): boolean => id % 15 === 4;

function planted(labels = (classes: readonly number[]) => [(classes[0]! + 1) % 4]): TrainingData {
  return trainingData({
    classes: topicClasses,
    training: documents.map((document) =>
      isPlanted(document.id) ? { ...document, classes: labels(document.classes) } : document,
    ),
  });
}

const wrong = documents.filter(({ id }) => isPlanted(id)).length;
const truths = new Map(documents.map(({ id, classes }) => [id, classes[0]]));

describe('planted label errors', () => {
  it('are the beginning of the list, each with its right class; the estimate is near their number', async () => {
    const data = planted();
    const found = await findLabelErrors(data, trainingContext());
    const right = found.doubts.filter(({ documentId }) => isPlanted(documentId));
    expect(right.length).toBeGreaterThanOrEqual(0.8 * wrong);
    expect(right.length).toBeGreaterThanOrEqual(0.95 * found.doubts.length);
    for (const { documentId, classIndex } of right) expect(classIndex).toBe(truths.get(documentId));
    expect(found.documents).toBe(600);
    expect(found.estimate.interval.low).toBeLessThanOrEqual(wrong / 600);
    expect(found.estimate.interval.high).toBeGreaterThanOrEqual(wrong / 600);
  });

  it('are found part by part where there is more than fits at a time', async () => {
    const found = await findLabelErrors(planted(), trainingContext(), {
      characters: 30_000,
      probabilities: 1300,
    });
    expect(found.documents).toBe(600);
    const right = found.doubts.filter(({ documentId }) => isPlanted(documentId));
    expect(right.length).toBeGreaterThanOrEqual(0.6 * wrong);
    expect(new Set(found.doubts.map(({ documentId }) => documentId)).size).toBe(found.doubts.length);
  });

  it('are the same for the same seed, on one thread and on several', async () => {
    const data = planted();
    const once = await findLabelErrors(data, trainingContext());
    const entry = new URL('../threads/main.ts', import.meta.url).pathname;
    expect(await findLabelErrors(data, trainingContext({ threads: { count: 3, entry } }))).toEqual(once);
  });
});

describe('labels without errors', () => {
  it('are left alone, but for documents that could be of two classes', async () => {
    const clean = trainingData({ classes: topicClasses, training: documents });
    const { doubts, estimate } = await findLabelErrors(clean, trainingContext());
    expect(doubts.length).toBeLessThan(12);
    expect(estimate.interval.low).toBeLessThan(0.01);
  });
});

it('multi-label: classes that were left out, and classes that are too many', async () => {
  const some = topicDocuments('multi', 800, 5);
  const left = (id: number): boolean => id % 20 === 3;
  const added = (id: number): boolean => id % 20 === 13;
  const training = some.map((document) => {
    const { id, classes } = document;
    if (left(id)) return { ...document, classes: classes.slice(1) };
    return added(id)
      ? { ...document, classes: [...new Set([...classes, id % 4])].toSorted((a, b) => a - b) }
      : document;
  });
  const before = new Map(some.map(({ id, classes }) => [id, classes]));
  const changes = training.reduce(
    (sum, { id, classes }) => sum + Math.abs(classes.length - before.get(id)!.length),
    0,
  );
  const { doubts } = await findLabelErrors(
    trainingData({ kind: 'multi', classes: topicClasses, training }),
    trainingContext(),
  );
  const right = doubts.filter(
    ({ documentId, classIndex, proposal }) =>
      before.get(documentId)!.includes(classIndex) === (proposal === 'add'),
  );
  expect(changes).toBeGreaterThan(40);
  expect(right.length).toBeGreaterThanOrEqual(0.5 * changes);
  expect(right.length).toBeGreaterThanOrEqual(0.9 * doubts.length);
  expect(new Set(right.map(({ proposal }) => proposal))).toEqual(new Set(['add', 'remove']));
});

it('too few documents or classes are refused', async () => {
  const few = trainingData({ classes: topicClasses, training: documents.slice(0, 1) });
  expect(await codeOf(findLabelErrors(few, trainingContext()))).toBe('too_few_documents');
  const one = trainingData({
    classes: topicClasses,
    training: documents.map((document) => ({ ...document, classes: [0] })),
  });
  expect(await codeOf(findLabelErrors(one, trainingContext()))).toBe('too_few_classes');
});
