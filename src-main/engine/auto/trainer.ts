import { AppError } from '../../domain/errors.ts';
import { familyOf } from '../../domain/families.ts';
import { encodeArtefact } from '../artefact.ts';
import { surveyCorpus } from '../features/corpus.ts';
import { calibrationError } from '../output/calibration-error.ts';
import { leastHeldOut } from '../output/held-out-plan.ts';
import type { TrainedModel, Trainer, TrainingContext, TrainingData } from '../types.ts';
import { type Pause, pauseOf, runPaced } from '../work.ts';
import { alignedHeldOut } from './aligned.ts';
import { type Candidate, candidates, type DataFacts } from './candidates.ts';
import { type Choice, choose } from './choice.ts';
import { autoContent, autoFamily } from './model.ts';

/**
 * Trains every learner that fits the data and keeps the one that tells the held-out documents best, or a weighted
 * average of several where that is better still. The receipt says what was tried and why one was chosen.
 */
export const autoTrainer: Trainer = createAutoTrainer(candidates);

interface Trained {
  readonly candidate: Candidate;
  readonly model: TrainedModel;
}

/** @param tried the simplest first, which must not fail */
export function createAutoTrainer(tried: readonly Candidate[]): Trainer {
  return {
    family: autoFamily,
    train: async (data, context) => {
      const started = performance.now();
      const facts = await factsOf(data, context);
      const notes: string[] = [];
      const trained = await trainAll(fitting(tried, facts, notes), data, context, notes);
      const pause = pauseOf(context);
      context.onProgress({ phase: 'calibrating', fraction: 0.96, message: 'Comparing the learners' });
      const choice = await chooseAmong(data, trained, pause);
      context.onProgress({ phase: 'saving', fraction: 0.98 });
      const seconds = (performance.now() - started) / 1000;
      return finished(data, trained, choice, notes, seconds, pause);
    },
  };
}

async function factsOf(data: TrainingData, context: TrainingContext): Promise<DataFacts> {
  const { documents, characters, classSizes } = await surveyCorpus(data, context);
  return {
    kind: data.kind,
    documents,
    characters,
    classes: classSizes.reduce((sum, size) => sum + (size > 0 ? 1 : 0), 0),
    validation: data.validationSize,
    unlabelled: data.unlabelledSize,
    balanced: context.options.classWeights === 'balanced',
    hasEncoder: context.encoder !== null,
  };
}

function fitting(tried: readonly Candidate[], facts: DataFacts, notes: string[]): Candidate[] {
  const [simplest, ...others] = tried;
  // With nothing to compare them by there is nothing to choose.
  if (Math.max(facts.documents, facts.validation) < leastHeldOut) return [simplest!];
  const fit = others.filter((candidate) => {
    const problem = candidate.unfit(facts);
    if (problem) notes.push(`"${candidate.name}" was not tried: ${problem}.`);
    return problem === null;
  });
  return [simplest!, ...fit];
}

/** Candidates that cannot be trained here are left out with a note; the simplest must not fail. */
async function trainAll(
  fit: readonly Candidate[],
  data: TrainingData,
  context: TrainingContext,
  notes: string[],
): Promise<Trained[]> {
  const efforts = fit.reduce((sum, { effort }) => sum + effort, 0);
  const trained: Trained[] = [];
  let before = 0;
  for (const candidate of fit) {
    const from = before / efforts;
    before += candidate.effort;
    const share = candidate.effort / efforts;
    try {
      const model = await candidate.trainer.train(data, {
        ...context,
        options: optionsFor(candidate.trainer.family, context.options),
        onProgress: ({ phase, fraction }) =>
          context.onProgress({
            phase,
            fraction: 0.95 * (from + share * fraction),
            message: `Trying ${candidate.name}`,
          }),
      });
      trained.push({ candidate, model });
    } catch (error) {
      const lost = error instanceof AppError && error.code !== 'cancelled' && trained.length > 0;
      if (!lost) throw error;
      notes.push(`"${candidate.name}" could not be tried: ${error.message}`);
    }
  }
  return trained;
}

/** Those of the given options that the family has. */
function optionsFor(family: string, options: TrainingContext['options']): TrainingContext['options'] {
  const known = new Set(familyOf(family)?.options.map(({ id }) => id));
  return Object.fromEntries(Object.entries(options).filter(([id]) => known.has(id)));
}

/** Nothing where nothing was held out to compare them by. */
async function chooseAmong(
  data: TrainingData,
  trained: readonly Trained[],
  pause: Pause,
): Promise<Choice | undefined> {
  const judged = trained.flatMap(({ candidate, model }, place) =>
    model.heldOut ? [{ name: candidate.name, heldOut: model.heldOut, place }] : [],
  );
  if (judged.length === 0) return undefined;
  const heldOut = await runPaced(alignedHeldOut(judged.map((each) => each.heldOut)), pause);
  const choice = await choose(
    data.kind,
    judged.map(({ name }, index) => ({ name, heldOut: heldOut[index]! })),
    pause,
  );
  return { ...choice, places: choice.places.map((index) => judged[index]!.place) };
}

async function finished(
  data: TrainingData,
  trained: readonly Trained[],
  choice: Choice | undefined,
  notes: readonly string[],
  seconds: number,
  pause: Pause,
): Promise<TrainedModel> {
  const members = (choice?.places ?? [0]).map((place) => trained[place]!);
  const average = choice?.average;
  const content = autoContent({
    kind: data.kind,
    classes: data.classes,
    members: members.map(({ model }) => model.artefact),
    combination: average && { weights: average.weights, output: average.output },
  });
  const artefact = await runPaced(encodeArtefact(content), pause);
  const first = members[0]!.model.summary;
  const heldOut = choice?.heldOut;
  const error = heldOut
    ? await runPaced(calibrationError(data.kind, heldOut), pause)
    : first.calibrationError;
  return {
    artefact,
    summary: {
      family: autoFamily,
      backend: [...new Set(members.map(({ model }) => model.summary.backend))].join(' + '),
      options: optionsOf(members, choice),
      features: members.reduce((sum, { model }) => sum + model.summary.features, 0),
      tunedOn: first.tunedOn,
      calibrationError: error,
      candidates: choice?.results ?? [],
      because:
        choice?.because ??
        `There were too few labelled documents to compare learners by: ${members[0]!.candidate.name} was trained.`,
      seconds: { ...secondsOf(trained), total: seconds },
      notes: [...new Set([...notes, ...members.flatMap(({ model }) => model.summary.notes)])],
    },
    ...(heldOut ? { heldOut } : {}),
  };
}

/** The members' own options, each under its name, and the weights of an average. */
function optionsOf(members: readonly Trained[], choice: Choice | undefined): TrainingContext['options'] {
  const entries = members.flatMap(({ candidate, model }, m) => [
    ...(choice?.average ? [[`${candidate.name}.weight`, choice.average.weights[m]!] as const] : []),
    ...Object.entries(model.summary.options).map(
      ([id, value]) => [`${candidate.name}.${id}`, value] as const,
    ),
  ]);
  return Object.fromEntries(entries);
}

function secondsOf(trained: readonly Trained[]): Record<string, number> {
  return Object.fromEntries(
    trained.map(({ candidate, model }) => [
      candidate.name,
      Object.values(model.summary.seconds).reduce((sum, part) => sum + part, 0),
    ]),
  );
}
