import { inStretches, type Work } from '../work.ts';

/**
 * The weights of all classes, feature by feature: feature `f` has the entries `offsets[f]` to `offsets[f + 1]`,
 * each a class and its weight. Zeros are left out.
 */
export interface ClassWeights {
  readonly featureCount: number;
  readonly classCount: number;
  readonly offsets: Uint32Array;
  readonly classes: Uint16Array;
  readonly weights: Float32Array;
  /** Per class; NaN = the class was not learned. */
  readonly intercepts: Float64Array;
}

/** Gathers one class's dense weights after another. */
export interface WeightsBuilder {
  /** @param weights may be overwritten once the work is done */
  readonly add: (classIndex: number, weights: Float32Array | Float64Array) => Work;
  readonly finish: () => Work<ClassWeights>;
}

/** The weights of one class that are not zero. */
interface Column {
  readonly classIndex: number;
  readonly features: Int32Array;
  readonly weights: Float32Array;
}

/** Weights looked at in one step. */
const weightsPerStep = 500_000;

/** Classes must be added in ascending order. */
export function createWeightsBuilder(featureCount: number, classCount: number): WeightsBuilder {
  const columns: Column[] = [];
  const sizes = new Uint32Array(featureCount);
  const intercepts = new Float64Array(classCount).fill(Number.NaN);
  return {
    *add(classIndex, weights) {
      let size = 0;
      yield* inStretches(featureCount, weightsPerStep, (from, to) => {
        size += countOfNonZero(weights, from, to);
      });
      const column = { classIndex, features: new Int32Array(size), weights: new Float32Array(size) };
      let at = 0;
      yield* inStretches(featureCount, weightsPerStep, (from, to) => {
        at = gather(weights, from, to, column, at, sizes);
      });
      intercepts[classIndex] = weights[featureCount]!;
      columns.push(column);
    },
    *finish() {
      const offsets = new Uint32Array(featureCount + 1);
      for (let feature = 0; feature < featureCount; feature++) {
        offsets[feature + 1] = offsets[feature]! + sizes[feature]!;
      }
      yield;
      const next = offsets.slice();
      const classes = new Uint16Array(offsets[featureCount]!);
      const weights = new Float32Array(offsets[featureCount]!);
      for (const column of columns) {
        yield* inStretches(column.features.length, weightsPerStep, (from, to) => {
          scatter(column, from, to, next, classes, weights);
        });
      }
      return { featureCount, classCount, offsets, classes, weights, intercepts };
    },
  };
}

function countOfNonZero(weights: Float32Array | Float64Array, from: number, to: number): number {
  let count = 0;
  for (let feature = from; feature < to; feature++) if (Math.fround(weights[feature]!) !== 0) count++;
  return count;
}

/** Appends the weights of the features `from` to `to` to the column, whose size so far is `size`. */
function gather(
  weights: Float32Array | Float64Array,
  from: number,
  to: number,
  column: Column,
  size: number,
  sizes: Uint32Array,
): number {
  let at = size;
  for (let feature = from; feature < to; feature++) {
    const weight = Math.fround(weights[feature]!);
    if (weight === 0) continue;
    column.features[at] = feature;
    column.weights[at++] = weight;
    sizes[feature]!++;
  }
  return at;
}

function scatter(
  column: Column,
  from: number,
  to: number,
  next: Uint32Array,
  classes: Uint16Array,
  weights: Float32Array,
): void {
  for (let index = from; index < to; index++) {
    const at = next[column.features[index]!]!++;
    classes[at] = column.classIndex;
    weights[at] = column.weights[index]!;
  }
}

/** Decision values of all classes for a vector into `into`; -Infinity for classes that were not learned. */
export function decisionValues(
  model: ClassWeights,
  indices: Int32Array,
  values: Float32Array,
  size: number,
  into: Float64Array,
): void {
  const { offsets, classes, weights, intercepts, classCount } = model;
  for (let k = 0; k < classCount; k++) into[k] = intercepts[k]!;
  for (let index = 0; index < size; index++) {
    const value = values[index]!;
    const feature = indices[index]!;
    const end = offsets[feature + 1]!;
    for (let entry = offsets[feature]!; entry < end; entry++)
      into[classes[entry]!]! += weights[entry]! * value;
  }
  for (let k = 0; k < classCount; k++) if (Number.isNaN(into[k])) into[k] = -Infinity;
}

/** See {@link decisionValues}. */
export type DecisionFunction = (
  indices: Int32Array,
  values: Float32Array,
  size: number,
  into: Float64Array,
) => void;

/** With few classes, one short stretch of memory a feature is faster to read than three, zeros and all. */
const fewClasses = 16;
/** With more, where it takes little memory and zeros are not too many: at least one weight of so many is there. */
const mostInRows = 4_000_000;
const leastFilled = 5;

function inRows({ classCount, featureCount, weights }: ClassWeights): boolean {
  const places = classCount * featureCount;
  return classCount <= fewClasses || (places <= mostInRows && weights.length * leastFilled >= places);
}

/** {@link decisionValues} with the weights laid out for speed. */
export function* createDecisionFunction(model: ClassWeights): Work<DecisionFunction> {
  const { classCount, featureCount, offsets, classes, weights, intercepts } = model;
  if (!inRows(model)) {
    return (indices, values, size, into) => decisionValues(model, indices, values, size, into);
  }
  const rows = new Float32Array(featureCount * classCount);
  yield* inStretches(featureCount, Math.ceil(weightsPerStep / classCount), (from, to) => {
    for (let feature = from; feature < to; feature++) {
      for (let entry = offsets[feature]!; entry < offsets[feature + 1]!; entry++) {
        rows[feature * classCount + classes[entry]!] = weights[entry]!;
      }
    }
  });
  return (indices, values, size, into) => {
    for (let k = 0; k < classCount; k++) into[k] = intercepts[k]!;
    for (let index = 0; index < size; index++) {
      const value = values[index]!;
      const row = indices[index]! * classCount;
      for (let k = 0; k < classCount; k++) into[k]! += rows[row + k]! * value;
    }
    for (let k = 0; k < classCount; k++) if (Number.isNaN(into[k])) into[k] = -Infinity;
  };
}
