import { describe, expect, it, vi } from 'vitest';
import { decodeArtefact, encodeArtefact } from './artefact.ts';
import { judge } from './auto/judging.ts';
import { logRatios as bernoulliRatios } from './bayes/log-ratios.ts';
import { NgramTable, ngramKinds } from './features/ngram-table.ts';
import { storedVectoriser, vectoriserFrom } from './features/stored-vectoriser.ts';
import { storedWeights, weightsFrom } from './linear/stored-weights.ts';
import { type ClassWeights, createDecisionFunction, createWeightsBuilder } from './linear/weights.ts';
import { calibrationError } from './output/calibration-error.ts';
import { heldOutPredictions } from './output/held-out-predictions.ts';
import { fitOutput } from './output/output.ts';
import { createRandom } from './random.ts';
import { backgroundOf, logRatios } from './semi/class-ratios.ts';
import { normalisationOf } from './tensorflow/head.ts';
import { quantised } from './vectors/projection.ts';
import { runAtOnce, type Work } from './work.ts';

// A loaded machine is several times slower.
vi.setConfig({ testTimeout: 60_000 });

/** What the work gives, and in how many steps. */
function counted<Result>(work: Work<Result>): { readonly steps: number; readonly result: Result } {
  for (let steps = 1; ; steps++) {
    const step = work.next();
    if (step.done) return { steps, result: step.value };
  }
}

/** Nothing that is done `most` times or fewer takes long. */
function expectSteps(work: Work<unknown>, size: number, most: number): void {
  expect(counted(work).steps).toBeGreaterThan(Math.floor(size / most));
}

const random = createRandom(6);
const numbers = (count: number): Float32Array =>
  Float32Array.from({ length: count }, () => random.next() / 0x8000_0000 - 1);

const features = 300_000;
const classCount = 8;

function weightsOf(featureCount: number): ClassWeights {
  const builder = createWeightsBuilder(featureCount, classCount);
  const weights = numbers(featureCount + 1);
  for (let k = 0; k < classCount; k++) runAtOnce(builder.add(k, weights));
  return runAtOnce(builder.finish());
}

/** Words, and characters of two each. */
function tableOf(words: number, characters: number): NgramTable {
  const table = new NgramTable();
  for (let word = 0; word < words; word++) {
    const units = Uint16Array.from(`w${word}`, (unit) => unit.charCodeAt(0));
    table.word(units, 0, units.length, true);
  }
  for (let place = 0; place < characters; place++) {
    table.findOrAdd(~(place >> 8), 0x100 + (place & 255), ngramKinds.characters);
  }
  return table;
}

describe('a model of many features hands over control in between', () => {
  const weights = weightsOf(features);
  const table = tableOf(50_000, 250_000);
  const vectoriser = {
    folding: 'full',
    table,
    documentFrequencies: new Uint32Array(features).fill(3),
    documentCount: 10,
    characterNgrams: true,
  } as const;

  it('while the weights of a class are gathered, and all in the end', () => {
    const builder = createWeightsBuilder(2_000_000, 2);
    expectSteps(builder.add(0, numbers(2_000_001)), 2_000_000, 1_000_000);
    expectSteps(builder.finish(), 2_000_000, 1_000_000);
  });

  it('while it is stored and opened', () => {
    const cells = features * classCount;
    const stored = counted(storedWeights(weights));
    expect(stored.steps).toBeGreaterThan(cells / 200_000);
    const content = { facts: {}, arrays: stored.result };
    expectSteps(weightsFrom(content, features, classCount), cells, 200_000);
    expectSteps(createDecisionFunction(weights), cells, 1_000_000);
  });

  it('while its n-grams are stored and opened', () => {
    const stored = counted(storedVectoriser(vectoriser));
    expect(stored.steps).toBeGreaterThan(table.count(ngramKinds.word) / 20_000);
    const content = { facts: { vectoriser: stored.result.facts }, arrays: stored.result.arrays };
    const opened = counted(vectoriserFrom(content));
    expect(opened.steps).toBeGreaterThan(features / 50_000);
    expect(opened.result.table.size).toBe(features);
  });

  it('while its bytes are put together, checked and taken apart', () => {
    const content = { facts: {}, arrays: { numbers: new Float64Array(3_000_000) } };
    const { steps, result } = counted(encodeArtefact(content));
    expect(steps).toBeGreaterThan(result.length / 5_000_000);
    expectSteps(decodeArtefact(result), result.length, 5_000_000);
  });
});

describe('a table of many n-grams', () => {
  it('makes room in steps, before which and after which it finds what it held', () => {
    const table = tableOf(100, 300_000);
    const [first, last] = [~0, ~(299_999 >> 8)];
    const { steps } = counted(table.makeRoom(1_000_000));
    expect(steps).toBeGreaterThan(5);
    expect(table.find(first, 0x100)).toBe(100);
    expect(table.find(last, 0x100 + (299_999 & 255))).toBe(300_099);
    expect(table.find(last, 0x300)).toBe(-1);
    // There is room now.
    expect(counted(table.makeRoom(1_000_000)).steps).toBe(1);
  });

  it('is not made large beforehand while it is small', () => {
    expect(counted(tableOf(10, 1000).makeRoom(20_000)).steps).toBe(1);
  });
});

describe('many held-out documents', () => {
  const documentCount = 40_000;
  const values = numbers(documentCount * classCount);
  const truths = Array.from({ length: documentCount }, (_, document) => [document % classCount]);
  const heldOut = { classCount, documentCount, values, truths };
  const cells = documentCount * classCount;
  const ids = Int32Array.from(truths.keys());

  it.each(['single', 'multi'] as const)('are calibrated and judged in steps: %s-label', (kind) => {
    const fitted = counted(fitOutput(kind, classCount, heldOut));
    // The whole is gone through several times.
    expect(fitted.steps).toBeGreaterThan((4 * cells) / 200_000);
    const predicted = counted(heldOutPredictions({ ids, values: heldOut }, fitted.result.output));
    expect(predicted.steps).toBeGreaterThan(cells / 250_000);
    expectSteps(calibrationError(kind, predicted.result), cells, 250_000);
    expectSteps(judge(kind, predicted.result), cells, 250_000);
  });
});

describe('many rows', () => {
  const rowCount = 20_000;
  const rowLength = 100;
  const entries = rowCount * rowLength;
  const matrix = {
    rowCount,
    columnCount: features,
    offsets: Float64Array.from({ length: rowCount + 1 }, (_, row) => row * rowLength),
    indices: Int32Array.from({ length: entries }, () => random.below(features)),
    values: numbers(entries).map(Math.abs),
  };

  it('are counted by class in steps', () => {
    const counts = { classCount, counts: numbers(features * classCount).map(Math.abs) };
    const background = counted(backgroundOf([matrix]));
    expect(background.steps).toBeGreaterThan(entries / 1_000_000);
    expectSteps(logRatios(counts, background.result), features * classCount, 500_000);
    const { offsets, indices } = matrix;
    const scales = new Float64Array(rowCount).fill(1);
    const data = { featureCount: features, offsets, features: indices, scales };
    const rows = Int32Array.from({ length: rowCount }, (_, row) => row);
    expectSteps(bernoulliRatios(data, rows, new Uint8Array(rowCount)), entries + features, 500_000);
  });

  it('of vectors are centred, and directions rounded, in steps', () => {
    const dimensions = 100;
    const vectors = numbers(rowCount * dimensions);
    const rows = Int32Array.from({ length: rowCount }, (_, row) => row);
    expectSteps(normalisationOf(vectors, dimensions, rows), 2 * vectors.length, 1_000_000);
    const directions = { rows: rowCount, columns: dimensions, values: vectors };
    expectSteps(quantised(directions, rows, rowCount), vectors.length, 1_000_000);
  });
});
