import { createRandom } from '../random.ts';

/** Sizes of a network; no hidden layer where `hidden` is 0. */
export interface NetworkShape {
  readonly inputs: number;
  readonly hidden: number;
  readonly outputs: number;
}

/**
 * The numbers of a dense network: matrices row by row, inputs by units. Without a hidden layer `first` and
 * `firstBias` are empty and `second` leads from the inputs to the outputs.
 */
export interface NetworkWeights {
  readonly first: Float32Array;
  readonly firstBias: Float32Array;
  readonly second: Float32Array;
  readonly secondBias: Float32Array;
}

export const weightNames = ['first', 'firstBias', 'second', 'secondBias'] as const;

export function sizesOf({
  inputs,
  hidden,
  outputs,
}: NetworkShape): Readonly<Record<keyof NetworkWeights, number>> {
  return {
    first: inputs * hidden,
    firstBias: hidden,
    second: (hidden || inputs) * outputs,
    secondBias: outputs,
  };
}

/** Seeded first weights: He et al. (2015) for the hidden layer, small ones for the outputs, no bias. */
export function initialWeights(shape: NetworkShape, seed: number): NetworkWeights {
  const sizes = sizesOf(shape);
  const random = createRandom(seed);
  const uniform = (count: number, bound: number): Float32Array =>
    Float32Array.from({ length: count }, () => bound * (random.next() / 0x8000_0000 - 1));
  return {
    first: uniform(sizes.first, Math.sqrt(6 / shape.inputs)),
    firstBias: new Float32Array(sizes.firstBias),
    second:
      shape.hidden > 0 ? uniform(sizes.second, Math.sqrt(3 / shape.hidden)) : new Float32Array(sizes.second),
    secondBias: new Float32Array(sizes.secondBias),
  };
}

export function copiedWeights(weights: NetworkWeights): NetworkWeights {
  const { first, firstBias, second, secondBias } = weights;
  return {
    first: first.slice(),
    firstBias: firstBias.slice(),
    second: second.slice(),
    secondBias: secondBias.slice(),
  };
}

/** Adds the network's outputs for one input to `into`; what TensorFlow.js computes, without it. */
export function addOutputs(
  shape: NetworkShape,
  weights: NetworkWeights,
  input: Float32Array,
  into: Float64Array,
): void {
  const { inputs, hidden, outputs } = shape;
  let last: Float32Array | Float64Array = input;
  if (hidden > 0) {
    const units = Float64Array.from(weights.firstBias);
    addProduct(input, inputs, weights.first, hidden, units);
    for (let unit = 0; unit < hidden; unit++) if (units[unit]! < 0) units[unit] = 0;
    last = units;
  }
  addProduct(last, last.length, weights.second, outputs, into);
  for (let k = 0; k < outputs; k++) into[k]! += weights.secondBias[k]!;
}

function addProduct(
  input: Float32Array | Float64Array,
  inputs: number,
  matrix: Float32Array,
  outputs: number,
  into: Float64Array,
): void {
  for (let i = 0; i < inputs; i++) {
    const value = input[i]!;
    if (value === 0) continue;
    const from = i * outputs;
    for (let j = 0; j < outputs; j++) into[j]! += value * matrix[from + j]!;
  }
}
