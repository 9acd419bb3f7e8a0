import { sigmoid } from '../output/calibration.ts';
import { type HeldOut, heldOutAccuracy, truthTable } from '../output/held-out.ts';
import { chooseGlobalThreshold } from '../output/thresholds.ts';
import { type Fitting, foldLanes, judgeHeldOut } from './fitting.ts';
import type { LaneSet } from './solver/lane-fitter.ts';
import type { SolveLimits } from './solver/solve-lanes.ts';

/** The costs to choose from, ascending. */
export const costPath = [0.03, 0.1, 0.3, 1, 3] as const;
/** Where the search begins: the place of 0.3. */
const firstPlace = 2;
/** A higher cost takes longer to fit and fits the noise: it must score better by at least this much. */
const leastGainUpwards = 0.002;
/** What is used where there is nothing to choose by. */
const usualCost = 1;

/** LIBLINEAR's own default tolerance; while the cost is chosen, a rougher fit ranks them the same. */
export const fitLimits: SolveLimits = { tolerance: 0.1, least: 0.01, maximumEpochs: 400 };
const roughLimits: SolveLimits = { tolerance: 0.3, least: 0.05, maximumEpochs: 100 };

/** Where one part is held out, the cost is chosen by models of about so many documents. */
const documentsForCosts = 12_000;
/** From this much work on (entries of the matrix times classes), a cost is chosen by the largest classes alone. */
const workForFewerClasses = 300_000_000;
const fewerClasses = 32;

export interface Tuned {
  readonly cost: number;
  /** Decision values with the chosen cost. */
  readonly heldOut: HeldOut | undefined;
  /** Score on the held-out documents: accuracy, or micro-F1 with the best global threshold. */
  readonly score: number;
  /** The models that judged them, where the final fit may start. */
  readonly folds: LaneSet | undefined;
}

/**
 * Chooses the cost by the held-out documents and judges them with it.
 * @param given the cost to use, or 0 to choose
 */
export async function tune(
  fitting: Fitting,
  given: number,
  onFraction: (fraction: number) => void,
): Promise<Tuned> {
  const { heldOut: rows, learned } = fitting;
  if (rows.by === 'none') return { cost: given || usualCost, heldOut: undefined, score: 0, folds: undefined };
  const fewer = given === 0 ? largestClasses(fitting) : undefined;
  let set = foldLanes(fitting, fewer ?? learned);
  const cost = given || (await searchCost(fitting, set, fewer ?? learned, onFraction));
  onFraction(0.7);
  if (fewer) set = foldLanes(fitting, learned);
  const heldOut = await judgeHeldOut(fitting, set, cost, fitLimits, rows.learned);
  return { cost, heldOut, score: scoreOf(fitting, heldOut, learned), folds: set };
}

/** Climbs along the path of costs as long as the score rises; each fit goes on from the one before. */
async function searchCost(
  fitting: Fitting,
  set: LaneSet,
  classes: readonly number[],
  onFraction: (fraction: number) => void,
): Promise<number> {
  const learned = sampled(fitting);
  let tried = 0;
  const scoreAt = async (place: number): Promise<number> => {
    onFraction((0.7 * tried) / (tried + 2));
    tried++;
    const heldOut = await judgeHeldOut(fitting, set, costPath[place]!, roughLimits, learned);
    return scoreOf(fitting, heldOut, classes);
  };
  let best: number = firstPlace;
  let bestScore = await scoreAt(best);
  const above = await scoreAt(best + 1);
  const direction = above >= bestScore + leastGainUpwards ? 1 : -1;
  if (direction === 1) {
    best++;
    bestScore = above;
  }
  for (let place = best + direction; place >= 0 && place < costPath.length; place += direction) {
    const score = await scoreAt(place);
    if (direction === 1 ? score < bestScore + leastGainUpwards : score <= bestScore) break;
    best = place;
    bestScore = score;
  }
  return costPath[best]!;
}

/** Rows to choose the cost by: all that are learned from, or of one fold's many rows evenly spread ones. */
function sampled({ heldOut }: Fitting): Int32Array {
  const { learned, foldCount } = heldOut;
  const every = foldCount === 1 ? Math.max(1, Math.floor(learned.length / documentsForCosts)) : 1;
  return every === 1 ? learned : learned.filter((_, place) => place % every === 0);
}

/** In multi-label projects with much to do, some of the classes; else nothing. */
function largestClasses({ kind, learned, classSizes, entryCount }: Fitting): readonly number[] | undefined {
  if (kind === 'single' || learned.length <= fewerClasses) return undefined;
  if (entryCount * learned.length < workForFewerClasses) return undefined;
  const largest = [...learned]
    .sort((a, b) => classSizes[b]! - classSizes[a]! || a - b)
    .slice(0, fewerClasses);
  return largest.sort((a, b) => a - b);
}

function scoreOf({ kind }: Fitting, heldOut: HeldOut, classes: readonly number[]): number {
  return kind === 'single' ? heldOutAccuracy(heldOut) : bestMicroF1(heldOut, classes);
}

/** With any increasing map from decision values to probabilities: only their order counts here. */
function bestMicroF1(heldOut: HeldOut, learned: readonly number[]): number {
  const counted = new Set(learned);
  const truths = heldOut.truths.map((classes) => classes.filter((k) => counted.has(k)));
  const probabilities = heldOut.values.map((value) => sigmoid(3 * value));
  return chooseGlobalThreshold({ ...heldOut, probabilities, truth: truthTable({ ...heldOut, truths }) })
    .microF1;
}
