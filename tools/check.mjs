import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { listFiles } from './lib/files.mjs';
import { checkImports } from './lib/imports.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { findNode } from './lib/node.mjs';
import { checkNotices } from './lib/notices.mjs';
import { inRoot, root } from './lib/paths.mjs';
import { environment, run, runTool, ToolError } from './lib/processes.mjs';

const MAXIMAL_LINES = 300;
const MAXIMAL_LINES_OF_TESTS = 400;
const SOURCE_FOLDERS = ['src-main', 'src-preload', 'src-renderer', 'tests', 'tools'];

const log = (/** @type {string} */ line) => console.log(line);

/**
 * A step that is a program of a package: it fails when the program does.
 * @param {string[]} program
 * @param {string[]} args
 */
const program = (program, args) => async () => {
  const node = findNode();
  const env = environment(node);
  if (!process.stdout.isTTY) env.NO_COLOR = '1';
  const { code, output } = await run(node, [inRoot('node_modules', ...program), ...args], {
    output: 'collect',
    env,
  });
  if (code !== 0) throw new ToolError(output.trimEnd() || `exit code ${code}`);
};

async function imports() {
  const { violations, unseen, modules } = await checkImports();
  const lines = violations.map(({ rule, from, to }) => `${rule}: ${from} -> ${to}`);
  if (unseen.length > 0) lines.push(`${unseen.length} modules were not checked:`, ...unseen);
  if (lines.length > 0) throw new ToolError(lines.join('\n'));
  return `${modules} modules`;
}

async function fileSizes() {
  const files = SOURCE_FOLDERS.flatMap((folder) => listFiles(inRoot(folder)));
  const long = files
    .filter((file) => /\.(tsx?|mjs)$/.test(file))
    .map((file) => {
      const name = path.relative(root, file);
      const isTest = /\.(test|spec)\.tsx?$/.test(name) || name.startsWith('tests');
      const lines = readFileSync(file, 'utf8').split('\n').length - 1;
      return { name, lines, limit: isTest ? MAXIMAL_LINES_OF_TESTS : MAXIMAL_LINES };
    })
    .filter(({ lines, limit }) => lines > limit)
    .map(({ name, lines, limit }) => `${name}: ${lines} lines, at most ${limit} are allowed`);
  if (long.length > 0) throw new ToolError(long.join('\n'));
}

/** @type {[name: string, step: () => Promise<string | void>][]} */
const STEPS = [
  [
    'format and lint (biome)',
    program(
      ['@biomejs', 'biome', 'bin', 'biome'],
      ['ci', '--error-on-warnings', '--diagnostic-level=warn', '--colors=off'],
    ),
  ],
  ['types (TypeScript 7)', program(['@typescript', 'native', 'bin', 'tsc'], ['-b'])],
  ['import law (dependency-cruiser)', imports],
  ['unused code (knip)', program(['knip', 'bin', 'knip.js'], ['--no-config-hints'])],
  ['file sizes', fileSizes],
  ['third-party notices', checkNotices],
  [
    'unit tests (vitest)',
    program(['vitest', 'vitest.mjs'], ['run', '--project', 'unit', '--project', 'renderer']),
  ],
  ['build (electron-vite)', () => ensureBuilt({ output: 'collect', log: () => {} })],
];

await runTool(async () => {
  await ensureInstalled({ output: 'show', log });
  for (const [name, step] of STEPS) {
    const start = performance.now();
    const seconds = () => `${((performance.now() - start) / 1000).toFixed(1)} s`;
    try {
      const detail = await step();
      log(`ok      ${name}, ${detail ? `${detail}, ` : ''}${seconds()}`);
    } catch (error) {
      log(`FAILED  ${name}, ${seconds()}`);
      throw error;
    }
  }
  return 0;
});
