import type { ProjectKind } from '../../domain/project.ts';
import { calibrationError } from '../output/calibration-error.ts';
import type { HeldOut } from '../output/held-out.ts';
import type { HeldOutPlan } from '../output/held-out-plan.ts';
import { heldOutPredictions } from '../output/held-out-predictions.ts';
import { type FittedOutput, fitOutput } from '../output/output.ts';
import { mix } from '../random.ts';
import type { HeldOutPredictions, TrainingContext, TrainingProgress } from '../types.ts';
import { type Pause, pauseOf, runPaced } from '../work.ts';
import { type LoadedTensorFlow, loadTensorFlow } from './backend.ts';
import type { Head } from './head.ts';
import { type HeadDocuments, type JudgedRows, judgedValues } from './head-judging.ts';
import { type FitRequest, fitHead, type HeadOptions } from './head-training.ts';

/** Labelled documents with their ids. */
export interface LabelledVectors extends HeadDocuments {
  readonly ids: ArrayLike<number>;
}

export interface HeadRequest {
  readonly kind: ProjectKind;
  readonly classCount: number;
  /** Numbers a vector. */
  readonly dimensions: number;
  /** The usable training documents in order, as the plan's rows count them. */
  readonly training: LabelledVectors;
  /** The documents of `judgedValidation`; needed where the plan says so. */
  readonly validation: LabelledVectors | null;
  readonly plan: HeldOutPlan;
  readonly options: HeadOptions;
}

export interface TrainedHead {
  readonly head: Head;
  /** Calibration and thresholds, with what a receipt says of them. */
  readonly fitted: FittedOutput;
  readonly heldOut: HeldOutPredictions | null;
  readonly calibrationError: number | null;
  readonly backend: LoadedTensorFlow['backend'];
  /** How long the head was trained on all documents. */
  readonly epochs: number;
}

/** Epochs where there is nothing to stop by, at most. */
const usualEpochs = 25;

/**
 * Trains a network on vectors that somebody else has made (an encoder's, or those of `engine/vectors`), and
 * calibrates it on the documents of the plan. Validation: one network, stopped by the validation documents. Folds: a
 * network each to learn when to stop and to judge by, then one on everything for as many epochs (their median).
 * Reports the phases `fitting` and `calibrating` within the fractions given.
 */
export async function trainHead(
  request: HeadRequest,
  context: TrainingContext,
  fractions: readonly [number, number] = [0, 1],
): Promise<TrainedHead> {
  const pause = pauseOf(context);
  const loaded = await loadTensorFlow();
  await pause();
  const { plan, training, validation, options } = request;
  const all = Int32Array.from(training.labels.keys());
  const rounds = plan.by === 'cross-validation' ? plan.folds.length + 1 : 1;
  const report = reporter(context, fractions, rounds * options.epochs);
  const learn = (rows: Int32Array, judged: JudgedRows | null, stopAfter: number, round: number) =>
    runPaced(
      fitHead(loaded, fitRequest(request, rows, context.seed, round), judged, stopAfter, (epoch) =>
        report('fitting', round * options.epochs + epoch),
      ),
      pause,
    );
  if (plan.by === 'validation' && validation) {
    const judged = { documents: validation, rows: Int32Array.from(validation.labels.keys()) };
    const { head, epochs } = await learn(all, judged, options.epochs, 0);
    const values = await runPaced(judgedValues(loaded, head, judged), pause);
    report('calibrating', options.epochs);
    return finished(request, loaded, head, epochs, values, validation, judged.rows, pause);
  }
  if (plan.by !== 'cross-validation') {
    const epochs = Math.min(usualEpochs, options.epochs);
    const { head } = await learn(all, null, epochs, 0);
    return finished(request, loaded, head, epochs, null, training, new Int32Array(0), pause);
  }
  const best: number[] = [];
  const parts: Float32Array[] = [];
  for (const [round, fold] of plan.folds.entries()) {
    const judged = { documents: training, rows: fold.judge };
    const { head, epochs } = await learn(fold.fit, judged, options.epochs, round);
    best.push(epochs);
    parts.push(await runPaced(judgedValues(loaded, head, judged), pause));
  }
  const epochs = best.sort((a, b) => a - b)[Math.floor(best.length / 2)]!;
  const { head } = await learn(all, null, epochs, plan.folds.length);
  report('calibrating', rounds * options.epochs);
  const rows = concatenated(plan.folds.map((fold) => fold.judge));
  return finished(request, loaded, head, epochs, joined(parts), training, rows, pause);
}

function fitRequest(request: HeadRequest, rows: Int32Array, seed: number, round: number): FitRequest {
  const { kind, classCount, dimensions, training, options } = request;
  return { kind, classCount, dimensions, documents: training, rows, options, seed: mix(seed) ^ round };
}

function reporter(context: TrainingContext, [from, to]: readonly [number, number], epochs: number) {
  return (phase: TrainingProgress['phase'], done: number): void => {
    context.onProgress({ phase, fraction: from + ((to - from) * Math.min(done, epochs)) / epochs });
  };
}

function concatenated(parts: readonly Int32Array[]): Int32Array {
  return Int32Array.from(parts.flatMap((part) => Array.from(part)));
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const result = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}

async function finished(
  request: HeadRequest,
  loaded: LoadedTensorFlow,
  head: Head,
  epochs: number,
  values: Float32Array | null,
  judged: LabelledVectors,
  rows: Int32Array,
  pause: Pause,
): Promise<TrainedHead> {
  const { kind, classCount } = request;
  const common = { head, backend: loaded.backend, epochs };
  if (!values) {
    return {
      ...common,
      fitted: await runPaced(fitOutput(kind, classCount, undefined), pause),
      heldOut: null,
      calibrationError: null,
    };
  }
  const truths = Array.from(rows, (row) => judged.labels[row]!);
  const known: HeldOut = { classCount, documentCount: rows.length, values, truths };
  const fitted = await runPaced(fitOutput(kind, classCount, known), pause);
  const ids = Int32Array.from(rows, (row) => judged.ids[row]!);
  const heldOut = await runPaced(heldOutPredictions({ ids, values: known }, fitted.output), pause);
  const error = await runPaced(calibrationError(kind, heldOut), pause);
  return { ...common, fitted, heldOut, calibrationError: error };
}
