import { expect, test } from 'vitest';
import type { ModelRecord } from '../ports/model-tables.ts';
import type { TextVolume } from '../ports/store.ts';
import { estimateTrainings } from './estimate.ts';

const volume: TextVolume = {
  labelled: { documents: 10_000, characters: 2_000_000 },
  unlabelled: { documents: 0, characters: 0 },
};

/** A model of the family that learned from the share of the volume in so many seconds. */
function model(family: string, seconds: number, share = 1, createdAt = '2026-01-01'): ModelRecord {
  const { documents, characters } = volume.labelled;
  return {
    id: 1,
    name: family,
    family,
    createdAt,
    seconds,
    bytes: 1,
    classes: Array.from({ length: 10 }, (_, index) => ({ classId: index + 1, name: `c${index}` })),
    kind: 'single',
    evaluationNote: null,
    historyPoint: null,
    resultsSeenAt: null,
    receipt: {
      seed: 1,
      family,
      backend: 'typescript',
      options: {},
      dataFingerprint: '',
      documents: { train: documents * share, validation: 0, test: 0 },
      volume: { characters: characters * share, unlabelledDocuments: 0, unlabelledCharacters: 0 },
      classCounts: [],
      features: 1,
      tunedOn: 'none',
      notes: [],
      seconds: {},
      peakMemoryBytes: 1,
      versions: {},
    },
  };
}

function estimate(family: string, models: readonly ModelRecord[], given = volume) {
  return estimateTrainings(given, 10, models).find((one) => one.family === family)!;
}

test('every family has a range, and it says what the range is judged by', () => {
  const estimates = estimateTrainings(volume, 10, [model('linear', 4)]);
  expect(estimates.map(({ family, judgedBy }) => [family, judgedBy])).toEqual([
    ['auto', 'other-families'],
    ['linear', 'same-family'],
    ['tensorflow', 'other-families'],
    ['encoder', 'other-families'],
  ]);
  for (const { low, high } of estimates) expect(low).toBeLessThan(high);
  expect(estimate('linear', []).judgedBy).toBe('usual');
});

test('the range encloses the time that the same training took before', () => {
  for (const seconds of [2, 7, 40, 300]) {
    const { low, high } = estimate('tensorflow', [model('tensorflow', seconds)]);
    expect(low).toBeLessThanOrEqual(seconds);
    expect(high).toBeGreaterThanOrEqual(seconds);
  }
});

test('a model of one family does not stand for another, but a slow computer shows', () => {
  const fast = estimate('tensorflow', [model('linear', 1)]);
  const slow = estimate('tensorflow', [model('linear', 30)]);
  expect(slow.low).toBeGreaterThan(fast.high);
  const known = [model('linear', 30), model('tensorflow', 2)];
  expect(estimate('tensorflow', known).high).toBeLessThan(10);
});

test('more text takes longer, and only those that read them count texts without labels', () => {
  const models = [model('linear', 2), model('tensorflow', 5), model('auto', 20)];
  const more: TextVolume = { ...volume, unlabelled: { documents: 90_000, characters: 50_000_000 } };
  expect(estimate('linear', models, more)).toEqual(estimate('linear', models));
  expect(estimate('tensorflow', models, more).low).toBeGreaterThan(estimate('tensorflow', models).high);
  expect(estimate('auto', models, more).low).toBeGreaterThan(estimate('auto', models).high);
  const tenfold = { ...volume, labelled: { documents: 100_000, characters: 20_000_000 } };
  expect(estimate('linear', models, tenfold).low).toBeGreaterThan(estimate('linear', models).high);
});

test('receipts without the amount of text still tell', () => {
  const { receipt, ...rest } = model('linear', 8);
  const { volume: _volume, ...old } = receipt;
  expect(estimate('linear', [{ ...rest, receipt: old }])).toEqual(estimate('linear', [model('linear', 8)]));
});
