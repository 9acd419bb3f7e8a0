import { ensureInstalled } from './lib/install.mjs';
import { writeNotices } from './lib/notices.mjs';
import { runTool } from './lib/processes.mjs';

const log = (/** @type {string} */ line) => console.log(line);

await runTool(async () => {
  await ensureInstalled({ output: 'show', log });
  log(`Wrote ${writeNotices()}`);
  return 0;
});
