#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { findNode } from './lib/node.mjs';
import { inRoot } from './lib/paths.mjs';
import { exitCodeOf, forwardSignals, runTool } from './lib/processes.mjs';

// Standard output belongs to the command: everything these steps have to say goes to standard error.
const log = (/** @type {string} */ line) => console.error(line);

await runTool(async () => {
  await ensureInstalled({ output: 'stderr', log });
  await ensureBuilt({ output: 'stderr', log });
  const child = spawn(findNode(), [inRoot('out', 'main', 'cli.cjs'), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  forwardSignals(child);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(exitCodeOf(code, signal)));
  });
});
