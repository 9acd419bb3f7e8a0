import type { ProjectSource } from '../../../core/ports/batch-task.ts';
import { createNearestSearch, excerptUnits } from '../../../domain/drift/nearest.ts';
import { inTenths, scoreBin, scoreBinCount } from '../../../domain/drift/score-bins.ts';
import { shiftOf, unseenWords, worstLevel } from '../../../domain/drift/shift.ts';
import { minimalDriftDocuments } from '../../../domain/drift/thresholds.ts';
import type { ClassShift, Drift, ScoreShift, StrangeInput } from '../../../domain/drift/types.ts';
import { createVocabulary, type Vocabulary } from '../../../domain/drift/vocabulary.ts';
import type { ClassifierPrediction } from '../../../engine/types.ts';
import { openReadOnly, type ReadOnlyProject, type StreamedDocument } from '../../../store/read-only.ts';
import type { TaskContext } from '../task-context.ts';
import type { DriftState } from './drift-watch.ts';
import type { TallyState } from './tally.ts';

/** Training documents whose words are counted and among which the nearest are looked for: at most about so many. */
const trainingSample = 50_000;
/** Documents whose answers the answers for the files are compared with. */
const referenceSample = 1000;
const nearestDocuments = 3;

type Predict = (texts: readonly string[]) => Promise<readonly ClassifierPrediction[]>;
/** As the run decides: by the model, or by the rule of a deployment. */
type Decide = (prediction: ClassifierPrediction) => ClassifierPrediction;

/** The words of the training documents, of an even part of them where there are many. */
export async function trainingVocabulary(
  { projectPath, trained }: ProjectSource,
  context: TaskContext,
): Promise<Vocabulary> {
  const vocabulary = createVocabulary();
  await inProject(projectPath, async (project) => {
    for (const batch of trainingDocuments(project, trained)) {
      context.progress({ phase: 'Reading the words of the training documents', fraction: null });
      for (const { text } of batch) vocabulary.add(text);
      await context.pause();
    }
  });
  return vocabulary;
}

export interface DriftQuestion {
  readonly source: ProjectSource;
  readonly classes: readonly string[];
  readonly vocabulary: Vocabulary;
  readonly tally: TallyState;
  readonly state: DriftState;
  readonly predict: Predict;
  readonly decide: Decide;
}

/** Null where there is too little to compare. */
export async function driftReport(question: DriftQuestion, context: TaskContext): Promise<Drift | null> {
  const { source, vocabulary, tally, state } = question;
  const expected = vocabulary.expectedUnseen();
  if (tally.documents < minimalDriftDocuments || expected === null) return null;
  context.progress({ phase: 'Comparing with the training documents', fraction: null });
  return await inProject(source.projectPath, async (project) => {
    const reference = await referenceAnswers(project, question, context);
    if (reference === null) return null;
    const words = unseenWords(state.words === 0 ? 0 : state.unseen / state.words, expected);
    const classes = classShift(question.classes, tally, reference);
    const scores = scoreShift(tally, state, reference);
    const levels = [words.level, classes.level, scores.level];
    return {
      level: worstLevel(levels),
      words,
      classes,
      scores,
      reference: { dataset: reference.dataset, documents: reference.documents },
      trainingDocuments: vocabulary.documents,
      strangest: await withNearest(project, question, context),
    };
  });
}

interface Reference {
  readonly dataset: 'validation' | 'train';
  readonly documents: number;
  /** Answers by class, then those of no class. */
  readonly answers: readonly number[];
  readonly scores: readonly number[];
  readonly scoreSum: number;
}

/** What the model says of validation documents, which it did not learn from; of training documents without enough of them. */
async function referenceAnswers(
  project: ReadOnlyProject,
  { source, classes, tally, predict, decide }: DriftQuestion,
  context: TaskContext,
): Promise<Reference | null> {
  // No more than the files themselves have: some learners take long for a document.
  const wanted = Math.min(referenceSample, tally.documents);
  for (const dataset of ['validation', 'train'] as const) {
    const every = Math.max(1, Math.floor(source.trained[dataset] / wanted));
    const answers = new Array<number>(classes.length + 1).fill(0);
    const scores = new Array<number>(scoreBinCount).fill(0);
    let documents = 0;
    let scoreSum = 0;
    for (const batch of project.streamDocuments({ labelled: true, datasets: [dataset], every })) {
      const taken = batch.slice(0, wanted - documents);
      for (const prediction of await predict(taken.map(({ text }) => text))) {
        const { predicted } = decide(prediction);
        const score = Math.max(0, ...prediction.scores);
        scores[scoreBin(score)]!++;
        scoreSum += score;
        for (const index of predicted) answers[index]!++;
        if (predicted.length === 0) answers[answers.length - 1]!++;
      }
      documents += taken.length;
      await context.pause();
      if (documents >= wanted) break;
    }
    if (documents >= minimalDriftDocuments) return { dataset, documents, answers, scores, scoreSum };
  }
  return null;
}

function classShift(names: readonly string[], tally: TallyState, reference: Reference): ClassShift {
  const observed = [...tally.classes, tally.none];
  const all = sum(observed);
  const expectedAll = sum(reference.answers);
  const shares = observed.map((count, index) => ({
    name: names[index] ?? null,
    share: count / Math.max(1, all),
    expected: reference.answers[index]! / Math.max(1, expectedAll),
  }));
  const used = observed.map((count, index) => count + reference.answers[index]! > 0);
  const inUse = (counts: readonly number[]): readonly number[] => counts.filter((_, index) => used[index]);
  return {
    ...shiftOf(inUse(observed), inUse(reference.answers)),
    classes: shares
      .filter((_, index) => used[index])
      .sort((a, b) => Math.abs(b.share - b.expected) - Math.abs(a.share - a.expected)),
  };
}

function scoreShift(tally: TallyState, state: DriftState, reference: Reference): ScoreShift {
  const bins = inTenths(state.scores, reference.scores);
  return {
    ...shiftOf(bins.observed, bins.expected),
    mean: state.scoreSum / tally.documents,
    expected: reference.scoreSum / reference.documents,
  };
}

async function withNearest(
  project: ReadOnlyProject,
  { source, vocabulary, state }: DriftQuestion,
  context: TaskContext,
): Promise<readonly StrangeInput[]> {
  const found = [
    ...state.byWords.map((one) => ({ ...one, because: 'words' as const })),
    ...state.byScore.map((one) => ({ ...one, because: 'score' as const })),
  ];
  const search = createNearestSearch(
    found.map(({ text }) => text),
    vocabulary,
    nearestDocuments,
  );
  for (const batch of trainingDocuments(project, source.trained)) {
    for (const { id, text } of batch) search.add(id, text);
    await context.pause();
  }
  const nearest = search.results();
  return found.map((one, index) => ({
    ...one,
    text: one.text.slice(0, excerptUnits),
    nearest: nearest[index]!,
  }));
}

function trainingDocuments(
  project: ReadOnlyProject,
  trained: ProjectSource['trained'],
): Iterable<readonly StreamedDocument[]> {
  const every = Math.max(1, Math.ceil(trained.train / trainingSample));
  return project.streamDocuments({ labelled: true, datasets: ['train'], every });
}

async function inProject<Result>(
  path: string,
  work: (project: ReadOnlyProject) => Promise<Result>,
): Promise<Result> {
  const project = openReadOnly(path);
  try {
    return await work(project);
  } finally {
    project.close();
  }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
