import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { type BatchFormat, batchFormats } from '../../../src-main/domain/batch.ts';
import { createBatchClassifier } from '../../../src-main/engine/batch-classifier.ts';
import { openReadOnly } from '../../../src-main/store/read-only.ts';
import { inRoot } from '../../lib/paths.mjs';
import { createDocuments } from '../documents.ts';
import { createProbe } from '../probed.ts';
import { createProject, insertRaw, rawRow } from '../raw-project.ts';
import { type Figure, megabytes, perSecond, type Section, seconds } from '../report.ts';
import { command } from './command.ts';
import type { ServeOptions } from './serve.ts';

export const trainingDocuments = 20_000;
export const shortestText = 80;
/** As the worker chooses them, and hands them to its threads. */
const mostThreads = 8;
const textsAtOnce = 5000;
/** The bare classifier goes over so many texts, before and after each run. */
const bareTexts = 200_000;
/** JSON Lines are made of all texts, the other formats of this part of them. */
const otherFormatsShare = 10;
const wantedShare = 0.6;
const memoryLimit = 1e9;

/** Files of short texts from the start of the program to the results, against nothing but classifying them. */
export async function benchBatch({ rows, log }: ServeOptions): Promise<Section> {
  const folder = mkdtempSync(path.join(tmpdir(), 'winnow-bench-'));
  try {
    const project = path.join(folder, 'batch.winnow');
    log(`Training on ${trainingDocuments.toLocaleString('en')} short texts ...`);
    await createProject(project);
    insertRaw(project, madeDocuments(42, trainingDocuments).map(rawRow));
    await command(['train', project, '--model', 'm', '--family', 'linear', '--json']);
    log(`Writing ${rows.toLocaleString('en')} texts ...`);
    const input = path.join(folder, 'in.jsonl');
    await writeTexts(input, rows);
    const part = Math.ceil(rows / otherFormatsShare);
    const shorter = path.join(folder, 'part.jsonl');
    await writeTexts(shorter, part);
    const texts = madeDocuments(43, Math.min(rows, bareTexts)).map(({ text }) => text);
    const figures: Figure[] = [];
    const bare = [await bareRate(project, texts)];
    const size = megabytes(statSync(input).size);
    for (const format of batchFormats) {
      log(`Classifying into ${format} ...`);
      const [file, count] = format === 'jsonl' ? [input, rows] : [shorter, part];
      const run = await endToEnd(project, file, folder, format, count);
      bare.push(await bareRate(project, texts));
      figures.push(...figuresOf(format, count, run, [bare.at(-1)!, bare.at(-2)!]));
    }
    const rates = bare.map(({ rate }) => perSecond(rate, 1)).join(', ');
    return {
      title: `serve: ${rows.toLocaleString('en')} texts of ${shortestText} characters in 20 classes, JSON Lines of ${size}`,
      figures: [{ name: 'bare classifier, texts in memory, all cores', value: rates }, ...figures],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Bare {
  /** Texts a second. */
  readonly rate: number;
  /** Processor seconds for a text. */
  readonly processor: number;
}

interface Run {
  readonly seconds: number;
  /** Seconds of both processes. */
  readonly processor: number;
  readonly worker: number;
  readonly main: number;
  readonly bytes: number;
}

/** @param around the bare classifier before and after the run */
function figuresOf(
  format: BatchFormat,
  rows: number,
  run: Run,
  around: readonly [Bare, Bare],
): readonly Figure[] {
  const mean = (of: (bare: Bare) => number): number => (of(around[0]) + of(around[1])) / 2;
  const share = rows / run.seconds / mean(({ rate }) => rate);
  const processorShare = (rows * mean(({ processor }) => processor)) / run.processor;
  return [
    {
      name: `${format}, ${rows.toLocaleString('en')} texts: start of the program to the results`,
      value: `${perSecond(rows, run.seconds)}, ${seconds(run.seconds)}, ${megabytes(run.bytes)}`,
    },
    {
      name: `${format}: share of the bare classifier's rate`,
      value: share.toFixed(2),
      // The others are asked for by people who open them, and are shown beside it.
      ...(format === 'jsonl' ? { target: `>= ${wantedShare}`, passed: share >= wantedShare } : {}),
    },
    {
      name: `${format}: share of the processor time that is the bare classifier's`,
      value: processorShare.toFixed(2),
    },
    {
      name: `${format}: peak memory, main and worker process`,
      value: `${megabytes(run.main)} and ${megabytes(run.worker)}`,
      target: `< ${megabytes(memoryLimit)} together`,
      passed: run.main + run.worker < memoryLimit,
    },
  ];
}

export function madeDocuments(seed: number, count: number) {
  const documents = createDocuments(seed, shortestText);
  return Array.from({ length: count }, () => documents.next());
}

async function writeTexts(file: string, count: number): Promise<void> {
  const documents = createDocuments(43, shortestText);
  const out = createWriteStream(file);
  let pending = '';
  for (let index = 0; index < count; index++) {
    pending += `${JSON.stringify({ id: String(index), text: documents.next().text })}\n`;
    if (pending.length < 1_000_000 && index < count - 1) continue;
    if (!out.write(pending)) await once(out, 'drain');
    pending = '';
  }
  out.end();
  await once(out, 'close');
}

export async function bareRate(project: string, texts: readonly string[]): Promise<Bare> {
  const file = openReadOnly(project);
  const artefact = file.modelArtefact(1);
  file.close();
  const threads = {
    count: Math.min(mostThreads, availableParallelism()),
    entry: inRoot('out', 'main', 'thread.cjs'),
  };
  const pacing = {
    checkCancelled: () => {},
    breathe: () => new Promise<void>((resolve) => setImmediate(resolve)),
  };
  const model = await createBatchClassifier(artefact, threads, pacing);
  try {
    // The threads start and load the model with the first texts.
    await model.predict(texts.slice(0, textsAtOnce));
    const start = performance.now();
    const before = process.cpuUsage();
    for (let from = 0; from < texts.length; from += textsAtOnce) {
      await model.predict(texts.slice(from, from + textsAtOnce));
    }
    const { user, system } = process.cpuUsage(before);
    return {
      rate: texts.length / ((performance.now() - start) / 1000),
      processor: (user + system) / 1e6 / texts.length,
    };
  } finally {
    await model.close();
  }
}

async function endToEnd(
  project: string,
  input: string,
  folder: string,
  format: BatchFormat,
  rows: number,
): Promise<Run> {
  const probe = createProbe();
  const output = path.join(folder, `out.${format}`);
  try {
    const start = performance.now();
    const args = ['classify', project, '--model', 'm', '--input', input, '--output', output];
    const answer = await command([...args, '--output-format', format, '--json'], probe);
    const time = (performance.now() - start) / 1000;
    const { documents } = JSON.parse(answer) as { readonly documents?: number };
    if (documents !== rows) throw new Error(`${documents} of ${rows} texts were classified: ${answer}`);
    return {
      seconds: time,
      processor: probe.processorSeconds('worker.cjs') + probe.processorSeconds('cli.cjs'),
      worker: probe.peakMemory('worker.cjs'),
      main: probe.peakMemory('cli.cjs'),
      bytes: statSync(output).size,
    };
  } finally {
    probe.dispose();
    rmSync(output, { force: true });
  }
}
