import { sigmoid } from '../output/calibration.ts';
import { documentsPerStep, type HeldOut, heldOutAccuracy, truthTable } from '../output/held-out.ts';
import { areSmaller, heldOutLosses } from '../output/held-out-losses.ts';
import { chooseGlobalThreshold } from '../output/thresholds.ts';
import { inStretches, type Pause, runPaced, type Work } from '../work.ts';
import { type Fitting, foldLanes, judgeHeldOut } from './fitting.ts';
import type { HeldOutRows } from './held-out-rows.ts';
import type { LaneSet } from './solver/lane-fitter.ts';
import type { SolveLimits } from './solver/solve-lanes.ts';

/** The costs to choose from, ascending. */
export const costPath = [0.03, 0.1, 0.3, 1, 3] as const;
/** Where the search begins: the place of 0.3. */
const firstPlace = 2;
/** A higher cost takes longer to fit and fits the noise: it must score better by at least this much. */
const leastGainUpwards = 0.002;
/**
 * Up to so many documents, scores on held-out ones tell costs apart no better than chance does: there the search
 * begins with the highest cost, in which few documents fare best, and on a few folds.
 */
const fewDocuments = 1500;
const foldsForFew = 2;
/** A lower cost must then lose less by so many standard errors of the difference. */
const standardErrorsDownwards = 0.5;
/** What is used where there is nothing to choose by. */
const usualCost = 1;

/** LIBLINEAR's own default tolerance. */
export const fitLimits: SolveLimits = { tolerance: 0.1, least: 0.01, maximumEpochs: 400 };
/** While the cost is chosen and for calibration a rougher fit does: it ranks the documents the same. */
export const roughLimits: SolveLimits = { tolerance: 0.4, least: 0.08, maximumEpochs: 100 };
/**
 * Where folds start from others' dual variables, in which their own held-out documents had a part: small moves count
 * there, or that part stays (with 0.08 the held-out documents lost 0.03 nats more than with exact models, and the
 * softmax was 1.6 % too flat; with 0.02 it is 0.005 and 0.1 %).
 */
const sharedStartLimits: SolveLimits = { ...roughLimits, least: 0.02 };

/** Documents that are judged to choose the cost: as many folds as that takes. */
const judgedForCosts = 600;
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
  pause: Pause,
  onFraction: (fraction: number) => void,
): Promise<Tuned> {
  const { heldOut: rows, learned } = fitting;
  if (rows.by === 'none') return { cost: given || usualCost, heldOut: undefined, score: 0, folds: undefined };
  const search = searchFor(fitting);
  const searching = hasFew(fitting) ? searchDownwards : searchCost;
  const found = given === 0 ? await searching(fitting, search, pause, onFraction) : undefined;
  if (found && search.complete) return { ...found, folds: search.set };
  onFraction(0.7);
  const cost = found?.cost ?? given;
  const folds = foldLanes(fitting, learned, rows.foldCount);
  if (found) await startFromSearch(fitting, folds, search, pause);
  const limits = found ? sharedStartLimits : roughLimits;
  const heldOut = await judgeHeldOut(fitting, folds, cost, limits, rows.learned, rows.judged, pause);
  return { cost, heldOut, score: await runPaced(scoreOf(fitting, heldOut, learned), pause), folds };
}

/** What the cost is chosen by. */
interface Search {
  readonly classes: readonly number[];
  readonly folds: number;
  readonly learned: Int32Array;
  readonly judged: Int32Array;
  readonly set: LaneSet;
  /** All classes, folds and documents. */
  readonly complete: boolean;
}

function searchFor(fitting: Fitting): Search {
  const { heldOut, learned } = fitting;
  const fewer = largestClasses(fitting);
  const sizes = new Int32Array(heldOut.foldCount);
  for (const row of heldOut.judged) sizes[heldOut.folds[row]!]!++;
  const most = hasFew(fitting) ? Math.min(foldsForFew, heldOut.foldCount) : heldOut.foldCount;
  let folds = 0;
  let judged = 0;
  while (folds < most && judged < judgedForCosts) judged += sizes[folds++]!;
  const sample = sampled(heldOut);
  return {
    classes: fewer ?? learned,
    folds,
    learned: sample ?? heldOut.learned,
    judged: heldOut.judged.subarray(0, judged),
    set: foldLanes(fitting, fewer ?? learned, folds),
    complete: fewer === undefined && sample === undefined && folds === heldOut.foldCount,
  };
}

/** Folds that were not part of the search start from the dual variables of those that were. */
async function startFromSearch(
  { fitter }: Fitting,
  folds: LaneSet,
  search: Search,
  pause: Pause,
): Promise<void> {
  await fitter.startFrom(
    folds,
    search.set,
    ({ classIndex, fold }, rowFold) => {
      if (fold < search.folds) return { classIndex, fold };
      // The first fold's models know nothing of the rows that it judges.
      return { classIndex, fold: rowFold === 0 && search.folds > 1 ? 1 : 0 };
    },
    pause,
  );
}

const hasFew = ({ trainingRows }: Fitting): boolean => trainingRows <= fewDocuments;

interface Found extends Omit<Tuned, 'folds'> {
  readonly heldOut: HeldOut;
}

/** Goes down the path of costs as long as documents are clearly judged better; each fit goes on from the one before. */
async function searchDownwards(
  fitting: Fitting,
  { set, classes, learned, judged }: Search,
  pause: Pause,
  onFraction: (fraction: number) => void,
): Promise<Found> {
  const judgeAt = async (cost: number) => {
    const heldOut = await judgeHeldOut(fitting, set, cost, roughLimits, learned, judged, pause);
    return { cost, heldOut, losses: await runPaced(heldOutLosses(fitting.kind, heldOut), pause) };
  };
  const [highest, ...lower] = costPath.toReversed();
  let best = await judgeAt(highest!);
  for (const [tried, cost] of lower.entries()) {
    onFraction((0.7 * (tried + 1)) / costPath.length);
    const next = await judgeAt(cost);
    if (!areSmaller(next.losses, best.losses, standardErrorsDownwards)) break;
    best = next;
  }
  const { cost, heldOut } = best;
  return { cost, heldOut, score: await runPaced(scoreOf(fitting, heldOut, classes), pause) };
}

/** Climbs along the path of costs as long as the score rises; each fit goes on from the one before. */
async function searchCost(
  fitting: Fitting,
  { set, classes, learned, judged }: Search,
  pause: Pause,
  onFraction: (fraction: number) => void,
): Promise<Found> {
  let tried = 0;
  const judgeAt = async (place: number) => {
    onFraction((0.7 * tried) / (tried + 2));
    tried++;
    const cost = costPath[place]!;
    const heldOut = await judgeHeldOut(fitting, set, cost, roughLimits, learned, judged, pause);
    return { cost, heldOut, score: await runPaced(scoreOf(fitting, heldOut, classes), pause) };
  };
  let place: number = firstPlace;
  let best = await judgeAt(place);
  const above = await judgeAt(place + 1);
  const direction = above.score >= best.score + leastGainUpwards ? 1 : -1;
  if (direction === 1) {
    best = above;
    place++;
  }
  for (place += direction; place >= 0 && place < costPath.length; place += direction) {
    const next = await judgeAt(place);
    if (direction === 1 ? next.score < best.score + leastGainUpwards : next.score <= best.score) break;
    best = next;
  }
  return best;
}

/** Of one fold's many rows evenly spread ones, or nothing where all are used. */
function sampled({ learned, foldCount }: HeldOutRows): Int32Array | undefined {
  const every = foldCount === 1 ? Math.floor(learned.length / documentsForCosts) : 1;
  return every <= 1 ? undefined : learned.filter((_, place) => place % every === 0);
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

function scoreOf({ kind }: Fitting, heldOut: HeldOut, classes: readonly number[]): Work<number> {
  return kind === 'single' ? heldOutAccuracy(heldOut) : bestMicroF1(heldOut, classes);
}

/** With any increasing map from decision values to probabilities: only their order counts here. */
function* bestMicroF1(heldOut: HeldOut, learned: readonly number[]): Work<number> {
  const { classCount, documentCount, values } = heldOut;
  const counted = new Set(learned);
  const truths = heldOut.truths.map((classes) => classes.filter((k) => counted.has(k)));
  const truth = truthTable({ ...heldOut, truths });
  const probabilities = new Float32Array(values.length);
  yield* inStretches(documentCount, documentsPerStep(classCount), (from, to) => {
    for (let cell = from * classCount; cell < to * classCount; cell++) {
      probabilities[cell] = sigmoid(3 * values[cell]!);
    }
  });
  return (yield* chooseGlobalThreshold({ classCount, documentCount, probabilities, truth })).microF1;
}
