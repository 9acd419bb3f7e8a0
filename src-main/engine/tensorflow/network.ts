import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { ProjectKind } from '../../domain/project.ts';
import type { TensorFlow } from './backend.ts';
import { type NetworkShape, type NetworkWeights, weightNames } from './weights.ts';

/** What one step learns from; matrices row by row, one row a document. */
export interface Batch {
  readonly size: number;
  /** Inputs, those that are dropped set to 0 and the rest scaled up. */
  readonly inputs: Float32Array;
  /** 0 for a hidden unit that is dropped, else the factor that makes up for it. */
  readonly mask: Float32Array;
  /** 1 (or the share, with smoothing) where the class is true. */
  readonly targets: Float32Array;
  /** How much each document counts; 1 on average. */
  readonly weights: Float32Array;
  /** What is added to the network's outputs, or nothing. */
  readonly besides: Float32Array | null;
}

export interface Gradients {
  /** By every weight, of the batch's mean loss. */
  readonly weights: NetworkWeights;
  /** By the outputs, one row a document, of that document's own loss. */
  readonly outputs: Float32Array;
}

/**
 * Gradients of one batch's loss by TensorFlow.js, on whichever backend is set: cross-entropy after a softmax
 * (single-label), or after sigmoids and summed over the classes (multi-label), whose gradient by the outputs is
 * probability minus target either way; from there back through the layers by hand, which takes half of the operators
 * that tracing takes. Leaves no tensor behind.
 */
export function gradientsOf(
  tf: TensorFlow,
  kind: ProjectKind,
  shape: NetworkShape,
  weights: NetworkWeights,
  batch: Batch,
): Gradients {
  const { inputs, hidden, outputs } = shape;
  const none = new Float32Array(0);
  const found: { -readonly [Name in keyof NetworkWeights]: Float32Array } = {
    first: none,
    firstBias: none,
    second: none,
    secondBias: none,
  };
  let errorsRead: Float32Array = none;
  // Nothing is returned: `tidy` would look at every number of an array for tensors.
  tf.tidy(() => {
    const x = tf.tensor2d(batch.inputs, [batch.size, inputs]);
    const second = tf.tensor2d(weights.second, [hidden || inputs, outputs]);
    const layer = hidden > 0 ? hiddenLayer(tf, x, shape, weights, batch) : undefined;
    const last = layer?.units ?? x;
    const own = tf.add(tf.matMul(last, second), tf.tensor1d(weights.secondBias));
    const values = batch.besides ? tf.add(own, tf.tensor2d(batch.besides, [batch.size, outputs])) : own;
    const probabilities = kind === 'single' ? tf.softmax(values) : tf.sigmoid(values);
    const errors = tf.mul(
      tf.sub(probabilities, tf.tensor2d(batch.targets, [batch.size, outputs])),
      tf.tensor2d(batch.weights, [batch.size, 1]),
    ) as Tensor2D;
    const shares = tf.mul(errors, 1 / batch.size) as Tensor2D;
    if (layer) {
      const back = tf.mul(tf.matMul(shares, second, false, true), layer.slopes) as Tensor2D;
      found.first = numbersOf(tf.matMul(x, back, true, false));
      found.firstBias = numbersOf(tf.sum(back, 0));
    }
    found.second = numbersOf(tf.matMul(last, shares, true, false));
    found.secondBias = numbersOf(tf.sum(shares, 0));
    errorsRead = numbersOf(errors);
  });
  return { weights: found, outputs: errorsRead };
}

/** The hidden units after dropout, and how each changes with its input. */
function hiddenLayer(
  tf: TensorFlow,
  x: Tensor2D,
  shape: NetworkShape,
  weights: NetworkWeights,
  batch: Batch,
) {
  const { inputs, hidden } = shape;
  const mask = tf.tensor2d(batch.mask, [batch.size, hidden]);
  const matrix = tf.tensor2d(weights.first, [inputs, hidden]);
  const before = tf.add(tf.matMul(x, matrix), tf.tensor1d(weights.firstBias));
  const units = tf.mul(tf.relu(before), mask) as Tensor2D;
  return { units, slopes: tf.mul(tf.step(before), mask) };
}

function numbersOf(tensor: Tensor): Float32Array {
  return tensor.dataSync() as Float32Array;
}

/** The outputs of a trained network, by TensorFlow.js. */
export function outputsOf(
  tf: TensorFlow,
  shape: NetworkShape,
  weights: NetworkWeights,
  inputs: Float32Array,
): Float32Array {
  const size = inputs.length / shape.inputs;
  let result = new Float32Array(0) as Float32Array;
  tf.tidy(() => {
    let last = tf.tensor2d(inputs, [size, shape.inputs]);
    if (shape.hidden > 0) {
      const first = tf.tensor2d(weights.first, [shape.inputs, shape.hidden]);
      last = tf.relu(tf.add(tf.matMul(last, first), tf.tensor1d(weights.firstBias)));
    }
    const second = tf.tensor2d(weights.second, [shape.hidden || shape.inputs, shape.outputs]);
    result = numbersOf(tf.add(tf.matMul(last, second), tf.tensor1d(weights.secondBias)));
  });
  return result;
}

/** Adam's memory of a network's gradients. */
export interface OptimiserState {
  readonly first: NetworkWeights;
  readonly second: NetworkWeights;
  steps: number;
}

const firstDecay = 0.9;
const secondDecay = 0.999;
const leastDenominator = 1e-7;

/**
 * One step of Adam with decoupled weight decay (Loshchilov and Hutter 2019), in place; biases do not decay. In plain
 * TypeScript: it is as fast, and the same on every backend.
 */
export function applyGradients(
  weights: NetworkWeights,
  gradients: NetworkWeights,
  state: OptimiserState,
  rate: number,
  decay: number,
): void {
  state.steps++;
  const firstScale = 1 / (1 - firstDecay ** state.steps);
  const secondScale = 1 / (1 - secondDecay ** state.steps);
  for (const name of weightNames) {
    const values = weights[name];
    const gradient = gradients[name];
    const mean = state.first[name];
    const square = state.second[name];
    const shrink = name === 'first' || name === 'second' ? rate * decay : 0;
    for (let at = 0; at < values.length; at++) {
      const slope = gradient[at]!;
      const m = firstDecay * mean[at]! + (1 - firstDecay) * slope;
      const s = secondDecay * square[at]! + (1 - secondDecay) * slope * slope;
      mean[at] = m;
      square[at] = s;
      const step = (rate * m * firstScale) / (Math.sqrt(s * secondScale) + leastDenominator);
      values[at] = values[at]! * (1 - shrink) - step;
    }
  }
}
