import type { RetrainOutcome, SetOutcome, VolumeOutcome } from './job.ts';
import type { FewPeerRun, PeerRun } from './peer.ts';

/** Everything one run of the benchmark measured: what the JSON file holds. */
export interface Measurements {
  readonly machine: string;
  /** Why there are no figures of scikit-learn, or null. */
  readonly withoutPeer: string | null;
  /** Idle memory of a bare process of either runtime, in bytes. */
  idle: { readonly node: number; readonly python: number | null } | null;
  readonly sets: Record<string, SetMeasurements>;
  few: readonly FewMeasurement[];
  fewPeer: readonly FewPeerRun[];
  volume: VolumeOutcome | null;
  retrain: RetrainOutcome | null;
  /** What could not be measured, and why. */
  readonly failures: string[];
}

export interface SetMeasurements {
  /** In the order in which they ran: ours, peer, ours, peer ... */
  readonly linear: SetOutcome[];
  readonly peer: PeerRun[];
  /** Other families, trained once each. */
  readonly others: Record<string, SetOutcome>;
}

export interface FewMeasurement {
  readonly set: string;
  readonly k: number;
  readonly seed: number;
  readonly outcome: SetOutcome;
}
