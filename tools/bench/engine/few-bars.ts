import type { Figure } from '../report.ts';
import { average, passed, points, signed } from './figures.ts';
import type { Measurements } from './measurements.ts';
import { fewSets, fewSizes } from './sets.ts';

const gainWanted = 0.03;

/** Mean accuracy over the seeds beside the peer's on the same labelled documents, and the mean gain. */
export function fewBars({ few, fewPeer }: Measurements): readonly Figure[] {
  const figures: Figure[] = [];
  const gains: number[] = [];
  for (const set of fewSets) {
    for (const k of fewSizes) {
      const own = few.filter((each) => each.set === set && each.k === k).map(({ outcome }) => outcome);
      const peer = fewPeer.find((each) => each.set === set && each.k === k);
      if (own.length === 0 || peer === undefined) continue;
      const ours = average(own.map(({ scores }) => scores.accuracy));
      gains.push(ours - peer.accuracy);
      const slowest = Math.max(...own.map(({ training }) => training.wallSeconds));
      figures.push({
        name: `${set}, ${k} labels a class, ${own.length} seeds, ${own[0]!.family}`,
        value: `${points(ours)} % (${signed(ours - peer.accuracy)}), at most ${slowest.toFixed(1)} s`,
        target: `SVC w+c ${points(peer.accuracy)} %`,
      });
    }
  }
  if (gains.length === 0) return [];
  const gain = average(gains);
  const name = 'mean gain';
  return [
    ...figures,
    { name, value: signed(gain), target: `>= ${signed(gainWanted)}`, ...passed(gain >= gainWanted) },
  ];
}
