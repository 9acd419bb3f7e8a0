import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import util from 'node:util';
import { AppError } from '../../domain/errors.ts';
import { replaceSlowKernels } from './wasm-kernels.ts';

export type TensorFlow = typeof import('@tensorflow/tfjs-core');

export interface LoadedTensorFlow {
  readonly tf: TensorFlow;
  /** What a receipt says. */
  readonly backend: 'tensorflow native' | 'tensorflow wasm';
}

const wasmPackage = '@tensorflow/tfjs-backend-wasm';
const wasmFile = 'tfjs-backend-wasm-simd.wasm';
/** No dependency of ours: it takes 300 MB and downloads its library. Whoever installs it beside the program gets it. */
const nativePackage = '@tensorflow/tfjs-node';

let loaded: Promise<LoadedTensorFlow> | undefined;

/**
 * TensorFlow.js on the native library where `@tensorflow/tfjs-node` is installed, else on WebAssembly with SIMD and
 * one thread. Loaded once a process, when first needed.
 * @throws AppError `unsupported_option` where neither runs
 */
export function loadTensorFlow(): Promise<LoadedTensorFlow> {
  loaded ??= loadNative().then((native) => native ?? loadWasm());
  return loaded;
}

/** Finds packages beside the program, whether it runs from source or from a bundle. */
function requireFromHere(): NodeJS.Require {
  return createRequire(path.join(import.meta.dirname, 'from-here.cjs'));
}

/** Nothing where the native package is absent, which is normal, or was installed without its library. */
export async function loadNative(): Promise<LoadedTensorFlow | undefined> {
  const require = requireFromHere();
  try {
    restoreRemovedUtilities();
    const tf = require(nativePackage) as TensorFlow;
    await tf.ready();
    return tf.getBackend() === 'tensorflow' ? { tf, backend: 'tensorflow native' } : undefined;
  } catch {
    return undefined;
  }
}

/** tfjs-node 4.22.0 calls functions of `util` that Node 23 removed. */
function restoreRemovedUtilities(): void {
  const functions: Readonly<Record<string, (value: unknown) => boolean>> = {
    isNullOrUndefined: (value) => value === null || value === undefined,
    isUndefined: (value) => value === undefined,
    isNull: (value) => value === null,
    isArray: Array.isArray,
    isString: (value) => typeof value === 'string',
    isNumber: (value) => typeof value === 'number',
    isBoolean: (value) => typeof value === 'boolean',
    isFunction: (value) => typeof value === 'function',
    isObject: (value) => typeof value === 'object' && value !== null,
  };
  const target = util as unknown as Record<string, unknown>;
  for (const [name, check] of Object.entries(functions)) target[name] ??= check;
}

async function loadWasm(): Promise<LoadedTensorFlow> {
  const tf = withDefault(await import('@tensorflow/tfjs-core'));
  const { setWasmPaths } = withDefault(await import('@tensorflow/tfjs-backend-wasm'));
  const env = tf.env();
  if (!(await env.getAsync('WASM_HAS_SIMD_SUPPORT'))) throw unsupported('it has no WebAssembly SIMD');
  // One thread: more gain nothing on matrices of this size, and start workers from a Blob.
  env.set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths(`${wasmFolder()}${path.sep}`);
  const listeners = processListeners();
  const ready = await tf.setBackend('wasm').catch(() => false);
  removeNewListeners(listeners);
  if (!ready) throw unsupported(`${wasmFile} cannot be loaded`);
  replaceSlowKernels(tf);
  return { tf, backend: 'tensorflow wasm' };
}

/** Node offers a CommonJS module's exports as its default export too, some of them only there. */
function withDefault<Module extends object>(module: Module & { readonly default?: Module }): Module {
  return 'default' in module && module.default !== undefined ? { ...module.default, ...module } : module;
}

/** Beside the bundle, or in the package when the program runs from source. */
function wasmFolder(): string {
  for (const folder of [import.meta.dirname, path.dirname(import.meta.dirname)]) {
    if (existsSync(path.join(folder, wasmFile))) return folder;
  }
  try {
    const manifest = requireFromHere().resolve(`${wasmPackage}/package.json`);
    return path.join(path.dirname(manifest), 'dist');
  } catch {
    throw unsupported(`${wasmFile} is missing`);
  }
}

function unsupported(reason: string): AppError {
  return new AppError(
    'unsupported_option',
    `Dense networks do not run on this computer (${process.platform}-${process.arch}): ${reason}. Use the family "linear".`,
  );
}

const processEvents = ['uncaughtException', 'unhandledRejection'] as const;

function processListeners() {
  return processEvents.map((event) => process.listeners(event as 'uncaughtException'));
}

/** The WebAssembly loader listens for this process's errors only to throw them again, which hides where they began. */
function removeNewListeners(before: ReturnType<typeof processListeners>): void {
  processEvents.forEach((event, place) => {
    for (const listener of process.listeners(event as 'uncaughtException')) {
      if (!before[place]!.includes(listener)) process.off(event, listener);
    }
  });
}
