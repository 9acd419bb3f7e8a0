import { spawn } from 'node:child_process';
import path from 'node:path';
import { root } from './paths.mjs';

/** An error whose message is all the user needs: the tools print it without a stack. */
export class ToolError extends Error {}

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */
/** @typedef {{ code: number, output: string, timedOut: boolean }} Result */

/** @type {Record<'show' | 'collect' | 'stderr', import('node:child_process').StdioOptions>} */
const STREAMS = { show: 'inherit', stderr: ['ignore', 2, 2], collect: ['ignore', 'pipe', 'pipe'] };

const FORWARDED_SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Passes this process's signals on to the child until the child ends.
 * @param {ChildProcess} child
 */
export function forwardSignals(child) {
  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => child.kill(signal);
  for (const signal of FORWARDED_SIGNALS) process.on(signal, forward);
  child.once('exit', () => {
    for (const signal of FORWARDED_SIGNALS) process.off(signal, forward);
  });
}

/**
 * Ends the child and, where the system knows process groups, everything it started.
 * The child must have been spawned with `detached: true`.
 * @param {ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
export function killGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') spawn('taskkill', ['/pid', String(child.pid), '/t', '/f']);
    else process.kill(-child.pid, signal);
  } catch {
    child.kill(signal);
  }
}

/**
 * The exit code a shell would report: 128 + signal number for a child ended by a signal.
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
export function exitCodeOf(code, signal) {
  if (code !== null) return code;
  const numbers = /** @type {Record<string, number>} */ ({
    SIGHUP: 1,
    SIGINT: 2,
    SIGKILL: 9,
    SIGSEGV: 11,
    SIGTERM: 15,
  });
  return 128 + (numbers[signal ?? ''] ?? 0);
}

/**
 * @param {string} [nodePath] a Node.js that child processes shall find first as `node`
 * @returns {NodeJS.ProcessEnv}
 */
export function environment(nodePath) {
  const env = { ...process.env };
  const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  const folders = [path.join(root, 'node_modules', '.bin'), env[name] ?? ''];
  if (nodePath) folders.unshift(path.dirname(nodePath));
  env[name] = folders.filter(Boolean).join(path.delimiter);
  return env;
}

/**
 * Runs a program to its end, in the repository's folder unless another is given.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ output?: 'show' | 'collect' | 'stderr', timeoutSeconds?: number, env?: NodeJS.ProcessEnv, shell?: boolean, folder?: string }} [options]
 *   `show` hands this process's streams through, `stderr` sends all output to stderr, `collect` returns it
 * @returns {Promise<Result>}
 */
export function run(command, args, options = {}) {
  const { output = 'show', timeoutSeconds, env = process.env, shell = false, folder = root } = options;
  const stdio = STREAMS[output];
  const grouped = timeoutSeconds !== undefined;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: folder, env, stdio, shell, detached: grouped });
    let text = '';
    let timedOut = false;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
    }
    const timer = grouped
      ? setTimeout(() => {
          timedOut = true;
          killGroup(child, 'SIGKILL');
        }, timeoutSeconds * 1000)
      : undefined;
    if (grouped) forwardSignalsToGroup(child);
    else forwardSignals(child);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code: exitCodeOf(code, signal), output: text, timedOut });
    });
  });
}

/** @param {ChildProcess} child */
function forwardSignalsToGroup(child) {
  const end = () => {
    killGroup(child, 'SIGTERM');
    process.exit(130);
  };
  for (const signal of FORWARDED_SIGNALS) process.once(signal, end);
  child.once('exit', () => {
    for (const signal of FORWARDED_SIGNALS) process.off(signal, end);
  });
}

/**
 * Runs a tool's main function: a ToolError is printed as one message, anything else with its stack.
 * @param {() => Promise<number>} main returns the exit code
 */
export async function runTool(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    console.error(error instanceof ToolError ? error.message : error);
    process.exitCode = 1;
  }
}
