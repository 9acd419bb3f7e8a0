import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Core } from '../../src-main/core/core.ts';
import { createRandom, type Random } from '../../src-main/domain/random.ts';
import { automaticReadOptions } from '../../src-main/domain/source.ts';
import { labelsText, startCore, stateOf } from './core.ts';
import { type Expectation, follow, importTitle, type Moment } from './expectation.ts';
import { inspect } from './inspect.ts';
import { type Plan, readJournal } from './journal.ts';
import { killVictim, orphansEnd } from './kill.ts';

export interface CrashOptions {
  readonly times: number;
  readonly seed: number;
  readonly onRound?: (line: string) => void;
}

export interface CrashReport {
  readonly kills: number;
  readonly moments: Readonly<Record<Moment, number>>;
  readonly acknowledged: Readonly<Expectation['acknowledged']>;
  /** Jobs that a next start said were interrupted. */
  readonly interrupted: number;
  readonly modelsLoaded: number;
  readonly filesChecked: number;
  /** The longest that a worker outlived its parent, in milliseconds. */
  readonly longestOrphan: number;
  readonly problems: readonly string[];
}

const documents = 2000;
/** A project grows with every import; after so many kills a new one is begun. */
const killsPerProject = 20;
const classNames = ['billing', 'login', 'shipping', 'returns'];

/**
 * Kills a program that labels, undoes, changes in bulk, imports and trains, and looks each time whether the project
 * holds what was acknowledged. The same seed makes the same plans; the moments depend on the machine's speed too.
 */
export async function runCrashes(options: CrashOptions): Promise<CrashReport> {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'winnow-crash-')));
  const random = createRandom(options.seed);
  const report = newReport();
  process.env.WINNOW_USER_DATA = path.join(folder, 'user-data');
  const core = startCore();
  try {
    for (let done = 0; done < options.times; done += killsPerProject) {
      const bench = await newBench(core, folder, done, random);
      await killMany(bench, Math.min(killsPerProject, options.times - done), report, options);
      rmSync(bench.folder, { recursive: true, force: true });
    }
    report.problems.push(...loggedErrors(path.join(folder, 'user-data', 'logs', 'winnow.log')));
  } finally {
    await core.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  return report;
}

/** Cleaning up runs in the background: its failure is told to nobody but the log. */
function loggedErrors(log: string): readonly string[] {
  if (!existsSync(log)) return [];
  return readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line.includes('"level":"error"'))
    .map((line) => `Logged: ${line}`);
}

type Report = { -readonly [Key in keyof CrashReport]: CrashReport[Key] } & {
  readonly moments: Record<Moment, number>;
  readonly acknowledged: Record<keyof Expectation['acknowledged'], number>;
  readonly problems: string[];
};

function newReport(): Report {
  return {
    kills: 0,
    moments: { opening: 0, labelling: 0, 'undo or redo': 0, 'bulk change': 0, import: 0, training: 0 },
    acknowledged: { labels: 0, bulk: 0, steps: 0, jobs: 0 },
    interrupted: 0,
    modelsLoaded: 0,
    filesChecked: 0,
    longestOrphan: 0,
    problems: [],
  };
}

export interface Bench {
  readonly core: Core;
  readonly folder: string;
  readonly random: Random;
  readonly plan: Plan;
  readonly expected: Expectation;
}

async function killMany(bench: Bench, times: number, report: Report, options: CrashOptions): Promise<void> {
  const { expected, random } = bench;
  let startMilliseconds = 1000;
  for (let number = 1; number <= times; number++) {
    const plan = nextPlan(bench, number);
    const planFile = path.join(bench.folder, 'plan.json');
    const journalFile = path.join(bench.folder, `journal-${number}.jsonl`);
    writeFileSync(planFile, JSON.stringify(plan));
    writeFileSync(journalFile, '');
    const from = random.below(8) === 0 ? 'start' : 'work';
    const killed = await killVictim({
      planFile,
      journalFile,
      environment: process.env,
      from,
      delay: from === 'start' ? random.fraction() * startMilliseconds * 1.2 : random.fraction() ** 1.5 * 6000,
    });
    startMilliseconds = killed.startMilliseconds ?? startMilliseconds;
    const moments = follow(expected, plan, readJournal(journalFile));
    // Some of the next victims find what this one left, and are killed while they clean it up.
    const last = number === times;
    const looked = last || random.below(5) > 0;
    const hurry = random.below(2) === 0;
    if (!hurry) await awaitWorkers(killed.group, report);
    if (looked) {
      await inspect(bench.core, plan, expected);
      report.filesChecked += 1;
    }
    if (hurry) await awaitWorkers(killed.group, report);
    note(report, bench, moments);
    options.onRound?.(
      `${report.kills}/${options.times} killed during ${moments.join(', ')}${looked ? '' : ' (left as it was)'}`,
    );
  }
}

async function awaitWorkers(group: number, report: Report): Promise<void> {
  const milliseconds = await orphansEnd(group);
  if (milliseconds === null) report.problems.push('A worker process lived on after its parent was killed.');
  else report.longestOrphan = Math.max(report.longestOrphan, milliseconds);
}

function note(report: Report, { expected }: Bench, moments: readonly Moment[]): void {
  report.kills += 1;
  for (const moment of moments) report.moments[moment] += 1;
  for (const key of ['labels', 'bulk', 'steps', 'jobs'] as const) {
    report.acknowledged[key] += expected.acknowledged[key];
    expected.acknowledged[key] = 0;
  }
  report.interrupted += expected.interrupted;
  report.modelsLoaded += expected.modelsLoaded;
  expected.interrupted = 0;
  expected.modelsLoaded = 0;
  report.problems.push(...expected.problems.splice(0).map((problem) => `Kill ${report.kills}: ${problem}`));
}

/** A project of some thousand documents, every second of which is labelled by bulk changes only. */
export async function newBench(core: Core, parent: string, number: number, random: Random): Promise<Bench> {
  const folder = path.join(parent, `project-${number}`);
  mkdirSync(folder);
  const file = writeImport(folder, 'first', documents);
  const info = await core.projects.create({
    path: path.join(folder, 'crash.winnow'),
    name: 'crash',
    kind: 'single',
    language: 'en',
    multilingual: false,
    description: '',
  });
  const project = core.project(info.id);
  const { jobId } = project.imports.start({
    paths: [file],
    options: automaticReadOptions,
    duplicates: 'keep',
  });
  const { error } = await project.jobs.finished(jobId);
  if (error !== null) throw new Error(error.message);
  const rows = Array.from({ length: documents }, (_, index) => project.documents.get(index + 1));
  const classIds = project.classes
    .list()
    .filter((one) => classNames.includes(one.name))
    .map((one) => one.id);
  await project.close();
  const person = rows.filter((row) => row.id % 2 === 0);
  const bulk = rows.filter((row) => row.id % 2 === 1);
  const bulkState = stateOf(bulk.map((row) => row.labels));
  return {
    core,
    folder,
    random,
    plan: {
      project: info.path,
      seed: 0,
      personIds: person.map((row) => row.id),
      bulkIds: bulk.map((row) => row.id),
      classIds,
      files: [],
      importsFirst: true,
      keptTitle: importTitle(documents),
      modelPrefix: 'm',
    },
    expected: {
      labels: new Map(
        person.map(({ id, labels }) => {
          const current = labelsText(labels);
          return [id, { current, seen: new Set([current]) }];
        }),
      ),
      bulk: { current: bulkState, seen: new Set([bulkState]) },
      imports: new Map([['first.jsonl', { rows: documents, state: 'present' }]]),
      models: new Set(),
      jobs: [],
      told: [],
      uncertain: new Set(),
      openSteps: 0,
      bulkUncertain: false,
      problems: [],
      acknowledged: { labels: 0, bulk: 0, steps: 0, jobs: 0 },
      interrupted: 0,
      modelsLoaded: 0,
    },
  };
}

/** New files whose numbers of rows are all different, so that the history names them apart. */
function nextPlan({ folder, random, plan, expected }: Bench, number: number): Plan {
  const files = [1, 2, 3].map((index) => {
    const name = `import-${number}-${index}`;
    const rows = 200 + random.below(20) * 100 + number * 3 + index;
    expected.imports.set(`${name}.jsonl`, { rows, state: 'absent' });
    return writeImport(folder, name, rows);
  });
  const importsFirst = number % 2 === 1;
  return { ...plan, seed: random.below(1_000_000), files, importsFirst, modelPrefix: `m-${number}` };
}

const words: Readonly<Record<string, string>> = {
  billing: 'invoice charged refund payment card receipt amount price',
  login: 'password locked account reset sign code user access',
  shipping: 'parcel delivery courier late address tracking box arrived',
  returns: 'return exchange broken label send back wrong size',
};

function writeImport(folder: string, name: string, rows: number): string {
  const lines = Array.from({ length: rows }, (_, index) => {
    const label = classNames[index % classNames.length]!;
    const vocabulary = words[label]!.split(' ');
    const chosen = [0, 1, 2].map((step) => vocabulary[(index * 5 + step * 3) % vocabulary.length]);
    return JSON.stringify({
      id: `${name}.jsonl:${index}`,
      text: `${name} ${index}: ${chosen.join(' ')} please help`,
      // The last row brings a class that no other file has.
      label: index === rows - 1 ? `${name}.jsonl` : index % 3 === 2 ? null : label,
    });
  });
  const file = path.join(folder, `${name}.jsonl`);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}
