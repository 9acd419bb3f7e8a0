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
  readonly add: (classIndex: number, weights: Float32Array | Float64Array) => void;
  readonly finish: () => ClassWeights;
}

/** Classes must be added in ascending order. */
export function createWeightsBuilder(featureCount: number, classCount: number): WeightsBuilder {
  const columns: { classIndex: number; features: Int32Array; weights: Float32Array }[] = [];
  const sizes = new Uint32Array(featureCount + 1);
  const intercepts = new Float64Array(classCount).fill(Number.NaN);
  const add = (classIndex: number, weights: Float32Array | Float64Array): void => {
    let size = 0;
    for (let feature = 0; feature < featureCount; feature++) if (Math.fround(weights[feature]!) !== 0) size++;
    const column = { classIndex, features: new Int32Array(size), weights: new Float32Array(size) };
    let at = 0;
    for (let feature = 0; feature < featureCount; feature++) {
      const weight = Math.fround(weights[feature]!);
      if (weight === 0) continue;
      column.features[at] = feature;
      column.weights[at++] = weight;
      sizes[feature]!++;
    }
    intercepts[classIndex] = weights[featureCount]!;
    columns.push(column);
  };
  const finish = (): ClassWeights => {
    const offsets = new Uint32Array(featureCount + 1);
    for (let feature = 0; feature < featureCount; feature++) {
      offsets[feature + 1] = offsets[feature]! + sizes[feature]!;
    }
    const next = offsets.slice();
    const classes = new Uint16Array(offsets[featureCount]!);
    const weights = new Float32Array(offsets[featureCount]!);
    for (const column of columns) {
      for (let index = 0; index < column.features.length; index++) {
        const at = next[column.features[index]!]!++;
        classes[at] = column.classIndex;
        weights[at] = column.weights[index]!;
      }
    }
    return { featureCount, classCount, offsets, classes, weights, intercepts };
  };
  return { add, finish };
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
export function createDecisionFunction(model: ClassWeights): DecisionFunction {
  const { classCount, featureCount, offsets, classes, weights, intercepts } = model;
  if (!inRows(model)) {
    return (indices, values, size, into) => decisionValues(model, indices, values, size, into);
  }
  const rows = new Float32Array(featureCount * classCount);
  for (let feature = 0; feature < featureCount; feature++) {
    for (let entry = offsets[feature]!; entry < offsets[feature + 1]!; entry++) {
      rows[feature * classCount + classes[entry]!] = weights[entry]!;
    }
  }
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
