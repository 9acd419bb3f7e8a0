import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { summariseCurve } from '../../../src-main/domain/learning-curve/learning-curve.ts';
import { nestedOrder } from '../../../src-main/domain/learning-curve/parts.ts';
import { finished } from '../../../src-main/domain/work.ts';
import { judgeCurve, judgeWhole } from '../../../src-main/engine/learning-curve/judge-curve.ts';
import { predictHeldOut } from '../../../src-main/engine/learning-curve/predict-held-out.ts';
import type { RepeatedJudging } from '../../../src-main/engine/linear/repeated-judging.ts';
import { createThreadPool } from '../../../src-main/engine/threads/pool.ts';
import type { TrainingData } from '../../../src-main/engine/types.ts';
import { runAtOnce } from '../../../src-main/engine/work.ts';
import { findNode } from '../../lib/node.mjs';
import { inRoot } from '../../lib/paths.mjs';
import { dataFolder } from '../engine/places.ts';
import { scoresOf } from '../engine/scores.ts';
import { hasSet, kindOf, readSet, setNames } from '../engine/sets.ts';
import { prepare } from '../engine/training-data.ts';
import { createProbe } from '../probed.ts';
import { type Figure, megabytes, milliseconds, percent, type Section, seconds } from '../report.ts';
import { engineContext, stretchFigure } from './engine-context.ts';
import type { HealthOptions } from './health.ts';

const timedSet = 'banking77';
const wantedCoverage = 0.8;
const halfSeed = 1;

/**
 * Does the band of a curve of half the training documents cover what all of them give? Both are judged on held-out
 * parts of the published training files; the test files are not touched.
 */
export async function benchLearningCurve({ sets, log }: HealthOptions): Promise<Section> {
  const figures: Figure[] = [];
  if (hasSet(dataFolder, timedSet)) {
    log(`Measuring a learning curve of ${timedSet} ...`);
    figures.push(...(await throughTheCommand()));
  }
  const chosen = setNames.filter(
    (name) => hasSet(dataFolder, name) && (sets.length === 0 || sets.includes(name)),
  );
  let covered = 0;
  const stretches: number[] = [];
  for (const set of chosen) {
    log(`Forecasting ${set} from half of its training documents ...`);
    const { held, figure, stretch } = await forecastFromHalf(set);
    if (held) covered++;
    figures.push(figure);
    stretches.push(stretch);
  }
  figures.push({
    name: 'sets whose full-data result lies in the band',
    value: `${covered} of ${chosen.length}`,
    target: `>= ${Math.ceil(wantedCoverage * chosen.length)}`,
    passed: covered >= wantedCoverage * chosen.length,
  });
  if (stretches.length > 0) figures.push(stretchFigure(stretches));
  return { title: 'health: learning curve', figures };
}

interface Forecast {
  readonly held: boolean;
  readonly figure: Figure;
  /** Processor milliseconds. */
  readonly stretch: number;
}

async function forecastFromHalf(set: string): Promise<Forecast> {
  const kind = kindOf(dataFolder, set);
  const { data } = prepare(kind, await readSet(dataFolder, set, 'train'));
  const start = performance.now();
  const { context, longestStretch } = engineContext();
  const half = await judgeCurve(halfOf(data), context);
  const time = (performance.now() - start) / 1000;
  const whole = await wholeResult(data);
  const { points, forecasts } = finished(summariseCurve(half, halfSeed, [whole.labels]));
  const { score, interval } = forecasts[0]!;
  const held = interval.low <= whole.score && whole.score <= interval.high;
  const last = points.at(-1)!;
  return {
    held,
    stretch: longestStretch().processorMilliseconds,
    figure: {
      name: `${set}, ${Math.round(last.labels)} to ${Math.round(whole.labels)} labels`,
      value: `${percent(last.mean)} -> ${percent(score)} [${percent(interval.low)} to ${percent(interval.high)}], true ${percent(whole.score)}, curve in ${seconds(time)}`,
      target: 'in the band',
      passed: held,
    },
  };
}

function halfOf(data: TrainingData): TrainingData {
  const documents = [...data.training()];
  const order = finished(
    nestedOrder(
      documents.map(({ classes }) => classes),
      data.classes.length,
      halfSeed,
    ),
  );
  const half = order.slice(0, documents.length >> 1).sort();
  const training = Array.from(half, (place) => documents[place]!);
  return { ...data, training: () => training, trainingSize: training.length };
}

/** The score of models of all documents outside of each fold, and how many those are. */
async function wholeResult(data: TrainingData): Promise<{ readonly labels: number; readonly score: number }> {
  const { context } = engineContext();
  const pool = createThreadPool(context.threads, context);
  try {
    const judging = await judgeWhole(data, context, pool);
    const { truths } = judging.whole;
    const predicted = runAtOnce(predictHeldOut(data.kind, judging.whole));
    const { accuracy, microF1 } = scoresOf(data.kind, { classCount: data.classes.length, truths, predicted });
    return { labels: learnedFrom(judging), score: data.kind === 'single' ? accuracy : microF1 };
  } finally {
    await pool.close();
  }
}

function learnedFrom({ plan, labels }: RepeatedJudging): number {
  if (plan.by !== 'cross-validation') return labels.length;
  return plan.folds.reduce((sum, { fit }) => sum + fit.length, 0) / plan.folds.length;
}

/** From the start of the program to its end, over a project on disk. */
async function throughTheCommand(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'winnow-bench-'));
  const probe = createProbe();
  try {
    const file = path.join(folder, 'curve.winnow');
    const source = path.join(dataFolder, timedSet, 'train.jsonl');
    await winnow(['new', file, '--kind', 'single']);
    await winnow(['import', file, source, '--label-field', 'labels']);
    const start = performance.now();
    await winnow(['curve', file, '--json'], probe);
    const time = (performance.now() - start) / 1000;
    return [
      { name: `${timedSet}, start of the program to its end`, value: seconds(time) },
      { name: 'peak memory of the worker process', value: megabytes(probe.peakMemory('worker.cjs')) },
      {
        name: 'longest time the worker process was blocked, by the clock',
        value: milliseconds(probe.longestBlock('worker.cjs')),
      },
    ];
  } finally {
    probe.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function winnow(args: readonly string[], probe?: ReturnType<typeof createProbe>): Promise<void> {
  const program = [...(probe?.nodeArguments ?? []), inRoot('out', 'main', 'cli.cjs'), ...args];
  const child = spawn(findNode(), program, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...probe?.environment },
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`winnow ${args[0]} ended with ${code}.`);
}
