import type { ProjectKind } from '../../../src-main/domain/project.ts';
import type { ThreadSettings, TrainingProgress, TrainingSummary } from '../../../src-main/engine/types.ts';
import type { Scores } from './scores.ts';

/** What one fresh process is asked to do. `dataFolder` holds the data sets. */
export type Job =
  | {
      readonly kind: 'set';
      readonly dataFolder: string;
      readonly set: string;
      readonly family: string;
      readonly threads: ThreadSettings;
      /** Places of the labelled documents in the training part (the others are given without labels), and of the test part. */
      readonly draw?: { readonly labelled: readonly number[]; readonly test: readonly number[] | null };
    }
  | { readonly kind: 'volume'; readonly family: string; readonly threads: ThreadSettings }
  | {
      readonly kind: 'retrain';
      readonly dataFolder: string;
      readonly set: string;
      readonly threads: ThreadSettings;
      readonly times: number;
    };

export interface Timed {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
}

/** The longest stretch of a training in which a cancel could not arrive. */
export interface LongestStretch {
  /** Of the wall clock. */
  readonly milliseconds: number;
  /** What the trainer's own thread worked in any one stretch at most: the same on a busy machine. */
  readonly processorMilliseconds: number;
  readonly phase: TrainingProgress['phase'];
}

export interface TrainingOutcome {
  readonly training: Timed;
  readonly longestStretch: LongestStretch;
  /** Highest resident memory of the process since its start, in bytes. */
  readonly peakMemory: number;
  readonly modelBytes: number;
  /** SHA-256 of the model's bytes. */
  readonly fingerprint: string;
  readonly summary: TrainingSummary;
}

export interface SetOutcome extends TrainingOutcome {
  readonly set: string;
  readonly family: string;
  readonly kind: ProjectKind;
  readonly testDocuments: number;
  readonly scores: Scores;
  readonly calibrationError: number;
  /** Classifying the test part on one thread, and on all. */
  readonly oneThread: Timed;
  readonly allThreads: { readonly threads: number; readonly wallSeconds: number } | null;
}

export interface VolumeOutcome extends TrainingOutcome {
  readonly documents: number;
  readonly characters: number;
}

export interface RetrainOutcome {
  /** Of the first training; each further one has one more. */
  readonly documents: number;
  readonly classes: number;
  /** In milliseconds, one after another in one process. */
  readonly trainings: readonly number[];
}
