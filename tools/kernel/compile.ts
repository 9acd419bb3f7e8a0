import { readFileSync } from 'node:fs';
import path from 'node:path';
import asc from 'assemblyscript/asc';

const solver = path.resolve(import.meta.dirname, '../../src-main/engine/linear/solver');

/** Where the compiled kernel stands as a TypeScript module. */
export const kernelCodePath = path.join(solver, 'kernel-code.ts');

const options = [
  ...['-Ospeed', '--noAssert', '--runtime', 'stub', '--enable', 'simd,threads'],
  ...['--importMemory', '--noExportMemory', '--sharedMemory'],
  ...['--initialMemory', '1', '--maximumMemory', '65536'],
];

/** Compiles the solver's kernel; the same source gives the same text. @throws Error with the compiler's messages. */
export async function compileKernel(): Promise<string> {
  const source = readFileSync(path.join(solver, 'kernel', 'lanes.as'), 'utf8');
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main(['lanes.ts', '--outFile', 'lanes.wasm', ...options], {
    readFile: (name) => (name === 'lanes.ts' ? source : null),
    writeFile: (_name, contents) => {
      if (typeof contents !== 'string') binary = contents;
    },
    listFiles: () => [],
  });
  if (error || binary === undefined) throw new Error(`The kernel cannot be compiled.\n${stderr.toString()}`);
  const lines = Buffer.from(binary)
    .toString('base64')
    .match(/.{1,100}/g)!;
  return [
    '// Made from kernel/lanes.as by `npm run kernel`.',
    '',
    '/** WebAssembly in base64: bundles carry it wherever they go. */',
    'export const kernelCode =',
    ...lines.map((line, place) => `  '${line}'${place < lines.length - 1 ? ' +' : ';'}`),
    '',
  ].join('\n');
}
