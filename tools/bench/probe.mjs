/**
 * Loaded into a process of the product with `node --import`: writes one line of JSON every quarter of a second, and
 * one at the end, to a file of its own in the folder that WINNOW_PROBE names. The product knows nothing of it.
 */
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

const folder = process.env.WINNOW_PROBE;
const resolution = 5;
const interval = 250;

if (isMainThread && folder) {
  const file = path.join(folder, `${process.pid}.jsonl`);
  const program = path.basename(process.argv[1] ?? '');
  const histogram = monitorEventLoopDelay({ resolution });
  const write = () => {
    // The histogram counts its own waiting time too.
    const blocked = Math.max(0, histogram.max / 1e6 - resolution);
    histogram.reset();
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    const peakMemory = maxRSS * 1024;
    const processor = (userCPUTime + systemCPUTime) / 1e6;
    appendFileSync(file, `${JSON.stringify({ program, at: Date.now(), blocked, peakMemory, processor })}\n`);
  };
  histogram.enable();
  setInterval(write, interval).unref();
  process.on('exit', write);
}
