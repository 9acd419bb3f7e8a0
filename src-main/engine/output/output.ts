import type { ProjectKind } from '../../domain/project.ts';
import { inStretches, type Work } from '../work.ts';
import { fitSigmoid, fitSoftmaxScale, type Sigmoid, sigmoid } from './calibration.ts';
import { documentsPerStep, type HeldOut, truthTable } from './held-out.ts';
import type { Output } from './output-types.ts';
import { chooseThresholds, positivesForOwnThreshold } from './thresholds.ts';

export interface FittedOutput {
  readonly output: Output;
  readonly options: Readonly<Record<string, number | boolean>>;
  readonly notes: readonly string[];
}

/** Calibration and, in multi-label projects, thresholds, from documents that the model did not learn from. */
export function* fitOutput(
  kind: ProjectKind,
  classCount: number,
  heldOut: HeldOut | undefined,
): Work<FittedOutput> {
  if (kind === 'single') {
    const scale = yield* fitSoftmaxScale(
      heldOut?.values ?? new Float32Array(0),
      classCount,
      Int32Array.from(heldOut?.truths ?? [], (classes) => classes[0]!),
    );
    return { output: { kind, scale }, options: { scale }, notes: [] };
  }
  if (!heldOut) {
    const slopes = new Float64Array(classCount).fill(3);
    const offsets = new Float64Array(classCount);
    const thresholds = new Float32Array(classCount).fill(0.5);
    return {
      output: { kind, slopes, offsets, thresholds, bestIfNone: false },
      options: { threshold: 0.5 },
      notes: ['There were too few documents to tune thresholds: a class is given from a score of 0.5 on.'],
    };
  }
  return yield* fitMultiOutput(classCount, heldOut);
}

function* fitMultiOutput(classCount: number, heldOut: HeldOut): Work<FittedOutput> {
  const truth = truthTable(heldOut);
  const { slopes, offsets, pooled } = yield* fitSigmoids(classCount, heldOut, truth);
  const probabilities = new Float32Array(heldOut.values.length);
  yield* inStretches(heldOut.documentCount, documentsPerStep(classCount), (from, to) => {
    for (let index = from * classCount; index < to * classCount; index++) {
      const k = index % classCount;
      probabilities[index] = sigmoid(slopes[k]! * heldOut.values[index]! + offsets[k]!);
    }
  });
  const choice = yield* chooseThresholds({ ...heldOut, probabilities, truth });
  const { thresholds, bestIfNone } = choice;
  return {
    output: { kind: 'multi', slopes, offsets, thresholds, bestIfNone },
    options: {
      threshold: choice.global,
      ownThresholds: choice.ownThresholds,
      bestIfNone,
      heldOutMicroF1: choice.microF1,
    },
    notes:
      pooled === 0
        ? []
        : [
            `${pooled} ${pooled === 1 ? 'class has' : 'classes have'} fewer than ${positivesForOwnThreshold} documents to calibrate on and ${pooled === 1 ? 'shares' : 'share'} one calibration.`,
          ],
  };
}

/** A sigmoid per class; classes with few positive documents share one that is fitted on all classes. */
function* fitSigmoids(
  classCount: number,
  heldOut: HeldOut,
  truth: Uint8Array,
): Work<{ readonly slopes: Float64Array; readonly offsets: Float64Array; readonly pooled: number }> {
  const { documentCount, values } = heldOut;
  const slopes = new Float64Array(classCount);
  const offsets = new Float64Array(classCount);
  const small: number[] = [];
  const column = (k: number): { values: Float64Array; positive: Uint8Array } => ({
    values: Float64Array.from({ length: documentCount }, (_, document) => values[document * classCount + k]!),
    positive: Uint8Array.from({ length: documentCount }, (_, document) => truth[document * classCount + k]!),
  });
  for (let k = 0; k < classCount; k++) {
    const { values: ofClass, positive } = column(k);
    const positives = positive.reduce((sum, one) => sum + one, 0);
    const fitted =
      positives >= positivesForOwnThreshold && ofClass[0] !== -Infinity
        ? yield* fitSigmoid(ofClass, positive)
        : undefined;
    if (!fitted || fitted.slope <= 0) {
      small.push(k);
      continue;
    }
    slopes[k] = fitted.slope;
    offsets[k] = fitted.offset;
  }
  const shared = yield* fitShared(small, classCount, heldOut, truth);
  for (const k of small) {
    slopes[k] = shared.slope;
    offsets[k] = shared.offset;
  }
  return { slopes, offsets, pooled: small.length };
}

function* fitShared(
  small: readonly number[],
  classCount: number,
  { documentCount, values }: HeldOut,
  truth: Uint8Array,
): Work<Sigmoid> {
  const pooled = new Float64Array(documentCount * small.length);
  const positive = new Uint8Array(pooled.length);
  let size = 0;
  yield* inStretches(documentCount, documentsPerStep(small.length), (from, to) => {
    for (let start = from * classCount; start < to * classCount; start += classCount) {
      for (const k of small) {
        const value = values[start + k]!;
        if (value === -Infinity) continue;
        pooled[size] = value;
        positive[size++] = truth[start + k]!;
      }
    }
  });
  const fitted = yield* fitSigmoid(pooled.subarray(0, size), positive.subarray(0, size));
  return fitted.slope > 0 ? fitted : { slope: 3, offset: 0 };
}
