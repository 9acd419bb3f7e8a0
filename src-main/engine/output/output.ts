import type { ProjectKind } from '../../domain/project.ts';
import { fitSigmoid, fitSoftmaxScale, type Sigmoid, sigmoid } from './calibration.ts';
import { type HeldOut, truthTable } from './held-out.ts';
import type { Output } from './output-types.ts';
import { chooseThresholds, positivesForOwnThreshold } from './thresholds.ts';

export interface FittedOutput {
  readonly output: Output;
  readonly options: Readonly<Record<string, number | boolean>>;
  readonly notes: readonly string[];
}

/** Calibration and, in multi-label projects, thresholds, from documents that the model did not learn from. */
export function fitOutput(kind: ProjectKind, classCount: number, heldOut: HeldOut | undefined): FittedOutput {
  if (kind === 'single') {
    const scale = fitSoftmaxScale(
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
  return fitMultiOutput(classCount, heldOut);
}

function fitMultiOutput(classCount: number, heldOut: HeldOut): FittedOutput {
  const truth = truthTable(heldOut);
  const { slopes, offsets, pooled } = fitSigmoids(classCount, heldOut, truth);
  const probabilities = new Float32Array(heldOut.values.length);
  for (let index = 0; index < probabilities.length; index++) {
    const k = index % classCount;
    probabilities[index] = sigmoid(slopes[k]! * heldOut.values[index]! + offsets[k]!);
  }
  const choice = chooseThresholds({ ...heldOut, probabilities, truth });
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
function fitSigmoids(classCount: number, heldOut: HeldOut, truth: Uint8Array) {
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
        ? fitSigmoid(ofClass, positive)
        : undefined;
    if (!fitted || fitted.slope <= 0) {
      small.push(k);
      continue;
    }
    slopes[k] = fitted.slope;
    offsets[k] = fitted.offset;
  }
  const shared = fitShared(small, classCount, heldOut, truth);
  for (const k of small) {
    slopes[k] = shared.slope;
    offsets[k] = shared.offset;
  }
  return { slopes, offsets, pooled: small.length };
}

function fitShared(
  small: readonly number[],
  classCount: number,
  heldOut: HeldOut,
  truth: Uint8Array,
): Sigmoid {
  const members = new Uint8Array(classCount);
  for (const k of small) members[k] = 1;
  const values: number[] = [];
  const positive: number[] = [];
  heldOut.values.forEach((value, index) => {
    if (members[index % classCount] === 0 || value === -Infinity) return;
    values.push(value);
    positive.push(truth[index]!);
  });
  const fitted = fitSigmoid(Float64Array.from(values), Uint8Array.from(positive));
  return fitted.slope > 0 ? fitted : { slope: 3, offset: 0 };
}
