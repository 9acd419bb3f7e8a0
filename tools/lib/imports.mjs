import path from 'node:path';
import { listFiles } from './files.mjs';
import { findNode } from './node.mjs';
import { inRoot, root } from './paths.mjs';
import { environment, run, ToolError } from './processes.mjs';

const FOLDERS = ['src-main', 'src-preload', 'src-renderer', 'tests', 'tools'];

/** @typedef {{ rule: string, from: string, to: string }} Violation */

/** @param {string} folder */
const modulesIn = (folder) =>
  FOLDERS.flatMap((name) => listFiles(path.join(folder, name)))
    .filter((file) => /\.(tsx?|mjs)$/.test(file) && !/\.d\.[cm]?ts$/.test(file))
    .map((file) => path.relative(folder, file).replaceAll(path.sep, '/'));

/**
 * Checks every module of a source tree against the rules of `.dependency-cruiser.mjs`.
 * @param {string} [folder] the tree's root; it must lie inside the repository, where packages are found
 * @returns {Promise<{ violations: Violation[], unseen: string[], modules: number }>} `unseen` are modules
 *   on disk that were not checked: without a TypeScript it understands, dependency-cruiser checks none and
 *   reports success
 */
export async function checkImports(folder = root) {
  const expected = modulesIn(folder);
  const folders = FOLDERS.filter((name) => expected.some((file) => file.startsWith(`${name}/`)));
  const node = findNode();
  const program = inRoot('node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs');
  const config = inRoot('.dependency-cruiser.mjs');
  const args = [program, '--config', config, '--output-type', 'json', ...folders];
  const { output } = await run(node, args, { output: 'collect', env: environment(node), folder });
  const report = parseReport(output);
  const seen = new Set(report.modules.map((/** @type {{ source: string }} */ module) => module.source));
  return {
    violations: report.summary.violations.map(
      (/** @type {{ rule: { name: string }, from: string, to: string }} */ { rule, from, to }) => ({
        rule: rule.name,
        from,
        to,
      }),
    ),
    unseen: expected.filter((file) => !seen.has(file)),
    modules: seen.size,
  };
}

/** @param {string} output */
function parseReport(output) {
  try {
    return JSON.parse(output);
  } catch {
    throw new ToolError(`dependency-cruiser gave no report:\n${output}`);
  }
}
