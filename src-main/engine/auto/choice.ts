import type { CandidateResult } from '../../domain/families.ts';
import type { ProjectKind } from '../../domain/project.ts';
import type { HeldOutPredictions } from '../types.ts';
import { type Pause, runPaced } from '../work.ts';
import { type Average, averageOf } from './averaging.ts';
import { beats, type Judgement, judge } from './judging.ts';

/** What a trained candidate says of the held-out documents. Candidates come in order, the simplest first. */
export interface JudgedCandidate {
  readonly name: string;
  readonly heldOut: HeldOutPredictions;
}

export interface Choice {
  /** The places of the chosen candidates: of one that stands as it is, or of the average's members. */
  readonly places: readonly number[];
  readonly average: Average | undefined;
  readonly heldOut: HeldOutPredictions;
  readonly results: readonly CandidateResult[];
  readonly because: string;
}

interface Tried extends JudgedCandidate {
  readonly judgement: Judgement;
}

/** Chooses one of the candidates, or a weighted average of several, by what they say of the held-out documents. */
export async function choose(
  kind: ProjectKind,
  candidates: readonly JudgedCandidate[],
  pause: Pause,
): Promise<Choice> {
  const judged = (heldOut: HeldOutPredictions) => runPaced(judge(kind, heldOut), pause);
  const singles: Tried[] = [];
  for (const each of candidates) singles.push({ ...each, judgement: await judged(each.heldOut) });
  let single = singles[0]!;
  for (const other of singles.slice(1)) if (beats(other.judgement, single.judgement)) single = other;
  const average = await averageOf(
    kind,
    candidates.map((each) => each.heldOut),
    pause,
  );
  const averaged: Tried | undefined = average && {
    name: average.places.map((place) => candidates[place]!.name).join(' + '),
    heldOut: average.heldOut,
    judgement: await judged(average.heldOut),
  };
  const chosen = averaged && beats(averaged.judgement, single.judgement) ? averaged : single;
  const tried = averaged ? [...singles, averaged] : singles;
  return {
    places: chosen === averaged ? average!.places : [singles.indexOf(single)],
    average: chosen === averaged ? average : undefined,
    heldOut: chosen.heldOut,
    results: tried.map((each) => ({
      name: each.name,
      score: each.judgement.score,
      logLoss: each.judgement.logLoss,
      chosen: each === chosen,
    })),
    because: reason(kind, chosen, single, singles, averaged),
  };
}

function reason(
  kind: ProjectKind,
  chosen: Tried,
  single: Tried,
  singles: readonly Tried[],
  averaged: Tried | undefined,
): string {
  const measure = kind === 'single' ? 'accuracy' : 'micro-F1';
  const percent = (tried: Tried): string => `${(100 * tried.judgement.score).toFixed(1)} %`;
  const documents = `${single.heldOut.truths.length.toLocaleString('en')} held-out documents`;
  if (chosen === averaged) {
    return `On ${documents}, the weighted average "${chosen.name}" reached ${percent(chosen)} ${measure}; the best single learner, ${single.name}, ${percent(single)}.`;
  }
  if (singles.length === 1) return `Only ${single.name} fits this data.`;
  const higher = singles.filter((other) => other.judgement.score > single.judgement.score);
  const rest =
    higher.length > 0
      ? `${higher.map((other) => `${other.name} reached ${percent(other)}`).join(' and ')}, which is no more than chance: the simpler one was kept.`
      : `${averaged ? 'Neither another learner nor an average' : 'No other learner'} did better.`;
  return `On ${documents}, ${single.name} reached ${percent(single)} ${measure}. ${rest[0]!.toUpperCase()}${rest.slice(1)}`;
}
