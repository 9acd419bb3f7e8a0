import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { runTool } from './lib/processes.mjs';

const log = (/** @type {string} */ line) => console.log(line);

await runTool(async () => {
  await ensureInstalled({ output: 'show', log });
  await ensureBuilt({ output: 'show', log, force: true });
  return 0;
});
