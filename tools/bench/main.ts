import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../lib/build.mjs';
import { ensureInstalled } from '../lib/install.mjs';
import { fromCaller } from '../lib/paths.mjs';
import { runTool, ToolError } from '../lib/processes.mjs';
import { benchEngine, engineFamilies, engineParts } from './engine/engine.ts';
import { benchHealth, healthParts } from './health/health.ts';
import { benchImport } from './import.ts';
import { type Section, tableOf } from './report.ts';
import { benchServe, serveParts } from './serve/serve.ts';
import { benchStore } from './store.ts';

const usage = `Usage: npm run bench -- [import] [store] [--rows NUMBER] [--tries NUMBER]
       npm run bench -- health [--parts A,B] [--sets A,B]
       npm run bench -- serve [--parts A,B] [--rows NUMBER]
       npm run bench -- engine [--sets A,B] [--families A,B] [--parts A,B] [--runs NUMBER] [--json FILE [--add]]
Without a name "import" and "store" run. --rows is their size, 1,000,000 by default.
"health" takes --parts of ${healthParts.join()} (all); --sets are those whose learning curves are forecast (all).
"serve" takes --parts of ${serveParts.join()} (all); --rows is how many texts are classified.
"engine" needs about an hour: --sets are folders of ../shared/data (all), --families are of ${engineFamilies.join()} (all),
--parts are of ${engineParts.join()} (all), --runs is how often a set is trained on either side (3). --json writes everything measured into
FILE after every step; with --add what it holds already is kept, so that a long run can be made in parts.`;

const log = (line: string): void => console.error(line);

const yardstickMilliseconds = 1000;

interface Options {
  readonly rows: number;
  readonly tries: number;
  readonly runs: number;
  readonly sets: readonly string[];
  readonly families: readonly string[];
  readonly parts: readonly string[];
  readonly json: string | null;
  readonly add: boolean;
  readonly machine: string;
  readonly log: (line: string) => void;
}

interface Benchmark {
  readonly run: (options: Options) => Promise<readonly Section[]>;
  /** Measures the built product, not its sources. */
  readonly built: boolean;
}

const benchmarks: Readonly<Record<string, Benchmark>> = {
  import: { run: async (options) => [await benchImport(options)], built: true },
  store: { run: async (options) => [await benchStore(options)], built: true },
  health: {
    run: (options) => benchHealth({ ...options, parts: partsOf(options, healthParts) }),
    built: true,
  },
  serve: {
    run: (options) => benchServe({ ...options, parts: partsOf(options, serveParts) }),
    built: true,
  },
  engine: {
    run: (options) => benchEngine({ ...options, parts: partsOf(options, engineParts) }),
    built: false,
  },
};
const usual = ['import', 'store'];

/** Those asked for, or all. */
function partsOf({ parts }: Options, known: readonly string[]): readonly string[] {
  return parts.length === 0 ? known : parts.filter((part) => known.includes(part));
}

function readArguments(): { readonly names: readonly string[]; readonly options: Options } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rows: { type: 'string', default: '1000000' },
      tries: { type: 'string', default: '3' },
      runs: { type: 'string', default: '3' },
      sets: { type: 'string', default: '' },
      families: { type: 'string', default: engineFamilies.join() },
      parts: { type: 'string', default: '' },
      json: { type: 'string' },
      add: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [rows, tries, runs] = [Number(values.rows), Number(values.tries), Number(values.runs)];
  const [sets, families, parts] = [listOf(values.sets), listOf(values.families), listOf(values.parts)];
  const known =
    positionals.every((name) => Object.hasOwn(benchmarks, name)) &&
    families.every((name) => engineFamilies.some((family) => family === name)) &&
    parts.every((name) => [...engineParts, ...healthParts, ...serveParts].includes(name));
  const sound = [rows, tries, runs].every((value) => Number.isSafeInteger(value) && value > 0);
  if (values.help || !known || !sound) throw new ToolError(usage);
  const json = values.json === undefined ? null : fromCaller(values.json);
  return {
    names: positionals.length === 0 ? usual : positionals,
    options: { rows, tries, runs, sets, families, parts, json, add: values.add, machine: machine(), log },
  };
}

const listOf = (text: string): readonly string[] => text.split(',').filter((name) => name !== '');

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
  if (names.some((name) => benchmarks[name]!.built)) await ensureBuilt({ output: 'stderr', log });
  const sections: Section[] = [];
  const shares: string[] = [];
  for (const name of names) {
    shares.push(shareOfCore());
    sections.push(...(await benchmarks[name]!.run(options)));
  }
  shares.push(shareOfCore());
  console.log(
    `${options.machine}\nA busy process got ${shares.join(', ')} of a core before, between and after.\n\n${tableOf(sections)}`,
  );
  return 0;
});
