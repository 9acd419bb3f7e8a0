import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import type { TensorFlow } from './backend.ts';

type Inputs = Readonly<Record<string, TensorInfo>>;

/**
 * The WebAssembly backend multiplies by a transposed matrix, which is what gradients of dense layers need, in a
 * naive loop: transposing first and then multiplying is five to ten times as fast. Its kernel is replaced by one that
 * does so. Idempotent.
 */
export function replaceSlowKernels(tf: TensorFlow): void {
  const multiply = tf.getKernel('BatchMatMul', 'wasm');
  const transpose = tf.getKernel('Transpose', 'wasm');
  if (replaced.has(multiply.kernelFunc)) return;
  const multiplyTransposed: KernelFunc = ({ inputs, backend, attrs }) => {
    const { a, b } = inputs as Inputs;
    const plain = { transposeA: false, transposeB: false };
    const made: TensorInfo[] = [];
    const turned = (x: TensorInfo, needed: unknown): TensorInfo => {
      if (needed !== true) return x;
      const result = transpose.kernelFunc({ inputs: { x }, backend, attrs: { perm: [1, 0] } }) as TensorInfo;
      made.push(result);
      return result;
    };
    if (a!.shape.length !== 2 || b!.shape.length !== 2) {
      return multiply.kernelFunc({ inputs, backend, ...(attrs ? { attrs } : {}) });
    }
    const left = turned(a!, attrs?.transposeA);
    const right = turned(b!, attrs?.transposeB);
    const result = multiply.kernelFunc({ inputs: { a: left, b: right }, backend, attrs: plain });
    for (const { dataId } of made) (backend as { disposeData(id: object): void }).disposeData(dataId);
    return result;
  };
  replaced.add(multiplyTransposed);
  tf.unregisterKernel('BatchMatMul', 'wasm');
  tf.registerKernel({ ...multiply, kernelFunc: multiplyTransposed });
}

const replaced = new WeakSet<KernelFunc>();
