import { type Figure, median } from '../report.ts';
import type { SetOutcome } from './job.ts';
import type { SetMeasurements } from './measurements.ts';
import type { PeerRun } from './peer.ts';

export type Named = readonly [name: string, set: SetMeasurements];

export const points = (share: number): string => (100 * share).toFixed(1);
export const signed = (share: number): string => `${share < 0 ? '-' : '+'}${points(Math.abs(share))}`;
export const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
export const geometricMean = (values: readonly number[]): number =>
  Math.exp(average(values.map((value) => Math.log(value))));
export const ratio = (value: number): string => (value < 0.1 ? value.toFixed(3) : value.toFixed(2));

export const ofOurs = ({ linear }: SetMeasurements, value: (run: SetOutcome) => number): number =>
  median(linear.map(value));
export const ofPeer = ({ peer }: SetMeasurements, value: (run: PeerRun) => number): number =>
  median(peer.map(value));

/** Only the sets that both sides were measured on, so that a mean compares like with like. */
export const besidePeer = (sets: readonly Named[]): readonly Named[] =>
  sets.filter(([, { peer }]) => peer.length > 0);

export const passed = (condition: boolean): Pick<Figure, 'passed'> => ({ passed: condition });
