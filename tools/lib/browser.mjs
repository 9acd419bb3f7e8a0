import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { run } from './processes.mjs';

const INSTALL_SECONDS = 600;

/** Chromium's own traffic is switched off: the application never needs a network. */
export const QUIET_BROWSER_FLAGS = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-default-apps',
];

export const isRoot = () => process.getuid?.() === 0;

const LINUX_NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
];
const MAC_PROGRAMS = [
  'Chromium.app/Contents/MacOS/Chromium',
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];
const WINDOWS_PROGRAMS = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
];

function candidates() {
  const { env, platform } = process;
  if (platform === 'darwin') {
    const folders = ['/Applications', path.join(env.HOME ?? '', 'Applications')];
    return MAC_PROGRAMS.flatMap((program) => folders.map((folder) => path.join(folder, program)));
  }
  if (platform === 'win32') {
    const folders = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter(
      (f) => f !== undefined,
    );
    return WINDOWS_PROGRAMS.flatMap((program) => folders.map((folder) => path.join(folder, ...program)));
  }
  const folders = [...(env.PATH ?? '').split(path.delimiter), '/usr/bin', '/snap/bin'].filter(Boolean);
  return LINUX_NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The program of an installed Chromium, Chrome or Edge; `WINNOW_BROWSER` names another one.
 * @returns {string | undefined}
 */
export function findBrowser() {
  const named = process.env.WINNOW_BROWSER;
  if (named) return isExecutable(named) ? named : undefined;
  return candidates().find(isExecutable);
}

/**
 * Installs Debian's Chromium where this process may, that is as root on a system with apt.
 * @param {(line: string) => void} log
 * @returns {Promise<string | undefined>} the browser, if there is one afterwards
 */
export async function ensureBrowser(log) {
  const found = findBrowser();
  if (found || process.env.WINNOW_BROWSER) return found;
  if (process.platform !== 'linux' || !isRoot() || !isExecutable('/usr/bin/apt-get')) return undefined;
  log('Installing Chromium (apt-get) for the browser tests ...');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const steps = [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
  ];
  for (const args of steps) {
    const result = await run('apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...args], {
      output: 'collect',
      env,
      timeoutSeconds: INSTALL_SECONDS,
    });
    if (result.code !== 0) log(`apt-get ${args[0]} failed:\n${result.output}`);
  }
  return findBrowser();
}
