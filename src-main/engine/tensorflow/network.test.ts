import * as core from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ProjectKind } from '../../domain/project.ts';
import { createRandom } from '../random.ts';
import { type LoadedTensorFlow, loadNative, loadTensorFlow, type TensorFlow } from './backend.ts';
import { type Head, headScorer } from './head.ts';
import { type Batch, gradientsOf, outputsOf } from './network.ts';
import { initialWeights, type NetworkShape, type NetworkWeights, sizesOf, weightNames } from './weights.ts';

const tolerance = 1e-5;

function numbers(count: number, seed: number, from = -1, to = 1): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: count }, () => from + ((to - from) * random.next()) / 0x1_0000_0000);
}

/** The largest difference, as a share of the largest number that was expected. */
function difference(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(found.length).toBe(expected.length);
  let most = 0;
  let largest = 1e-30;
  for (let at = 0; at < expected.length; at++) {
    most = Math.max(most, Math.abs(found[at]! - expected[at]!));
    largest = Math.max(largest, Math.abs(expected[at]!));
  }
  return most / largest;
}

const native = await loadNative();
let wasm: LoadedTensorFlow;

/** Runs on the pure JavaScript backend: the oracle. */
async function onOracle<Result>(run: (tf: TensorFlow) => Result): Promise<Result> {
  await import('@tensorflow/tfjs-backend-cpu');
  const before = core.getBackend();
  await core.setBackend('cpu');
  try {
    return run(core);
  } finally {
    await core.setBackend(before);
  }
}

beforeAll(async () => {
  wasm = await loadTensorFlow();
});

type Operator = (tf: TensorFlow) => core.Tensor;

const matrix = (tf: TensorFlow, rows: number, columns: number, seed: number) =>
  tf.tensor2d(numbers(rows * columns, seed, -3, 3), [rows, columns]);

const operators: Readonly<Record<string, Operator>> = {
  matMul: (tf) => tf.matMul(matrix(tf, 37, 65, 1), matrix(tf, 65, 29, 2)),
  'matMul, first transposed': (tf) => tf.matMul(matrix(tf, 65, 37, 1), matrix(tf, 65, 29, 2), true, false),
  'matMul, second transposed': (tf) => tf.matMul(matrix(tf, 37, 65, 1), matrix(tf, 29, 65, 2), false, true),
  'matMul, both transposed': (tf) => tf.matMul(matrix(tf, 65, 37, 1), matrix(tf, 29, 65, 2), true, true),
  'matMul of one column': (tf) => tf.matMul(matrix(tf, 1, 37, 1), matrix(tf, 1, 37, 2), false, true),
  'add of a bias': (tf) => tf.add(matrix(tf, 17, 9, 1), tf.tensor1d(numbers(9, 3))),
  'mul by a column': (tf) => tf.mul(matrix(tf, 17, 9, 1), matrix(tf, 17, 1, 2)),
  'mul by a number': (tf) => tf.mul(matrix(tf, 17, 9, 1), 1 / 17),
  sub: (tf) => tf.sub(matrix(tf, 17, 9, 1), matrix(tf, 17, 9, 2)),
  relu: (tf) => tf.relu(matrix(tf, 17, 9, 1)),
  step: (tf) => tf.step(matrix(tf, 17, 9, 1)),
  softmax: (tf) => tf.softmax(matrix(tf, 17, 77, 1)),
  'softmax of large numbers': (tf) => tf.softmax(tf.mul(matrix(tf, 3, 5, 1), 100)),
  sigmoid: (tf) => tf.sigmoid(tf.mul(matrix(tf, 17, 9, 1), 20)),
  'sum over rows': (tf) => tf.sum(matrix(tf, 64, 9, 1), 0),
};

const read = (operator: Operator, tf: TensorFlow): Float32Array => {
  let result = new Float32Array(0) as Float32Array;
  tf.tidy(() => {
    result = operator(tf).dataSync() as Float32Array;
  });
  return result;
};

describe.each(Object.entries(operators))('%s', (_, operator) => {
  test('agrees with the oracle', async () => {
    const expected = await onOracle((tf) => read(operator, tf));
    expect(difference(read(operator, wasm.tf), expected)).toBeLessThan(tolerance);
  });

  test.skipIf(!native)('agrees with the oracle natively', async () => {
    const expected = await onOracle((tf) => read(operator, tf));
    expect(difference(read(operator, native!.tf), expected)).toBeLessThan(tolerance);
  });
});

const cases: readonly (readonly [string, ProjectKind, NetworkShape, boolean])[] = [
  ['single-label', 'single', { inputs: 13, hidden: 8, outputs: 5 }, false],
  ['multi-label', 'multi', { inputs: 13, hidden: 8, outputs: 5 }, true],
  ['single-label, no hidden layer', 'single', { inputs: 13, hidden: 0, outputs: 3 }, true],
  ['multi-label, one class', 'multi', { inputs: 4, hidden: 3, outputs: 1 }, false],
];

function batchFor(kind: ProjectKind, { inputs, hidden, outputs }: NetworkShape, withBesides: boolean): Batch {
  const size = 7;
  const random = createRandom(11);
  const targets = new Float32Array(size * outputs);
  for (let document = 0; document < size; document++) {
    if (kind === 'single') targets[document * outputs + random.below(outputs)] = 1;
    else for (let k = 0; k < outputs; k++) targets[document * outputs + k] = random.below(2);
  }
  return {
    size,
    inputs: numbers(size * inputs, 21),
    mask: Float32Array.from({ length: size * hidden }, () => (random.below(3) === 0 ? 0 : 1.5)),
    targets,
    weights: numbers(size, 22, 0.2, 2),
    besides: withBesides ? numbers(size * outputs, 23) : null,
  };
}

/** The mean loss of a batch in double precision, written down once more, without TensorFlow.js. */
function lossOf(kind: ProjectKind, shape: NetworkShape, weights: NetworkWeights, batch: Batch): number {
  const { inputs, hidden, outputs } = shape;
  let total = 0;
  for (let document = 0; document < batch.size; document++) {
    let last = Array.from(batch.inputs.subarray(document * inputs, (document + 1) * inputs));
    if (hidden > 0) {
      last = Array.from({ length: hidden }, (_, unit) => {
        const sum = last.reduce(
          (all, x, i) => all + x * weights.first[i * hidden + unit]!,
          weights.firstBias[unit]!,
        );
        return Math.max(0, sum) * batch.mask[document * hidden + unit]!;
      });
    }
    const values = Array.from({ length: outputs }, (_, k) =>
      last.reduce(
        (all, x, i) => all + x * weights.second[i * outputs + k]!,
        weights.secondBias[k]! + (batch.besides?.[document * outputs + k] ?? 0),
      ),
    );
    const targets = values.map((_, k) => batch.targets[document * outputs + k]!);
    const own =
      kind === 'single'
        ? Math.log(values.reduce((sum, z) => sum + Math.exp(z), 0)) -
          values.reduce((sum, z, k) => sum + z * targets[k]!, 0)
        : values.reduce((sum, z, k) => sum + Math.log(1 + Math.exp(z)) - z * targets[k]!, 0);
    total += own * batch.weights[document]!;
  }
  return total / batch.size;
}

describe.each(cases)('gradients, %s', (_, kind, shape, withBesides) => {
  const weights = initialWeights(shape, 5);
  weights.firstBias.set(numbers(shape.hidden, 6));
  weights.second.set(numbers(sizesOf(shape).second, 7));
  const batch = batchFor(kind, shape, withBesides);

  test('are those of finite differences', () => {
    const found = gradientsOf(wasm.tf, kind, shape, weights, batch).weights;
    for (const name of weightNames) {
      const expected = Float64Array.from(weights[name], (value, at) => {
        const step = 1e-3;
        weights[name][at] = value + step;
        const width = weights[name][at]!;
        const above = lossOf(kind, shape, weights, batch);
        weights[name][at] = value - step;
        const below = lossOf(kind, shape, weights, batch);
        const distance = width - weights[name][at]!;
        weights[name][at] = value;
        return (above - below) / distance;
      });
      if (expected.length > 0) expect(difference(found[name], expected)).toBeLessThan(1e-3);
    }
  });

  test('agree with the oracle', async () => {
    const expected = await onOracle((tf) => gradientsOf(tf, kind, shape, weights, batch));
    for (const loaded of native ? [wasm, native] : [wasm]) {
      const found = gradientsOf(loaded.tf, kind, shape, weights, batch);
      for (const name of weightNames) {
        expect(difference(found.weights[name], expected.weights[name])).toBeLessThan(tolerance);
      }
      expect(difference(found.outputs, expected.outputs)).toBeLessThan(tolerance);
    }
  });

  test('leave no tensor behind', () => {
    const before = wasm.tf.memory().numTensors;
    gradientsOf(wasm.tf, kind, shape, weights, batch);
    expect(wasm.tf.memory().numTensors).toBe(before);
  });

  test('the plain forward pass says what TensorFlow.js says', () => {
    const head: Head = {
      kind,
      shape,
      learned: Int32Array.from({ length: shape.outputs }, (__, k) => k),
      classCount: shape.outputs,
      normalisation: { mean: new Float32Array(shape.inputs), scale: 1 },
      weights,
      wide: null,
    };
    const expected = outputsOf(wasm.tf, shape, weights, batch.inputs);
    const { score } = headScorer(head);
    for (let document = 0; document < batch.size; document++) {
      const row = expected.subarray(document * shape.outputs, (document + 1) * shape.outputs);
      expect(difference(score(batch.inputs, document * shape.inputs), row)).toBeLessThan(tolerance);
    }
  });
});

test('runs on the native library where it is installed, else on WebAssembly, never on plain JavaScript', ({
  annotate,
}) => {
  expect(wasm.backend).toBe(native ? 'tensorflow native' : 'tensorflow wasm');
  expect(wasm.tf.getBackend()).toBe(native ? 'tensorflow' : 'wasm');
  if (!native) annotate('@tensorflow/tfjs-node is not installed: the native half was skipped.');
});
