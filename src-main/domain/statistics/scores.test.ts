import { expect, test } from 'vitest';
import type { ScoreSketch } from '../metrics/analysis.ts';
import { acceptAt, acceptAtByClass, acceptanceCurve, acceptDecisionsAt } from './acceptance.ts';
import { atThreshold, precisionRecallCurve } from './precision-recall.ts';
import { createReliabilityTally } from './reliability.ts';
import { createScoreSketch, scoreBin } from './score-sketch.ts';

/** 300 scores in thousandths and truths that go with them, by a formula that Python was given too. */
const scores = Array.from({ length: 300 }, (_, index) => ((index * 7919) % 1000) / 1000);
const truths = scores.map((score, index) => ((index * 104729) % 1000) / 1000 < 0.15 + 0.5 * score);

/** Rounding up a little keeps 0.29 in bin 290. */
const exact = (score: number) => score + 1e-9;

function sketchOf(): ScoreSketch {
  const sketch = createScoreSketch('single', 1);
  for (const [index, score] of scores.entries()) {
    sketch.add(truths[index] ? [0] : [], [0], [exact(score)]);
  }
  return sketch.finish();
}

/** Expected: scikit-learn 1.9.1, `average_precision_score(y, scores)`; shares with numpy. */
test('average precision agrees with scikit-learn', () => {
  const { points, averagePrecision } = precisionRecallCurve(sketchOf().classes[0]!);
  expect(averagePrecision).toBeCloseTo(0.646228233432452, 12);
  expect(points.at(-1)).toMatchObject({ recall: 1, given: 300, precision: 123 / 300, documents: 300 });
  const recalls = points.map(({ recall }) => recall!);
  expect(recalls).toEqual(recalls.toSorted((a, b) => a - b));
});

test('a threshold gives precision, recall and the documents that get the class', () => {
  const figures = atThreshold(sketchOf().classes[0]!, 0.6);
  expect(figures).toMatchObject({ threshold: 0.6, given: 121, documents: 300 });
  expect(figures.precision).toBeCloseTo(0.5950413223140496, 12);
  expect(figures.recall).toBeCloseTo(0.5853658536585366, 12);
  expect(figures.precisionInterval!.low).toBeLessThan(figures.precision!);
  expect(atThreshold({ positive: [10, 2], negative: [] }, 0.9)).toMatchObject({ precision: null, recall: 0 });
  expect(atThreshold({ positive: [], negative: [950, 2] }, 0.9)).toMatchObject({
    precision: 0,
    recall: null,
  });
});

/** Expected with numpy: sorted by score, the longest beginning whose share of right ones is the target or more. */
test.each([
  [0.5, 214, 0.5, 0.286],
  [0.55, 154, 0.551948051948052, 0.492],
  [0.65, 87, 0.6551724137931034, 0.716],
  [0.9, 22, 0.9090909090909091, 0.928],
])('at a target of %f, %i documents are accepted', (target, accepted, accuracy, from) => {
  const found = acceptAt(sketchOf(), target)!;
  expect(found).toMatchObject({ accepted, from });
  expect(found.accuracy).toBeCloseTo(accuracy, 12);
  expect(found.share).toBeCloseTo(accepted / 300, 12);
  expect(acceptAtByClass(sketchOf(), target)).toEqual([found]);
});

test('nothing is accepted where not even the surest are right', () => {
  const sketch: ScoreSketch = { classes: [], predicted: [{ right: [100, 5], wrong: [990, 1] }] };
  expect(acceptAt(sketch, 0.9)).toBeNull();
  expect(acceptAt({ classes: [], predicted: [] }, 0.5)).toBeNull();
  expect(acceptanceCurve([100, 5], [990, 1]).map(({ accuracy }) => accuracy)).toEqual([0, 5 / 6]);
});

test('classes are accepted by their own scores', () => {
  const predicted = [
    { right: [900, 9], wrong: [300, 3] },
    { right: [800, 1], wrong: [950, 4] },
  ];
  const [first, second] = acceptAtByClass({ classes: [], predicted }, 0.9);
  expect(first).toMatchObject({ from: 0.9, accepted: 9, share: 0.75, accuracy: 1 });
  expect(second).toBeNull();
  // Together: the surest four are wrong, so that only everything below them counts.
  expect(acceptAt({ classes: [], predicted }, 0.7)).toMatchObject({ accepted: 14, from: 0.8 });
});

test('multi-label decisions are the surer the further the score is from the threshold', () => {
  const sketch: ScoreSketch = {
    // Threshold 0.5: two right at 0.9, one wrong at 0.55; below it, 6 right at 0.1, one wrong at 0.45.
    classes: [{ positive: [450, 1, 900, 2], negative: [100, 6, 550, 1] }],
    predicted: null,
  };
  expect(acceptDecisionsAt(sketch, [0.5], 0.8)).toMatchObject({ accepted: 10, share: 1, accuracy: 0.8 });
  const sure = acceptDecisionsAt(sketch, [0.5], 0.95)!;
  expect(sure).toMatchObject({ accepted: 8, accuracy: 1 });
  expect(sure.from).toBeCloseTo(0.399, 9);
  expect(
    acceptDecisionsAt({ ...sketch, classes: [{ positive: [], negative: [990, 3] }] }, [0.5], 0.5),
  ).toBeNull();
});

/** Expected with numpy: `floor(15 * score)` bins, distances of sums of scores and of truths. */
test('reliability and its error agree with numpy', () => {
  const tally = createReliabilityTally();
  for (const [index, score] of scores.entries()) tally.add(score, truths[index]!);
  const { error, bins } = tally.finish();
  expect(error).toBeCloseTo(0.2086733333333333, 12);
  expect(bins).toHaveLength(15);
  expect(bins[7]).toMatchObject({ count: 21, right: 1 / 3 });
  expect(bins[7]!.confidence).toBeCloseTo(0.5001904761904761, 12);
  expect(createReliabilityTally().finish()).toMatchObject({ error: 0 });
});

test('a sketch counts every class of every document, and the best score by whether it was right', () => {
  const sketch = createScoreSketch('single', 3);
  sketch.add([0], [0], [0.7, 0.3]);
  sketch.add([1], [0], [0.6, 0.4]);
  // The model has no score for the third class.
  sketch.add([2], [1], [0, 1]);
  expect(sketch.finish()).toEqual({
    classes: [
      { positive: [700, 1], negative: [0, 1, 600, 1] },
      { positive: [400, 1], negative: [300, 1, 999, 1] },
      { positive: [0, 1], negative: [0, 2] },
    ],
    predicted: [
      { right: [700, 1], wrong: [600, 1] },
      { right: [], wrong: [999, 1] },
      { right: [], wrong: [] },
    ],
  });
  expect([scoreBin(0), scoreBin(0.0009), scoreBin(1)]).toEqual([0, 0, 999]);
  expect(createScoreSketch('multi', 1).finish().predicted).toBeNull();
});
