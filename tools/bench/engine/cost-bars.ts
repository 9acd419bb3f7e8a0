import { type Figure, median, megabytes, milliseconds, seconds } from '../report.ts';
import { besidePeer, geometricMean, type Named, ofOurs, ofPeer, passed, ratio } from './figures.ts';
import type { Measurements } from './measurements.ts';
import type { PeerRun } from './peer.ts';

const trainingLimit = 0.25;
const memoryLimit = 0.5;
const speedWanted = 3;
const allThreadsWanted = 5;
const retrainLimit = 300;
const sizedSets = ['banking77', 'tickets_it'];

const trainingOf = (run: PeerRun): number => run.vectorize_s + run.tune_s + run.train_s;
const processorTimeOf = (run: PeerRun): number => run.vectorize_cpu + run.tune_cpu + run.train_cpu;

interface Row {
  readonly name: string;
  readonly ratio: number;
  readonly ours: string;
  readonly theirs: string;
}

/** One figure a set and one for the geometric mean, which is held against the bar. */
function summary(
  what: string,
  rows: readonly Row[],
  target: string,
  meets: (mean: number) => boolean,
): Figure[] {
  if (rows.length === 0) return [];
  const mean = geometricMean(rows.map((row) => row.ratio));
  return [
    ...rows.map((row) => ({
      name: `${what}: ${row.name}`,
      value: `${row.ours}, ratio ${ratio(row.ratio)}`,
      target: `SVC w+c ${row.theirs}`,
    })),
    { name: `${what}: geometric mean of the ratios`, value: ratio(mean), target, ...passed(meets(mean)) },
  ];
}

export function costBars(all: readonly Named[], idle: Measurements['idle']): readonly Figure[] {
  const sets = besidePeer(all);
  if (sets.length === 0) return ownTimes(all);
  const training = sets.map(([name, set]): Row => {
    const [ours, theirs] = [ofOurs(set, (run) => run.training.wallSeconds), ofPeer(set, trainingOf)];
    // Two threads against one: on a busy machine this tells more than the wall clock.
    const work = ofOurs(set, (run) => run.training.cpuSeconds) / ofPeer(set, processorTimeOf);
    const shown = `${seconds(ours)}, ratio of processor times ${ratio(work)}`;
    return { name, ratio: ours / theirs, ours: shown, theirs: seconds(theirs) };
  });
  return [
    ...summary('training', training, `<= ${trainingLimit}`, (mean) => mean <= trainingLimit),
    ...speedBars(sets),
    ...memoryBars(sets, idle),
  ];
}

/** Without the peer there is nothing to compare with. */
function ownTimes(sets: readonly Named[]): readonly Figure[] {
  return sets.map(([name, set]) => ({
    name: `training: ${name}`,
    value: seconds(ofOurs(set, (run) => run.training.wallSeconds)),
  }));
}

const rate = (value: number): string => `${Math.round(value).toLocaleString('en')} /s`;

/** One thread by processor time, as the peer's program counts; all threads by the wall clock on both sides. */
function speedBars(sets: readonly Named[]): readonly Figure[] {
  const one = sets.map(([name, set]): Row => {
    const ours = ofOurs(set, (run) => run.testDocuments / run.oneThread.cpuSeconds);
    const theirs = ofPeer(set, (run) => run.docs_per_s);
    return { name, ratio: ours / theirs, ours: rate(ours), theirs: rate(theirs) };
  });
  const all = sets
    .filter(([, { linear }]) => linear.every(({ allThreads }) => allThreads !== null))
    .map(([name, set]): Row => {
      const ours = ofOurs(set, (run) => run.testDocuments / run.allThreads!.wallSeconds);
      const theirs = ofPeer(set, (run) => set.linear[0]!.testDocuments / run.predict_s);
      return { name, ratio: ours / theirs, ours: rate(ours), theirs: rate(theirs) };
    });
  return [
    ...summary('classification, one thread', one, `>= ${speedWanted}`, (mean) => mean >= speedWanted),
    ...summary(
      'classification, all cores',
      all,
      `>= ${allThreadsWanted}`,
      (mean) => mean >= allThreadsWanted,
    ),
  ];
}

function memoryBars(sets: readonly Named[], idle: Measurements['idle']): readonly Figure[] {
  if (idle === null || idle.python === null) return [];
  const rows = sets.map(([name, set]): Row => {
    const ours = ofOurs(set, (run) => run.peakMemory) - idle.node;
    const theirs = ofPeer(set, (run) => run.rss_mb * 2 ** 20) - idle.python!;
    return { name, ratio: ours / theirs, ours: megabytes(ours), theirs: megabytes(theirs) };
  });
  const target = `<= ${memoryLimit} (idle: Node.js ${megabytes(idle.node)}, scikit-learn ${megabytes(idle.python)})`;
  return summary('memory above idle', rows, target, (mean) => mean <= memoryLimit);
}

export function otherBars(sets: readonly Named[], { volume, retrain }: Measurements): readonly Figure[] {
  const figures: Figure[] = [];
  if (volume !== null) {
    const { characters, documents, training, peakMemory } = volume;
    figures.push({
      name: `${characters.toLocaleString('en')} characters in ${documents.toLocaleString('en')} documents, linear`,
      value: `${seconds(training.wallSeconds)}, peak memory ${megabytes(peakMemory)}`,
    });
  }
  if (retrain !== null) {
    const [first, ...next] = retrain.trainings;
    const middle = median(next);
    figures.push({
      name: `retraining on ${retrain.documents} short texts, ${retrain.classes} classes`,
      value: `${milliseconds(middle)} in a running worker, ${milliseconds(first!)} the first time`,
      target: `< ${retrainLimit} ms`,
      ...passed(middle < retrainLimit),
    });
  }
  for (const [name, set] of sets.filter(([known]) => sizedSets.includes(known))) {
    const families = [set.linear[0]!, ...Object.values(set.others)];
    const value = families.map(({ family, modelBytes }) => `${family} ${megabytes(modelBytes)}`).join(', ');
    figures.push({ name: `size of a model of ${name}`, value });
  }
  return [...figures, ...longestStretches(sets)];
}

/** What a cancel waits for at most, the worst of all sets. */
function longestStretches(sets: readonly Named[]): readonly Figure[] {
  const outcomes = sets.flatMap(([, { linear, others }]) => [...linear, ...Object.values(others)]);
  return [...new Set(outcomes.map(({ family }) => family))].map((family) => {
    const own = outcomes.filter((outcome) => outcome.family === family);
    const worst = own.toSorted((a, b) => b.longestStretch.milliseconds - a.longestStretch.milliseconds)[0]!;
    const { milliseconds: time, phase } = worst.longestStretch;
    const work = Math.max(...own.map(({ longestStretch }) => longestStretch.processorMilliseconds));
    return {
      name: `${family}: longest time without a look for a cancel`,
      value: `${milliseconds(time)} (${worst.set}, ${phase}); of processor time at most ${milliseconds(work)}`,
      target: '< 200 ms',
      ...passed(time < 200),
    };
  });
}
