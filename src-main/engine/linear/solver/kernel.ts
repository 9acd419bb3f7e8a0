import { kernelCode } from './kernel-code.ts';
import { type SharedMemory, webAssembly } from './web-assembly.ts';

/** Lanes that share one line of weights, at most. */
export const mostLanes = 16;

/** Byte offsets of a task's 32-bit words in memory; what they mean is said in kernel/lanes.as. */
export const taskLayout = {
  offsets: 0,
  indices: 4,
  values: 8,
  norms: 12,
  folds: 16,
  weights: 20,
  bias: 24,
  alphas: 28,
  order: 32,
  stride: 36,
  lanes: 40,
  least: 44,
  size: 64,
} as const;

/** Byte offsets of a task's numbers per lane, each {@link mostLanes} 32-bit words. */
export const laneLayout = {
  ownDiagonal: 0,
  otherDiagonal: 64,
  fold: 128,
  largest: 192,
  smallest: 256,
  products: 320,
  changes: 384,
  size: 448,
} as const;

/** Works on a task at an address in the memory; what each does is said in kernel/lanes.as. */
export interface LaneKernel {
  readonly visit: (task: number, from: number, to: number, kept: number) => number;
  readonly restore: (task: number, from: number, to: number) => void;
  readonly judge: (task: number, from: number, to: number, into: number) => void;
}

let compiled: object | undefined;
const kernels = new WeakMap<SharedMemory, LaneKernel>();

/** The kernel over a shared memory, one for each: it keeps nothing but what lies there. Needs WebAssembly with SIMD and shared memory, which every Node.js since 16.4 has. */
export function instantiateKernel(memory: SharedMemory): LaneKernel {
  const known = kernels.get(memory);
  if (known) return known;
  compiled ??= new webAssembly.Module(Buffer.from(kernelCode, 'base64'));
  const kernel = new webAssembly.Instance(compiled, { env: { memory } }).exports as LaneKernel;
  kernels.set(memory, kernel);
  return kernel;
}
