import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureBrowser } from './lib/browser.mjs';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { findNode } from './lib/node.mjs';
import { cacheFolder, inRoot } from './lib/paths.mjs';
import { environment, run, runTool, ToolError } from './lib/processes.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Totals */
/** @typedef {{ name: string, program: string[], args: string[] }} Runner */

const log = (/** @type {string} */ line) => console.log(line);

const vitest = ['vitest', 'vitest.mjs'];
const playwright = ['@playwright', 'test', 'cli.js'];
const vitestReporters = ['--reporter=default', '--reporter=./tools/reporters/vitest-reporter.ts'];

/** @type {Record<string, Runner>} */
const RUNNERS = {
  unit: {
    name: 'unit tests',
    program: vitest,
    args: ['run', '--project', 'unit', '--project', 'renderer', ...vitestReporters],
  },
  integration: {
    name: 'integration tests',
    program: vitest,
    args: ['run', '--project', 'integration', ...vitestReporters],
  },
  browser: {
    name: 'browser tests',
    program: playwright,
    args: ['test', '--reporter=list,./tools/reporters/playwright-reporter.ts'],
  },
};

/**
 * Runs one group of tests. A runner that ends badly without a failed test, or runs no test, counts as one
 * failure: the closing line must never be greener than the run.
 * @param {string} key
 * @param {Runner} runner
 * @returns {Promise<Totals>}
 */
async function runGroup(key, { name, program, args }) {
  log(`\nRunning ${name} ...`);
  const countsFile = path.join(cacheFolder, `test-counts-${key}-${process.pid}.json`);
  const node = findNode();
  const env = environment(node);
  env.WINNOW_TEST_COUNTS = countsFile;
  if (!process.stdout.isTTY) {
    delete env.FORCE_COLOR;
    env.NO_COLOR = '1';
  }
  const { code } = await run(node, [inRoot('node_modules', ...program), ...args], { env });
  if (!existsSync(countsFile)) {
    log(`The ${name} did not finish (exit code ${code}).`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const { passed, failed, skipped, errors } = JSON.parse(readFileSync(countsFile, 'utf8'));
  rmSync(countsFile);
  const problems = failed + errors;
  if (problems === 0 && code !== 0) log(`The ${name} ended with exit code ${code} without a failed test.`);
  if (passed + problems === 0) log(`The ${name} ran no test.`);
  const silent = problems === 0 && (code !== 0 || passed === 0);
  return { passed, failed: problems + (silent ? 1 : 0), skipped };
}

/** @param {readonly string[]} given */
function groupsToRun(given) {
  const keys = Object.keys(RUNNERS);
  const unknown = given.find((key) => !keys.includes(key));
  if (unknown) throw new ToolError(`Unknown group ${unknown}: choose among ${keys.join(', ')}.`);
  return keys.filter((key) => given.length === 0 || given.includes(key));
}

/** @param {readonly string[]} groups */
async function prepare(groups) {
  await ensureInstalled({ output: 'show', log });
  if (groups.includes('browser') && !(await ensureBrowser(log))) {
    log('No Chromium, Chrome or Edge was found: install one or name it in WINNOW_BROWSER.');
  }
  if (groups.some((group) => group !== 'unit')) await ensureBuilt({ output: 'show', log });
  mkdirSync(cacheFolder, { recursive: true });
}

await runTool(async () => {
  const groups = groupsToRun(process.argv.slice(2));
  const total = { passed: 0, failed: 0, skipped: 0 };
  try {
    await prepare(groups);
    for (const key of groups) {
      const runner = /** @type {Runner} */ (RUNNERS[key]);
      const counts = await runGroup(key, runner);
      total.passed += counts.passed;
      total.failed += counts.failed;
      total.skipped += counts.skipped;
    }
  } catch (error) {
    log(
      error instanceof Error
        ? error instanceof ToolError
          ? error.message
          : `${error.stack}`
        : String(error),
    );
    total.failed += 1;
  }
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
  return total.failed > 0 ? 1 : 0;
});
