import { type ScoreSketch, type SparseCounts, scoreBins } from '../metrics/analysis.ts';
import { type Interval, wilsonInterval } from '../metrics/wilson.ts';
import { descendingBins } from './score-sketch.ts';

/** What is accepted without a person from some score on. */
export interface Acceptance {
  /**
   * Single-label: the least score of the predicted class that is accepted. Multi-label: the least distance of a
   * score from its class's threshold.
   */
  readonly from: number;
  readonly accepted: number;
  /** Share of all documents (multi-label: of all decisions) that is accepted. */
  readonly share: number;
  /** Share of the accepted that is right, with its 95 % interval. */
  readonly accuracy: number;
  readonly interval: Interval;
}

/** Cumulated from the surest down. */
interface Step {
  readonly from: number;
  readonly right: number;
  readonly wrong: number;
}

/** All that can be accepted, the surest first: one step for each score that occurs. For drawing. */
export function acceptanceCurve(right: SparseCounts, wrong: SparseCounts): readonly Acceptance[] {
  return curveOf(
    descendingBins(right, wrong).map(({ bin, first, second }) => ({
      from: bin / scoreBins,
      right: first,
      wrong: second,
    })),
  );
}

/**
 * The largest share of documents that can be accepted, most confident first, with at least the target accuracy
 * among them; null where not even the surest are that right. Single-label, over all classes.
 */
export function acceptAt(sketch: ScoreSketch, target: number): Acceptance | null {
  const predicted = sketch.predicted ?? [];
  const right = predicted.flatMap((one) => one.right);
  const wrong = predicted.flatMap((one) => one.wrong);
  return largest(acceptanceCurve(right, wrong), target);
}

/** The same for each predicted class by itself: every class then keeps the target. */
export function acceptAtByClass(sketch: ScoreSketch, target: number): readonly (Acceptance | null)[] {
  return (sketch.predicted ?? []).map(({ right, wrong }) => largest(acceptanceCurve(right, wrong), target));
}

/**
 * Multi-label, by decision: whether a document gets a class is a decision of its own, and the surer the further its
 * score lies from the class's threshold. Nearer than `from` a decision goes to a person.
 */
export function acceptDecisionsAt(
  sketch: ScoreSketch,
  thresholds: readonly number[],
  target: number,
): Acceptance | null {
  const byDistance = new Map<number, { right: number; wrong: number }>();
  sketch.classes.forEach(({ positive, negative }, k) => {
    const threshold = Math.round((thresholds[k] ?? 0.5) * scoreBins);
    for (const { bin, first, second } of descendingBins(positive, negative)) {
      // A bin below the threshold is as far from it as its upper end.
      const distance = bin >= threshold ? bin - threshold : threshold - bin - 1;
      const entry = byDistance.get(distance) ?? { right: 0, wrong: 0 };
      entry.right += bin >= threshold ? first : second;
      entry.wrong += bin >= threshold ? second : first;
      byDistance.set(distance, entry);
    }
  });
  const steps = [...byDistance].sort(([a], [b]) => b - a);
  return largest(
    curveOf(steps.map(([distance, counts]) => ({ from: distance / scoreBins, ...counts }))),
    target,
  );
}

function curveOf(steps: readonly Step[]): readonly Acceptance[] {
  const all = steps.reduce((sum, { right, wrong }) => sum + right + wrong, 0);
  let [right, accepted] = [0, 0];
  return steps.map((step) => {
    right += step.right;
    accepted += step.right + step.wrong;
    return {
      from: step.from,
      accepted,
      share: accepted / all,
      accuracy: right / accepted,
      interval: wilsonInterval(right, accepted),
    };
  });
}

function largest(curve: readonly Acceptance[], target: number): Acceptance | null {
  return curve.findLast(({ accuracy }) => accuracy >= target) ?? null;
}
