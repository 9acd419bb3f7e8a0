import { AppError } from '../../domain/errors.ts';
import type { LinearModel } from '../linear/model.ts';
import type { Output } from '../output/output-types.ts';
import { inStretches, type Work } from '../work.ts';
import { encodeOnnx, type OnnxNode, type OnnxTensor } from './onnx.ts';

/** More than a model has that was trained with the usual limits. */
const mostWeightBytes = 500_000_000;
/** Weights written in one step. */
const weightsPerStep = 500_000;
/** The decision value of a class that was not learned: its probability is 0, and no operator meets an infinity. */
const notLearned = -1e9;

/**
 * The model as an ONNX file, in pieces that follow one another. `indices` (int64) and `values` (float32), both
 * [batch, features of the longest document], filled up with index 0 and value 0, become `scores` (float32), [batch,
 * classes]: the calibrated probabilities.
 * @throws AppError `model_not_exportable` where the weights are too many for a dense table
 */
export function* linearOnnx(model: LinearModel): Work<readonly Uint8Array[]> {
  const classCount = model.classes.length;
  const weights = yield* denseWeights(model);
  const calibration = calibrationOf(model.output);
  return encodeOnnx({
    name: 'winnow-linear',
    inputs: [
      { name: 'indices', type: 'int64', shape: ['batch', 'features'] },
      { name: 'values', type: 'float32', shape: ['batch', 'features'] },
    ],
    outputs: [{ name: 'scores', type: 'float32', shape: ['batch', classCount] }],
    nodes: [
      { operator: 'Gather', inputs: ['weights', 'indices'], outputs: ['rows'], attributes: { axis: 0 } },
      { operator: 'Unsqueeze', inputs: ['values', 'last_axis'], outputs: ['column'] },
      { operator: 'Mul', inputs: ['rows', 'column'], outputs: ['shares'] },
      {
        operator: 'ReduceSum',
        inputs: ['shares', 'features_axis'],
        outputs: ['sums'],
        attributes: { keepdims: 0 },
      },
      { operator: 'Add', inputs: ['sums', 'intercepts'], outputs: ['decision'] },
      ...calibration.nodes,
    ],
    constants: [
      { name: 'weights', shape: [weights.length / classCount, classCount], values: weights },
      { name: 'intercepts', shape: [classCount], values: intercepts(model) },
      { name: 'last_axis', shape: [1], values: BigInt64Array.of(2n) },
      { name: 'features_axis', shape: [1], values: BigInt64Array.of(1n) },
      ...calibration.constants,
    ],
    facts: { 'winnow.kind': model.output.kind, 'winnow.classes': JSON.stringify(model.classes) },
  });
}

/** One row a feature; at least one, which filled up places point at. */
function* denseWeights({ weights: model }: LinearModel): Work<Float32Array> {
  const { featureCount, classCount, offsets, classes, weights } = model;
  const places = Math.max(1, featureCount) * classCount;
  if (places * 4 > mostWeightBytes) {
    throw new AppError(
      'model_not_exportable',
      `As ONNX this model would hold ${Math.ceil((places * 4) / 1e6).toLocaleString('en')} MB of weights; ${mostWeightBytes / 1e6} MB is the most. Export it as a model file instead.`,
    );
  }
  const dense = new Float32Array(places);
  yield* inStretches(featureCount, Math.ceil(weightsPerStep / classCount), (from, to) => {
    for (let feature = from; feature < to; feature++) {
      for (let entry = offsets[feature]!; entry < offsets[feature + 1]!; entry++) {
        dense[feature * classCount + classes[entry]!] = weights[entry]!;
      }
    }
  });
  return dense;
}

function intercepts({ weights }: LinearModel): Float32Array {
  return Float32Array.from(weights.intercepts, (value) => (Number.isNaN(value) ? notLearned : value));
}

interface Calibration {
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly OnnxTensor[];
}

/** Single-label: one factor and a softmax. Multi-label: a sigmoid for each class. See `predictionFrom`. */
function calibrationOf(output: Output): Calibration {
  if (output.kind === 'single') {
    return {
      nodes: [
        { operator: 'Mul', inputs: ['decision', 'scale'], outputs: ['scaled'] },
        { operator: 'Softmax', inputs: ['scaled'], outputs: ['scores'], attributes: { axis: 1 } },
      ],
      constants: [{ name: 'scale', shape: [1], values: Float32Array.of(output.scale) }],
    };
  }
  const { slopes, offsets } = output;
  return {
    nodes: [
      { operator: 'Mul', inputs: ['decision', 'slopes'], outputs: ['sloped'] },
      { operator: 'Add', inputs: ['sloped', 'offsets'], outputs: ['moved'] },
      { operator: 'Sigmoid', inputs: ['moved'], outputs: ['scores'] },
    ],
    constants: [
      { name: 'slopes', shape: [slopes.length], values: Float32Array.from(slopes) },
      { name: 'offsets', shape: [offsets.length], values: Float32Array.from(offsets) },
    ],
  };
}
