import { describe, expect, it } from 'vitest';
import { calibrationError, scoresOf } from './scores.ts';

describe('scoresOf', () => {
  // By hand; scikit-learn's accuracy_score and f1_score with labels=[0, 1], zero_division=0 say the same.
  it('counts single-label documents, macro-F1 over the classes of the test documents', () => {
    const judged = {
      classCount: 3,
      truths: [[0], [0], [1], [1], [-1]],
      predicted: [[0], [1], [1], [2], [0]],
    };
    const { accuracy, macroF1 } = scoresOf('single', judged);
    expect(accuracy).toBeCloseTo(2 / 5, 12);
    // Class 0: hits 1, given 2, wanted 2; class 1: hits 1, given 2, wanted 2.
    expect(macroF1).toBeCloseTo(0.5, 12);
  });

  it('counts multi-label documents over all classes', () => {
    const judged = { classCount: 3, truths: [[0, 1], [], [2, -1], [0]], predicted: [[0], [], [2], [1, 0]] };
    const { accuracy, microF1, macroF1 } = scoresOf('multi', judged);
    expect(accuracy).toBeCloseTo(2 / 4, 12);
    // Hits 3 (0, 2, 0), given 4, wanted 4.
    expect(microF1).toBeCloseTo(6 / 8, 12);
    expect(macroF1).toBeCloseTo((1 + 0 + 1) / 3, 12);
  });
});

describe('calibrationError', () => {
  it('weights the gap of each bin by its share', () => {
    // Two documents at 0.9, one right: gap 0.4; two at 0.6, both right: gap 0.4.
    const rows = [[0.9, 0.1], [0.9, 0.1], [0.6, 0.4], [0.6, 0.4]].map((row) => Float32Array.from(row)); // biome-ignore format: one row a document
    expect(calibrationError('single', rows, [[0], [1], [0], [0]])).toBeCloseTo(0.4, 6);
    expect(calibrationError('single', rows, [[0], [0], [0], [0]])).toBeCloseTo(0.25, 6);
  });

  it('counts probabilities of 0 and 1, and every class of a multi-label document', () => {
    const rows = [1, 1, 0].map((value) => Float32Array.of(value));
    expect(calibrationError('multi', rows, [[0], [], []])).toBeCloseTo(1 / 3, 6);
  });
});
