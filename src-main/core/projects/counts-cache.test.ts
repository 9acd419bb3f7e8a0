import { expect, test } from 'vitest';
import type { ProjectCounts } from '../../domain/class.ts';
import { type CountedDocument, createCountsCache } from './counts-cache.ts';

const empty = { train: 0, validation: 0, test: 0, none: 0 };
const start: ProjectCounts = {
  documents: 3,
  labelled: 1,
  unsure: 0,
  suggested: 0,
  excluded: 0,
  labelledIn: { ...empty, train: 1 },
  documentsIn: { ...empty, train: 1, none: 2 },
  classes: [{ classId: 7, ...empty, train: 1 }],
};
const unlabelled: CountedDocument = {
  labels: null,
  dataset: null,
  unsure: false,
  excluded: false,
  suggestion: null,
};

/** A cache whose counts are answered by hand. */
function cacheByHand() {
  const asked: PromiseWithResolvers<ProjectCounts>[] = [];
  let settled = 0;
  const cache = createCountsCache({
    count: () => {
      const answer = Promise.withResolvers<ProjectCounts>();
      asked.push(answer);
      return answer.promise;
    },
    onSettled: () => {
      settled += 1;
    },
    onError: (error) => {
      throw error;
    },
  });
  return { cache, asked, settledTimes: () => settled };
}

test('a label moves the numbers of documents, of their dataset and of the class', async () => {
  const { cache, asked } = cacheByHand();
  const first = cache.get();
  asked[0]?.resolve(start);
  expect(await first).toEqual({ ...start, settled: true });

  cache.apply(unlabelled, { ...unlabelled, labels: [7, 9] });
  cache.apply(
    { ...unlabelled, labels: [7, 9] },
    { labels: [9], dataset: 'test', unsure: true, excluded: false, suggestion: null },
  );

  expect(await cache.get()).toEqual({
    documents: 3,
    labelled: 2,
    unsure: 1,
    suggested: 0,
    excluded: 0,
    labelledIn: { ...empty, train: 1, test: 1 },
    documentsIn: { ...empty, train: 1, test: 1, none: 1 },
    classes: [
      { classId: 7, ...empty, train: 1 },
      { classId: 9, ...empty, test: 1 },
    ],
    settled: true,
  });
  expect(asked).toHaveLength(1);
});

test('a document that is set aside leaves all numbers for one of its own', async () => {
  const { cache, asked } = cacheByHand();
  const first = cache.get();
  asked[0]?.resolve(start);
  await first;
  const document: CountedDocument = { ...unlabelled, labels: [7], dataset: 'train', unsure: true };
  cache.apply(unlabelled, document);
  const counted = await cache.get();
  cache.apply(document, { ...document, excluded: true });
  expect(await cache.get()).toEqual({
    ...start,
    documents: 2,
    documentsIn: { ...empty, train: 1, none: 1 },
    excluded: 1,
    settled: true,
  });
  cache.apply({ ...document, excluded: true }, document);
  expect(await cache.get()).toEqual(counted);
});

test('a change while a count runs is not trusted to that count', async () => {
  const { cache, asked, settledTimes } = cacheByHand();
  const exact = cache.settled();
  cache.apply(unlabelled, { ...unlabelled, labels: [] });
  asked[0]?.resolve(start);
  await asked[0]?.promise;
  await expect.poll(() => asked.length).toBe(2);
  expect(settledTimes()).toBe(0);
  asked[1]?.resolve({ ...start, labelled: 2 });
  expect((await exact).labelled).toBe(2);
  expect(settledTimes()).toBe(1);
});

test('numbers are marked as not settled until the count after a bulk change', async () => {
  const { cache, asked } = cacheByHand();
  const first = cache.get();
  asked[0]?.resolve(start);
  await first;

  cache.invalidate();
  expect(await cache.get()).toMatchObject({ documents: 3, settled: false });
  const exact = cache.settled();
  asked[1]?.resolve({ ...start, documents: 10 });
  expect((await exact).documents).toBe(10);
  expect(await cache.get()).toMatchObject({ documents: 10, settled: true });
});
