import process from 'node:process';
import { parseArgs } from 'node:util';
import { runCrashes } from './run.ts';

/** `npm run crash -- [--times 200] [--seed N] [--quiet]`: ends with 1 when anything was lost. */
const { values } = parseArgs({
  options: {
    times: { type: 'string', default: '200' },
    seed: { type: 'string', default: '42' },
    quiet: { type: 'boolean', default: false },
  },
});
const times = Number(values.times);
const seed = Number(values.seed);
if (!Number.isSafeInteger(times) || times < 1 || !Number.isSafeInteger(seed) || seed < 0) {
  console.error('--times and --seed are whole numbers.');
  process.exit(2);
}

const started = performance.now();
const report = await runCrashes({
  times,
  seed,
  ...(values.quiet ? {} : { onRound: (line: string) => console.log(line) }),
});
const { acknowledged, moments } = report;
console.log(`
Killed ${report.kills} times with seed ${seed} in ${((performance.now() - started) / 1000).toFixed(0)} s.
${Object.entries(moments)
  .map(([moment, count]) => `  during ${moment}: ${count}`)
  .join('\n')}
Acknowledged: ${acknowledged.labels} labels, ${acknowledged.bulk} bulk changes, ${acknowledged.steps} undos and redos, ${acknowledged.jobs} jobs.
Reopened and checked: ${report.filesChecked} times; ${report.interrupted} jobs named as interrupted; models loaded ${report.modelsLoaded} times.
Workers ended at most ${report.longestOrphan.toFixed(0)} ms after their parent.
${report.problems.length === 0 ? 'Nothing was lost.' : report.problems.join('\n')}`);
process.exitCode = report.problems.length === 0 ? 0 : 1;
