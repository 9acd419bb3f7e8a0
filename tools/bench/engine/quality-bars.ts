import { type Figure, percent } from '../report.ts';
import { average, besidePeer, type Named, ofOurs, ofPeer, passed, points, signed } from './figures.ts';
import type { SetOutcome } from './job.ts';

/** Points below the peer that one set may be, and what `auto` and `tensorflow` must reach on the mean. */
const slack = 0.01;
const autoGain = 0.01;
const tensorflowSlack = 0.01;
const calibrationLimit = 0.03;

const both = (first: number, second: number): string => `${points(first)} / ${points(second)} %`;

export function singleBars(sets: readonly Named[]): readonly Figure[] {
  const figures = sets.map(([name, set]): Figure => {
    const { accuracy, macroF1 } = set.linear[0]!.scores;
    const others = Object.values(set.others).map(
      (other) => `${other.family} ${both(other.scores.accuracy, other.scores.macroF1)}`,
    );
    const value = [both(accuracy, macroF1), ...others].join(', ');
    if (set.peer.length === 0) return { name, value };
    const peer = ofPeer(set, (run) => run.accuracy!);
    return {
      name,
      value: `${value} (${signed(accuracy - peer)})`,
      target: `>= SVC w+c ${both(
        peer,
        ofPeer(set, (run) => run.macro_f1!),
      )} - 1.0`,
      ...passed(accuracy >= peer - slack),
    };
  });
  return [...figures, ...singleMeans(sets)];
}

function singleMeans(all: readonly Named[]): readonly Figure[] {
  const figures: Figure[] = [];
  const compared = besidePeer(all);
  if (compared.length > 0) {
    const ours = average(compared.map(([, { linear }]) => linear[0]!.scores.accuracy));
    figures.push(aboveBar('linear, mean accuracy', ours, peerMean(compared), 0, 'SVC w+c'));
  }
  const auto = compared.filter(([, { others }]) => others.auto !== undefined);
  if (auto.length > 0) {
    const ours = meanOf(auto, 'auto');
    figures.push(
      aboveBar(`auto, mean accuracy of ${auto.length} sets`, ours, peerMean(auto), autoGain, 'SVC w+c'),
    );
  }
  const dense = all.filter(([, { others }]) => others.tensorflow !== undefined);
  if (dense.length > 0) {
    const linear = average(dense.map(([, set]) => set.linear[0]!.scores.accuracy));
    const name = `tensorflow, mean accuracy of ${dense.length} sets`;
    figures.push(aboveBar(name, meanOf(dense, 'tensorflow'), linear, -tensorflowSlack, 'linear'));
  }
  return figures;
}

const peerMean = (sets: readonly Named[]): number =>
  average(sets.map(([, set]) => ofPeer(set, (run) => run.accuracy!)));
const meanOf = (sets: readonly Named[], family: string): number =>
  average(sets.map(([, { others }]) => others[family]!.scores.accuracy));

function aboveBar(name: string, ours: number, theirs: number, gain: number, than: string): Figure {
  return {
    name,
    value: `${(100 * ours).toFixed(2)} % (${signed(ours - theirs)})`,
    target: `>= ${than} ${(100 * theirs).toFixed(2)} %${gain === 0 ? '' : ` ${signed(gain)}`}`,
    ...passed(ours >= theirs + gain),
  };
}

export function multiBars(sets: readonly Named[]): readonly Figure[] {
  const figures = sets.map(([name, set]): Figure => {
    const { microF1, macroF1 } = set.linear[0]!.scores;
    const others = Object.values(set.others).map(
      (other) => `${other.family} ${both(other.scores.microF1, other.scores.macroF1)}`,
    );
    const value = [both(microF1, macroF1), ...others].join(', ');
    if (set.peer.length === 0) return { name, value };
    const [micro, macro] = [
      ofPeer(set, (run) => run.thrsafe_micro_f1!),
      ofPeer(set, (run) => run.thrsafe_macro_f1!),
    ];
    return { name, value, target: `SVC w+c safe ${both(micro, macro)}` };
  });
  const compared = besidePeer(sets);
  if (compared.length === 0) return figures;
  const mean = (of: (named: Named) => number): number => average(compared.map(of));
  return [
    ...figures,
    aboveBar(
      'linear, mean micro-F1',
      mean(([, set]) => ofOurs(set, (run) => run.scores.microF1)),
      mean(([, set]) => ofPeer(set, (run) => run.thrsafe_micro_f1!)),
      0,
      'SVC w+c safe',
    ),
    aboveBar(
      'linear, mean macro-F1',
      mean(([, set]) => ofOurs(set, (run) => run.scores.macroF1)),
      mean(([, set]) => ofPeer(set, (run) => run.thrsafe_macro_f1!)),
      0,
      'SVC w+c safe',
    ),
  ];
}

/** On the test splits; the receipt's own figure is of held-out training documents. */
export function calibrationBars(sets: readonly Named[]): readonly Figure[] {
  const outcomes = sets.flatMap(([, { linear, others }]) => [linear[0]!, ...Object.values(others)]);
  return [...new Set(outcomes.map(({ family }) => family))].map((family): Figure => {
    const own = outcomes.filter((outcome) => outcome.family === family);
    const mean = average(own.map(({ calibrationError }) => calibrationError));
    const worst = own.toSorted((a, b) => b.calibrationError - a.calibrationError)[0]!;
    const single = own.filter(({ kind }) => kind === 'single');
    const ofSingle = single.length === 0 ? '' : `, single-label sets ${meanError(single)}`;
    return {
      name: `${family}: calibration error, mean of ${own.length} sets`,
      value: `${mean.toFixed(4)}${ofSingle}, worst ${worst.calibrationError.toFixed(4)} (${worst.set})`,
      target: `<= ${calibrationLimit}`,
      ...passed(mean <= calibrationLimit),
    };
  });
}

const meanError = (outcomes: readonly SetOutcome[]): string =>
  average(outcomes.map(({ calibrationError }) => calibrationError)).toFixed(4);

/** Nothing is fitted by the clock: several runs must end in the same bytes. */
export function reproducibilityFigure(sets: readonly Named[]): readonly Figure[] {
  const repeated = sets.filter(([, { linear }]) => linear.length > 1);
  if (repeated.length === 0) return [];
  const same = repeated.filter(([, { linear }]) => new Set(linear.map((run) => run.fingerprint)).size === 1);
  return [
    {
      name: 'linear: the same bytes in every run',
      value: `${same.length} of ${repeated.length} sets (${percent(same.length / repeated.length)})`,
      target: 'all',
      ...passed(same.length === repeated.length),
    },
  ];
}
