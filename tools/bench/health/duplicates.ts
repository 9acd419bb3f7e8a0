import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  createDuplicateSearch,
  defaultSimilarity,
} from '../../../src-main/domain/duplicates/duplicate-search.ts';
import type { TextGroups } from '../../../src-main/domain/duplicates/originals.ts';
import { createRandom } from '../../../src-main/domain/random.ts';
import { textHash } from '../../../src-main/domain/text-hash.ts';
import { findNode } from '../../lib/node.mjs';
import { inRoot } from '../../lib/paths.mjs';
import { createDocuments, type MadeDocument } from '../documents.ts';
import { dataFolder } from '../engine/places.ts';
import { hasSet, readSet, setNames } from '../engine/sets.ts';
import { createProbe } from '../probed.ts';
import { createProject, insertRaw, rawRow } from '../raw-project.ts';
import { type Figure, megabytes, milliseconds, percent, type Section, seconds } from '../report.ts';
import { similarPairs } from './similar-pairs.ts';

const searched = 100_000;
const comparedWithAll = 5000;
const wantedSeconds = 60;
const wantedRecall = 0.95;
const shortestText = 1000;

type Log = (line: string) => void;

/** The search over 100,000 documents, and whether it finds the pairs that comparing all with all finds. */
export async function benchDuplicates({ log }: { readonly log: Log }): Promise<Section> {
  log(`Looking for duplicates among ${searched.toLocaleString('en')} documents of 1 kB ...`);
  const command = await throughTheCommand();
  const real = await realTexts(searched);
  const figures: Figure[] = [...command];
  if (real.length > 0) {
    log(`Comparing ${real.length.toLocaleString('en')} texts of ../shared/data ...`);
    figures.push(
      searchTime(`search alone, ${real.length.toLocaleString('en')} texts of ../shared/data`, real),
    );
  }
  for (const [name, texts] of await recallTexts()) {
    log(`Comparing ${comparedWithAll.toLocaleString('en')} texts of ${name} with each other ...`);
    figures.push(recallFigure(name, texts));
  }
  return { title: 'health: duplicates', figures };
}

/** A tenth are copies of another document, a tenth have one word changed. */
function* madeDocuments(count: number): Generator<MadeDocument> {
  const documents = createDocuments(42, shortestText);
  const random = createRandom(42);
  const earlier: MadeDocument[] = [];
  for (let index = 0; index < count; index++) {
    const kind = random.below(10);
    const other = kind < 2 ? earlier[random.below(earlier.length || 1)] : undefined;
    const made = other === undefined ? documents.next() : kind === 0 ? other : changed(other);
    if (earlier.length < 10_000) earlier.push(made);
    yield made;
  }
}

function changed({ text, label }: MadeDocument): MadeDocument {
  return { text: text.replace(/ (\w+) /, ' otherwise '), label };
}

/** From the start of the program to its end, over a project on disk. */
async function throughTheCommand(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'winnow-bench-'));
  const probe = createProbe();
  try {
    const file = path.join(folder, 'duplicates.winnow');
    await createProject(file);
    insertRaw(file, madeDocuments(searched).map(rawRow));
    const start = performance.now();
    const args = ['health', file, '--part', 'duplicates', '--limit', '0', '--json'];
    const child = spawn(findNode(), [...probe.nodeArguments, inRoot('out', 'main', 'cli.cjs'), ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...probe.environment },
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    await once(child, 'close');
    const time = (performance.now() - start) / 1000;
    const { duplicates } = JSON.parse(output) as {
      readonly duplicates: { readonly groups: number; readonly duplicates: number };
    };
    const found = `${duplicates.groups.toLocaleString('en')} groups, ${duplicates.duplicates.toLocaleString('en')} duplicates`;
    return [
      {
        name: `100,000 documents of 1 kB, start of the program to its end`,
        value: `${seconds(time)} (${found})`,
        target: `< ${wantedSeconds} s`,
        passed: time < wantedSeconds,
      },
      {
        name: 'peak memory, main and worker process',
        value: `${megabytes(probe.peakMemory('cli.cjs'))} and ${megabytes(probe.peakMemory('worker.cjs'))}`,
      },
      {
        name: 'longest time the main process was blocked',
        value: milliseconds(probe.longestBlock('cli.cjs')),
      },
    ];
  } finally {
    probe.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

function searchTime(name: string, texts: readonly string[]): Figure {
  const wall = performance.now();
  const before = process.cpuUsage();
  const { exact } = search(texts);
  const { user, system } = process.cpuUsage(before);
  const time = (performance.now() - wall) / 1000;
  return {
    name,
    value: `${seconds(time)}, ${seconds((user + system) / 1e6)} of a core (${exact.length} groups)`,
  };
}

function search(texts: readonly string[]): TextGroups {
  const searching = createDuplicateSearch({
    similarity: defaultSimilarity,
    seed: 1,
    textOf: (index) => texts[index],
  });
  for (const text of texts) searching.add(text, textHash(text));
  const steps = searching.groups();
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

/** Training texts of all sets that are there, one set after another. */
async function realTexts(most: number): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const name of setNames) {
    if (!hasSet(dataFolder, name)) continue;
    for (const { text } of await readSet(dataFolder, name, 'train'))
      if (texts.length < most) texts.push(text);
  }
  return texts;
}

async function recallTexts(): Promise<readonly (readonly [name: string, texts: readonly string[]])[]> {
  const made = [...madeDocuments(comparedWithAll)].map(({ text }) => text.slice(0, 200));
  const sets: (readonly [string, readonly string[]])[] = [['made-up texts', made]];
  for (const name of setNames) {
    if (!hasSet(dataFolder, name)) continue;
    const documents = await readSet(dataFolder, name, 'train');
    sets.push([name, documents.slice(0, comparedWithAll).map(({ text }) => text)]);
  }
  return sets;
}

/** Share of the pairs that comparing all texts finds that are in one group. */
function recallFigure(name: string, texts: readonly string[]): Figure {
  const pairs = similarPairs(texts, defaultSimilarity);
  const { offsets, members, exact } = search(texts);
  const groupOf = new Int32Array(texts.length).fill(-1);
  for (let group = 0; group < exact.length; group++) {
    for (const member of members.subarray(offsets[group], offsets[group + 1])) groupOf[member] = group;
  }
  const found = pairs.filter(([a, b]) => groupOf[a] !== -1 && groupOf[a] === groupOf[b]).length;
  const recall = pairs.length === 0 ? 1 : found / pairs.length;
  return {
    name: `pairs found of all in ${texts.length.toLocaleString('en')} texts, ${name}`,
    value: `${percent(recall)} of ${pairs.length.toLocaleString('en')}`,
    target: `>= ${percent(wantedRecall)}`,
    passed: recall >= wantedRecall,
  };
}
