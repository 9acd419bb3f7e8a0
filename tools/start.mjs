import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { findBrowser, isRoot, QUIET_BROWSER_FLAGS } from './lib/browser.mjs';
import { ensureBuilt } from './lib/build.mjs';
import { ensureElectron } from './lib/electron.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { tryLock } from './lib/lock.mjs';
import { findNode } from './lib/node.mjs';
import { fromCaller, inRoot, root, userDataFolder } from './lib/paths.mjs';
import { environment, exitCodeOf, forwardSignals, runTool, ToolError } from './lib/processes.mjs';

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

const WINDOW_SIZE = '1440,900';

/** Electron that ends this soon, with an error, could not start: a missing system library, a forbidden sandbox. */
const FAILED_START_MILLISECONDS = 5000;

/** Success, and the exit codes of a program stopped by a hangup, Ctrl+C or a termination request. */
const ENDED_BY_USER = [0, 129, 130, 143];

const log = (/** @type {string} */ line) => console.log(line);

const usage = `npm start -- [FILE.winnow] [--no-window]

Opens Winnow: in Electron when its runtime is there, else in a window of the installed browser.
  FILE.winnow   the project to open
  --no-window   print the address of the application and keep serving`;

/** @param {readonly string[]} args */
function parse(args) {
  const flags = args.filter((arg) => arg.startsWith('-'));
  const files = args.filter((arg) => !arg.startsWith('-'));
  const unknown = flags.find((flag) => !['--no-window', '--help'].includes(flag));
  if (unknown || files.length > 1)
    throw new ToolError(`Unknown argument ${unknown ?? files[1]}.\n\n${usage}`);
  return {
    help: flags.includes('--help'),
    window: !flags.includes('--no-window'),
    projectFile: files[0] === undefined ? [] : [fromCaller(files[0])],
  };
}

const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/**
 * @param {ChildProcess} child
 * @returns {Promise<number>}
 */
function exitOf(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(exitCodeOf(code, signal)));
  });
}

/**
 * @param {string} program
 * @param {readonly string[]} projectFile
 * @returns {Promise<number | undefined>} the exit code, or undefined when Electron could not start
 */
async function runElectron(program, projectFile) {
  log('Opening Winnow in Electron.');
  const sandbox = isRoot() ? ['--no-sandbox'] : [];
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  const start = performance.now();
  const child = spawn(program, [...sandbox, root, ...projectFile], { stdio: 'inherit', env });
  forwardSignals(child);
  const code = await exitOf(child);
  const stopped = ENDED_BY_USER.includes(code);
  if (stopped || performance.now() - start > FAILED_START_MILLISECONDS) return code;
  log(`Electron did not start (exit code ${code}).`);
  return undefined;
}

/**
 * Starts the server host and waits for its line `{"event":"listening","url":...}`.
 * @param {readonly string[]} projectFile
 * @returns {Promise<{ server: ChildProcess, url: string }>}
 */
function startServer(projectFile) {
  const node = findNode();
  const server = spawn(node, [inRoot('out', 'main', 'server.cjs'), ...projectFile], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: environment(node),
  });
  forwardSignals(server);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) =>
      reject(new ToolError(`The application did not start (exit code ${code}).`)),
    );
    createInterface({ input: /** @type {import('node:stream').Readable} */ (server.stdout) }).on(
      'line',
      (line) => {
        const url = listeningUrl(line);
        if (url) resolve({ server, url });
        else log(line);
      },
    );
  });
}

/** @param {string} line */
function listeningUrl(line) {
  try {
    const message = JSON.parse(line);
    return message.event === 'listening' && typeof message.url === 'string' ? message.url : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A browser profile of Winnow's own. A second window at the same time gets a temporary one: a browser
 * started on a profile in use hands over to the running one and ends at once.
 */
function takeProfile() {
  const folder = userDataFolder();
  mkdirSync(folder, { recursive: true });
  const release = tryLock(path.join(folder, 'window-profile.lock'));
  if (release) return { folder: path.join(folder, 'window-profile'), release };
  const temporary = mkdtempSync(path.join(folder, 'window-profile-'));
  return {
    folder: temporary,
    release: () => rmSync(temporary, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/**
 * @param {string} program
 * @param {string} url
 * @param {ChildProcess} server
 */
async function openWindow(program, url, server) {
  log(`Opening Winnow in a window of ${program}. Closing the window stops the application.`);
  const profile = takeProfile();
  const window = spawn(
    program,
    [
      `--app=${url}`,
      `--user-data-dir=${profile.folder}`,
      `--window-size=${WINDOW_SIZE}`,
      ...QUIET_BROWSER_FLAGS,
      ...(isRoot() ? ['--no-sandbox'] : []),
    ],
    { stdio: 'ignore' },
  );
  server.once('exit', () => window.kill());
  try {
    const code = await exitOf(window);
    if (code !== 0) log(`The browser ended with exit code ${code}.`);
  } finally {
    profile.release();
  }
}

/**
 * @param {{ window: boolean, projectFile: readonly string[] }} options
 * @returns {Promise<number>}
 */
async function startInBrowser({ window, projectFile }) {
  log('Starting the application on this machine only (loopback) ...');
  const { server, url } = await startServer(projectFile);
  const serverExit = exitOf(server);
  const browser = window && hasDisplay() ? findBrowser() : undefined;
  if (browser) {
    await openWindow(browser, url, server);
    server.kill('SIGTERM');
    return serverExit;
  }
  if (window) log(hasDisplay() ? 'No Chromium, Chrome or Edge was found.' : 'There is no display here.');
  log(`Open ${url} in a browser. Ctrl+C stops the application.`);
  return serverExit;
}

await runTool(async () => {
  const { help, window, projectFile } = parse(process.argv.slice(2));
  if (help) {
    log(usage);
    return 0;
  }
  await ensureInstalled({ output: 'show', log });
  await ensureBuilt({ output: 'show', log });
  const electron = window && hasDisplay() ? await ensureElectron(log) : undefined;
  const code = electron === undefined ? undefined : await runElectron(electron, projectFile);
  return code ?? startInBrowser({ window, projectFile });
});
