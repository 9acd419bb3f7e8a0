import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const source = (path: string) => resolve(import.meta.dirname, path);

/** CommonJS throughout: one file a process, code shared between processes in `chunks/`. */
const commonJs = {
  format: 'cjs',
  entryFileNames: '[name].cjs',
  chunkFileNames: 'chunks/[name]-[hash].cjs',
} as const;

/**
 * Addresses have depth (/p/<project>/<screen>): a reload there must find the same files. electron-vite sets a
 * relative base in production, so this comes after it.
 */
const absoluteBase = {
  name: 'absolute-base',
  enforce: 'post' as const,
  config: () => ({ base: '/' }),
};

/** TensorFlow.js reads its WebAssembly file from disk: it is put beside the entry files. */
const webAssembly = {
  name: 'tensorflow-wasm',
  generateBundle(this: { emitFile(file: { type: 'asset'; fileName: string; source: Uint8Array }): unknown }) {
    const fileName = 'tfjs-backend-wasm-simd.wasm';
    const file = source(`node_modules/@tensorflow/tfjs-backend-wasm/dist/${fileName}`);
    this.emitFile({ type: 'asset', fileName, source: readFileSync(file) });
  },
};

export default defineConfig({
  main: {
    plugins: [webAssembly],
    build: {
      rolldownOptions: {
        input: {
          electron: source('src-main/hosts/electron/main.ts'),
          server: source('src-main/hosts/server/main.ts'),
          cli: source('src-main/hosts/cli/main.ts'),
          worker: source('src-main/jobs/worker/main.ts'),
          reader: source('src-main/store/reader/main.ts'),
          thread: source('src-main/engine/threads/main.ts'),
          documents: source('src-main/formats/documents/thread-main.ts'),
        },
        output: commonJs,
      },
    },
  },
  preload: {
    build: {
      // A sandboxed preload script can require nothing but Electron: what it uses is bundled.
      externalizeDeps: false,
      rolldownOptions: { input: { preload: source('src-preload/preload.ts') }, output: commonJs },
    },
  },
  renderer: {
    root: source('src-renderer'),
    plugins: [react(), absoluteBase],
    build: {
      minify: true,
      sourcemap: false,
      chunkSizeWarningLimit: 2000,
      rolldownOptions: {
        input: { index: source('src-renderer/index.html') },
        output: {
          codeSplitting: {
            // A group takes along what its modules import: React goes first, or it would be part of the grid's
            // file and the first screen would load that too.
            groups: [
              { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 2 },
              { name: 'grid', test: /node_modules[\\/]ag-grid/, priority: 1 },
            ],
          },
        },
      },
    },
  },
});
