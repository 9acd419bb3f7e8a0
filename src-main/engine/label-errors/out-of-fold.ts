import type { LabelGroup } from '../../domain/label-errors/judged-labels.ts';
import { labelGroups } from '../../domain/label-errors/label-groups.ts';
import type { ProjectKind } from '../../domain/project.ts';
import { averageOf } from '../auto/averaging.ts';
import { judge } from '../auto/judging.ts';
import { type CorpusFacts, type CorpusLimits, surveyCorpus, usualLimits } from '../features/corpus.ts';
import { createThreadPool, type ThreadPool } from '../threads/pool.ts';
import type { HeldOutPredictions, TrainingContext, TrainingData } from '../types.ts';
import { type Pause, pauseOf, runPaced } from '../work.ts';
import { linearMember } from './linear-member.ts';
import type { Member } from './member.ts';
import { wordsMember } from './words-member.ts';

/** Rows are held twice, as learned from and as judged: texts of half the usual size. */
export const outOfFoldLimits: CorpusLimits = {
  ...usualLimits,
  charactersForCharacterNgrams: usualLimits.charactersForCharacterNgrams / 2,
  charactersForWords: usualLimits.charactersForWords / 2,
};

/** Bayes-weighted words are asked where they cost little: characters times classes, at most. */
const mostWorkForWords = 16_000_000;
/** Shares of the work: the words come after the `linear` family, the second round after both. */
const wordsFrom = 0.5;
const secondRoundFrom = 0.7;
/** Share of the documents that the second round may leave out. */
const mostLeftOut = 0.15;

/**
 * Which labels a five-fold cross-validation finds hard to believe, in two rounds: the second one learns nothing from
 * documents whose label the first one contradicts with confidence, so that wrong labels do not vouch for one another.
 * What both rounds say is averaged, as `auto` averages its candidates. Multi-label projects have one round: to leave a
 * document out would be to leave out its other classes too.
 * @throws AppError `too_few_documents`, `too_few_classes`: see `Trainer.train`; `cancelled`.
 */
export async function doubtedLabels(
  data: TrainingData,
  context: TrainingContext,
): Promise<{ readonly documents: number; readonly groups: readonly LabelGroup[] }> {
  const pool = createThreadPool(context.threads, context);
  const pause = pauseOf(context);
  try {
    const members = await membersFor(data, context, await surveyCorpus(data, context), pool);
    const first = await judgedBy(members, new Set());
    const round = await groupsFrom(data, first, pause);
    const without = data.kind === 'single' ? contradicted(round.groups, round.documents) : new Set<number>();
    if (without.size === 0) return round;
    context.onProgress({ phase: 'fitting', fraction: secondRoundFrom });
    const second = await judgedBy(members, without);
    return await groupsFrom(data, [...first, ...second], pause);
  } finally {
    await pool.close();
  }
}

async function membersFor(
  data: TrainingData,
  context: TrainingContext,
  { characters, documents }: CorpusFacts,
  pool: ThreadPool,
): Promise<readonly Member[]> {
  const firstShare: TrainingContext = {
    ...context,
    onProgress: (progress) => context.onProgress({ ...progress, fraction: wordsFrom * progress.fraction }),
  };
  const linear = await linearMember(data, firstShare, outOfFoldLimits, pool);
  if (characters * data.classes.length > mostWorkForWords) return [linear];
  context.onProgress({ phase: 'tuning', fraction: wordsFrom });
  // It tells of phases that are over.
  return [linear, await wordsMember(data, { ...context, onProgress: () => {} }, documents)];
}

async function judgedBy(
  members: readonly Member[],
  without: ReadonlySet<number>,
): Promise<readonly HeldOutPredictions[]> {
  const judged: HeldOutPredictions[] = [];
  for (const member of members) judged.push(await member.judge(without));
  return judged;
}

async function groupsFrom(
  { kind, classes }: TrainingData,
  judged: readonly HeldOutPredictions[],
  pause: Pause,
): Promise<{ readonly documents: number; readonly groups: readonly LabelGroup[] }> {
  const {
    ids,
    truths: labels,
    probabilities,
  } = (await averageOf(kind, judged, pause))?.heldOut ?? (await best(kind, judged, pause));
  const work = labelGroups({ kind, classCount: classes.length, ids, labels, probabilities });
  return { documents: ids.length, groups: await runPaced(work, pause) };
}

async function best(
  kind: ProjectKind,
  judged: readonly HeldOutPredictions[],
  pause: Pause,
): Promise<HeldOutPredictions> {
  const losses: number[] = [];
  for (const one of judged) losses.push((await runPaced(judge(kind, one), pause)).logLoss);
  return judged[losses.indexOf(Math.min(...losses))]!;
}

/** Documents with the labels that are contradicted most, each with confidence. */
function contradicted(groups: readonly LabelGroup[], documents: number): ReadonlySet<number> {
  const doubts = groups.flatMap((group) => group.doubts.filter(({ confident }) => confident));
  doubts.sort((a, b) => b.evidence - a.evidence || a.documentId - b.documentId);
  const most = Math.floor(mostLeftOut * documents);
  return new Set(doubts.slice(0, most).map(({ documentId }) => documentId));
}
