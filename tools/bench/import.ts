import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ProjectStore } from '../../src-main/core/ports/store.ts';
import { findNode } from '../lib/node.mjs';
import { inRoot } from '../lib/paths.mjs';
import { createDocuments } from './documents.ts';
import { createProbe, type Probe } from './probed.ts';
import { createProject, insertRaw, openStores, type RawRow, rawRow, removeProject } from './raw-project.ts';
import { type Figure, median, megabytes, milliseconds, perSecond, type Section, seconds } from './report.ts';

const shortestText = 80;
const memoryLimit = 1.5e9;
const wantedShare = 0.25;

export interface ImportOptions {
  readonly rows: number;
  /** Both sides run this often, in turns. */
  readonly tries: number;
  readonly log: (line: string) => void;
}

/** The import of a CSV file by the command line against bare inserts of the same rows, in turns. */
export async function benchImport({ rows, tries, log }: ImportOptions): Promise<Section> {
  const folder = mkdtempSync(path.join(tmpdir(), 'winnow-bench-'));
  const probe = createProbe();
  try {
    const csv = path.join(folder, 'rows.csv');
    log(`Writing a CSV file of ${rows.toLocaleString('en')} rows ...`);
    const made = await writeCsv(csv, rows);
    const raw: number[] = [];
    const imported: number[] = [];
    for (let turn = 1; turn <= tries; turn++) {
      log(`Try ${turn} of ${tries}: bare inserts ...`);
      const bare = path.join(folder, 'bare.winnow');
      await createProject(bare);
      raw.push(insertRaw(bare, made));
      removeProject(bare);
      log(`Try ${turn} of ${tries}: import (bare inserts took ${seconds(raw.at(-1)!)}) ...`);
      const file = path.join(folder, 'imported.winnow');
      await createProject(file);
      imported.push(await importByCommand(file, csv, rows, probe));
      log(`Try ${turn} of ${tries}: the import took ${seconds(imported.at(-1)!)}`);
    }
    log('Filling the full-text index, then a backup ...');
    const rest = await afterwards(path.join(folder, 'imported.winnow'), folder);
    return {
      title: `import: a CSV file of ${rows.toLocaleString('en')} rows, ${megabytes(statSync(csv).size)}`,
      figures: [
        ...comparison(rows, median(imported), median(raw)),
        ...demands(probe),
        { name: 'filling the full-text index', value: `${perSecond(rows, rest.filling)}, without pauses` },
        { name: 'backup (a compact copy of the file)', value: seconds(rest.backup) },
      ],
    };
  } finally {
    probe.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

function comparison(rows: number, imported: number, raw: number): readonly Figure[] {
  const share = raw / imported;
  return [
    { name: 'import, start of the program to closed file', value: perSecond(rows, imported) },
    { name: 'bare inserts, same tables, one transaction', value: perSecond(rows, raw) },
    {
      name: 'import as a share of bare inserts',
      value: share.toFixed(2),
      target: `>= ${wantedShare}`,
      passed: share >= wantedShare,
    },
  ];
}

function demands(probe: Probe): readonly Figure[] {
  const memory = (program: string): number => probe.peakMemory(program);
  const both = memory('cli.cjs') + memory('worker.cjs');
  return [
    {
      name: 'peak memory, main and worker process',
      value: `${megabytes(memory('cli.cjs'))} and ${megabytes(memory('worker.cjs'))}`,
      target: `< ${megabytes(memoryLimit)} together`,
      passed: both < memoryLimit,
    },
    { name: 'longest time the main process was blocked', value: milliseconds(probe.longestBlock('cli.cjs')) },
  ];
}

/** @returns the rows as the tables take them */
async function writeCsv(file: string, count: number): Promise<readonly RawRow[]> {
  const documents = createDocuments(42, shortestText);
  const out = createWriteStream(file);
  out.write('text,label\n');
  const made: RawRow[] = [];
  let pending = '';
  for (let index = 0; index < count; index++) {
    const document = documents.next();
    made.push(rawRow(document));
    pending += `${document.text},${document.label}\n`;
    if (pending.length < 1_000_000 && index < count - 1) continue;
    if (!out.write(pending)) await once(out, 'drain');
    pending = '';
  }
  out.end();
  await once(out, 'close');
  return made;
}

/** @returns seconds of the whole command */
async function importByCommand(file: string, csv: string, rows: number, probe: Probe): Promise<number> {
  const start = performance.now();
  const child = spawn(
    findNode(),
    [...probe.nodeArguments, inRoot('out', 'main', 'cli.cjs'), 'import', file, csv, '--json'],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...probe.environment } },
  );
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  await once(child, 'close');
  const time = (performance.now() - start) / 1000;
  const { imported } = JSON.parse(output) as { readonly imported?: number };
  if (imported !== rows) throw new Error(`The import wrote ${imported} of ${rows} rows: ${output}`);
  return time;
}

/** Seconds that the full-text index and a copy of the file take. */
async function afterwards(
  file: string,
  folder: string,
): Promise<{ readonly filling: number; readonly backup: number }> {
  const store = await openStores().open(file);
  try {
    const filling = await timeOf(() => fillSearch(store));
    const backup = await timeOf(() => store.saveCopy(path.join(folder, 'copy.winnow')));
    return { filling, backup };
  } finally {
    await store.close();
  }
}

async function timeOf(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** The product pauses between two steps as long as a step took. */
export async function fillSearch(store: ProjectStore): Promise<void> {
  while (store.search.fillChunk()) await new Promise((resolve) => setImmediate(resolve));
}
