import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../lib/build.mjs';
import { ensureInstalled } from '../lib/install.mjs';
import { runTool, ToolError } from '../lib/processes.mjs';
import { benchImport } from './import.ts';
import { type Section, tableOf } from './report.ts';
import { benchStore } from './store.ts';
import { benchTrain } from './train.ts';

const usage = `Usage: npm run bench -- [import] [store] [train] [--rows NUMBER] [--tries NUMBER]
Without a name all three run. --rows is the size of "import" and "store", 1,000,000 by default.`;

const log = (line: string): void => console.error(line);

const yardstickMilliseconds = 1000;

interface Options {
  readonly rows: number;
  readonly tries: number;
  readonly log: (line: string) => void;
}

const benchmarks: Readonly<Record<string, (options: Options) => Promise<Section>>> = {
  import: benchImport,
  store: benchStore,
  train: benchTrain,
};

function readArguments(): { readonly names: readonly string[]; readonly options: Options } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rows: { type: 'string', default: '1000000' },
      tries: { type: 'string', default: '3' },
      help: { type: 'boolean', default: false },
    },
  });
  const [rows, tries] = [Number(values.rows), Number(values.tries)];
  const known = positionals.every((name) => Object.hasOwn(benchmarks, name));
  const sound = [rows, tries].every((value) => Number.isSafeInteger(value) && value > 0);
  if (values.help || !known || !sound) throw new ToolError(usage);
  return {
    names: positionals.length === 0 ? Object.keys(benchmarks) : positionals,
    options: { rows, tries, log },
  };
}

function machine(): string {
  const processors = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${processors.length} cores (${processors[0]?.model ?? 'unknown'}), ${memory} GB, load ${loadavg()[0]!.toFixed(1)}, ${process.platform}-${process.arch}, Node.js ${process.versions.node}`;
}

/** How much of a core a busy process gets at present: on a quiet machine all of it. */
function shareOfCore(): string {
  const start = performance.now();
  const before = process.cpuUsage();
  while (performance.now() - start < yardstickMilliseconds);
  const { user, system } = process.cpuUsage(before);
  return `${Math.round((user + system) / 10 / yardstickMilliseconds)} %`;
}

await runTool(async () => {
  const { names, options } = readArguments();
  await ensureInstalled({ output: 'stderr', log });
  await ensureBuilt({ output: 'stderr', log });
  const sections: Section[] = [];
  const shares: string[] = [];
  for (const name of names) {
    shares.push(shareOfCore());
    sections.push(await benchmarks[name]!(options));
  }
  shares.push(shareOfCore());
  console.log(
    `${machine()}\nA busy process got ${shares.join(', ')} of a core before, between and after.\n\n${tableOf(sections)}`,
  );
  return 0;
});
