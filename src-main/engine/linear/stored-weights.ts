import { type ArtefactArray, type ArtefactContent, arrayOf, damaged } from '../artefact.ts';
import { inStretches, type Work } from '../work.ts';
import type { ClassWeights } from './weights.ts';

/**
 * Weights smaller than this share of their class's largest are left out. On held-out fifths of training sets, this
 * and the rounding to 8 bits changed the predicted class of one document in a thousand, and no accuracy by more than
 * a thousandth, up or down.
 */
const leastShare = 1 / 500;
const largestStep = 127;
/** A feature's steps are as large as 2 to the power of (code - 160) / 8 over 127 says: from 2⁻²⁰ to 2¹². */
const stepCodes = 256;
const stepsPerOctave = 8;
const codeOfOne = 160;
const stepSizes = Float64Array.from(
  { length: stepCodes },
  (_, code) => 2 ** ((code - codeOfOne) / stepsPerOctave) / largestStep,
);

/** Weights and features handled in one step. */
const entriesPerStep = 100_000;
/** Weights looked at in one step. */
const weightsPerStep = 1_000_000;

const names = { features: 'weights.features', steps: 'weights.steps', intercepts: 'intercepts' } as const;

/**
 * Stored forms of weights: one byte each, in steps whose size is the feature's own. Feature by feature
 * `weights.features` holds the number of its weights times two, as a packed number; if that is odd, one bit for each
 * class, else the gaps between its classes as packed numbers; and if there are weights, the code of the step.
 * {@link weightsFrom} reads it back.
 */
export function* storedWeights(weights: ClassWeights): Work<Record<string, ArtefactArray>> {
  const { featureCount, classCount, offsets, classes } = weights;
  const least = yield* leastWeights(weights);
  const writer = new ByteWriter(weights.weights.length + featureCount * 3);
  // One more of each: what is not kept is written too, and overwritten. A branch would often be foreseen wrongly.
  const steps = new Int8Array(weights.weights.length + 1);
  const keptClasses = new Uint16Array(classCount + 1);
  const bitmap = Math.ceil(classCount / 8);
  let stepCount = 0;
  let nextYield = entriesPerStep;
  for (let feature = 0; feature < featureCount; feature++) {
    if (offsets[feature]! + feature > nextYield) {
      nextYield += entriesPerStep;
      yield;
    }
    const code = stepCode(weights, feature);
    const perUnit = 1 / stepSizes[code]!;
    const end = offsets[feature + 1]!;
    let kept = 0;
    for (let entry = offsets[feature]!; entry < end; entry++) {
      const weight = weights.weights[entry]!;
      const k = classes[entry]!;
      const step = Math.round(Math.max(-largestStep, Math.min(largestStep, weight * perUnit)));
      steps[stepCount + kept] = step;
      keptClasses[kept] = k;
      kept += Number(step !== 0) & Number(Math.abs(weight) >= least[k]!);
    }
    stepCount += kept;
    const asBits = kept > bitmap;
    writer.number(kept * 2 + (asBits ? 1 : 0));
    if (asBits) writer.bits(keptClasses, kept, bitmap);
    else writer.gaps(keptClasses, kept);
    if (kept > 0) writer.byte(code);
  }
  return {
    [names.features]: writer.bytes(),
    [names.steps]: new Uint8Array(steps.buffer, 0, stepCount).slice(),
    [names.intercepts]: weights.intercepts,
  };
}

/** @throws AppError `project_damaged` when parts are missing or do not fit together. */
export function* weightsFrom(
  content: ArtefactContent,
  featureCount: number,
  classCount: number,
): Work<ClassWeights> {
  const steps = new Int8Array(arrayOf(content, names.steps, 'u8').buffer);
  const reader = new ByteReader(arrayOf(content, names.features, 'u8'));
  const offsets = new Uint32Array(featureCount + 1);
  const classes = new Uint16Array(steps.length);
  const weights = new Float32Array(steps.length);
  let entry = 0;
  let nextYield = entriesPerStep;
  for (let feature = 0; feature < featureCount; feature++) {
    if (entry + feature > nextYield) {
      nextYield += entriesPerStep;
      yield;
    }
    const head = reader.number();
    const end = entry + (head >>> 1);
    if (end > steps.length) throw misfit();
    if (head % 2 === 1) reader.bits(classes, entry, end, classCount);
    else reader.gaps(classes, entry, end);
    const size = end > entry ? stepSizes[reader.byte()]! : 0;
    for (; entry < end; entry++) {
      if (classes[entry]! >= classCount) throw misfit();
      weights[entry] = steps[entry]! * size;
    }
    offsets[feature + 1] = end;
  }
  const intercepts = arrayOf(content, names.intercepts, 'f64');
  if (entry !== steps.length || intercepts.length !== classCount || !reader.atEnd) throw misfit();
  return { featureCount, classCount, offsets, classes, weights, intercepts };
}

const misfit = (): Error => damaged('its weights do not fit its classes');

/** Per class the weight below which nothing is kept. */
function* leastWeights({ classCount, classes, weights }: ClassWeights): Work<Float64Array> {
  const least = new Float64Array(classCount);
  yield* inStretches(weights.length, weightsPerStep, (from, to) => {
    for (let entry = from; entry < to; entry++) {
      const size = Math.abs(weights[entry]!) * leastShare;
      if (size > least[classes[entry]!]!) least[classes[entry]!] = size;
    }
  });
  return least;
}

/** The finest steps of which 127 reach the feature's largest weight. */
function stepCode({ offsets, weights }: ClassWeights, feature: number): number {
  let largest = 0;
  for (let entry = offsets[feature]!; entry < offsets[feature + 1]!; entry++) {
    largest = Math.max(largest, Math.abs(weights[entry]!));
  }
  if (largest === 0) return 0;
  const code = Math.ceil(Math.log2(largest) * stepsPerOctave) + codeOfOne;
  return Math.max(0, Math.min(stepCodes - 1, code));
}

class ByteWriter {
  private buffer: Uint8Array;
  private at = 0;

  constructor(size: number) {
    this.buffer = new Uint8Array(size + 16);
  }

  byte(value: number): void {
    if (this.at === this.buffer.length) {
      const larger = new Uint8Array(this.at * 2);
      larger.set(this.buffer);
      this.buffer = larger;
    }
    this.buffer[this.at++] = value;
  }

  /** Seven bits a byte, the lowest first; 128 = more follow. */
  number(value: number): void {
    let rest = value;
    for (; rest > 127; rest >>>= 7) this.byte((rest & 127) | 128);
    this.byte(rest);
  }

  gaps(ascending: Uint16Array, count: number): void {
    for (let index = 0, before = -1; index < count; index++) {
      this.number(ascending[index]! - before - 1);
      before = ascending[index]!;
    }
  }

  bits(ascending: Uint16Array, count: number, size: number): void {
    for (let index = 0, byte = 0; byte < size; byte++) {
      let bits = 0;
      for (; index < count && ascending[index]! >> 3 === byte; index++) bits |= 1 << (ascending[index]! & 7);
      this.byte(bits);
    }
  }

  bytes(): Uint8Array {
    return this.buffer.slice(0, this.at);
  }
}

class ByteReader {
  private readonly source: Uint8Array;
  private at = 0;

  constructor(source: Uint8Array) {
    this.source = source;
  }

  get atEnd(): boolean {
    return this.at === this.source.length;
  }

  byte(): number {
    if (this.atEnd) throw misfit();
    return this.source[this.at++]!;
  }

  number(): number {
    let value = 0;
    for (let shift = 0; shift < 29; shift += 7) {
      const byte = this.byte();
      value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
    }
    throw misfit();
  }

  gaps(into: Uint16Array, from: number, to: number): void {
    for (let entry = from, before = -1; entry < to; entry++) {
      before += this.number() + 1;
      into[entry] = before;
    }
  }

  bits(into: Uint16Array, from: number, to: number, classCount: number): void {
    let entry = from;
    for (let first = 0; first < classCount; first += 8) {
      const bits = this.byte();
      for (let bit = 0; bit < 8; bit++) {
        if ((bits & (1 << bit)) === 0) continue;
        if (entry === to) throw misfit();
        into[entry++] = first + bit;
      }
    }
    if (entry !== to) throw misfit();
  }
}
