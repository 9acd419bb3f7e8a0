import { build } from 'vite';
import { inRoot, root } from '../../lib/paths.mjs';

export interface JobProgram {
  readonly program: string;
  readonly threadEntry: string;
}

/**
 * The measured program and the entry of its threads as plain JavaScript under `.cache/`, as the product is shipped:
 * stripping types would take a third of a second and 30 MB in every process and thread.
 */
export async function bundleJobProgram(): Promise<JobProgram> {
  const folder = ['.cache', 'bench', 'engine'] as const;
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: [/^@tensorflow\//] },
    build: {
      ssr: true,
      outDir: inRoot(...folder),
      emptyOutDir: true,
      target: 'node24',
      minify: false,
      rolldownOptions: {
        input: {
          'run-job': inRoot('tools', 'bench', 'engine', 'run-job.ts'),
          thread: inRoot('src-main', 'engine', 'threads', 'main.ts'),
        },
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'chunks/[name]-[hash].cjs' },
      },
    },
  });
  return { program: inRoot(...folder, 'run-job.cjs'), threadEntry: inRoot(...folder, 'thread.cjs') };
}
