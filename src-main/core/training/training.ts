import type { EncoderDetails } from '../../domain/encoder.ts';
import { AppError } from '../../domain/errors.ts';
import { families } from '../../domain/families.ts';
import { checkPercentages } from '../../domain/splits.ts';
import { assertNotDeployed } from '../deployments/deployed.ts';
import { runTask } from '../jobs/run-task.ts';
import type { Training, TrainRequest } from '../learning.ts';
import { checkedModelName, modelExists } from '../models/models.ts';
import { assertWritable, type ProjectContext } from '../projects/project-context.ts';
import { checkedFamily } from './families.ts';
import { blocker, makePlan, type PlanFacts } from './plan.ts';
import { checkedSeed, split } from './split.ts';
import { runTraining } from './train-job.ts';

/** `onGone` hears of a model that a retraining has replaced. */
export function createTraining(context: ProjectContext, onGone: (modelId: number) => void): Training {
  let starting = false;
  return {
    families: () => families,
    async plan() {
      const [counts, volume] = await Promise.all([context.counts.settled(), context.volume()]);
      return makePlan(planFacts(context, counts), volume);
    },
    inspectEncoder: (path) =>
      runTask<EncoderDetails>(
        context.launcher,
        { kind: 'inspect-encoder', path },
        { signal: context.closing },
      ),
    split(request) {
      assertWritable(context);
      return split(context, request);
    },
    async start(request) {
      assertWritable(context);
      const checked = checkedRequest(request);
      if (starting || context.jobs.activeOf('train') !== undefined) {
        throw new AppError(
          'training_in_progress',
          'A training is running in this project. Wait for its end, or cancel it.',
        );
      }
      starting = true;
      try {
        return { jobId: await startJob(context, checked, onGone) };
      } finally {
        starting = false;
      }
    },
  };
}

async function startJob(
  context: ProjectContext,
  request: TrainRequest,
  onGone: (modelId: number) => void,
): Promise<number> {
  const replaces = context.store.models.findByName(request.modelName)?.id ?? null;
  if (replaces !== null && !request.overwrite) {
    throw modelExists(request.modelName);
  }
  if (replaces !== null) assertNotDeployed(context, replaces);
  const refusal = blocker(planFacts(context, await context.counts.settled()));
  if (refusal !== null) {
    throw refusal;
  }
  const title = replaces === null ? `Train “${request.modelName}”` : `Retrain “${request.modelName}”`;
  return context.jobs.start({ kind: 'train', title }, (control) =>
    runTraining(context, request, replaces, control, onGone),
  );
}

function checkedRequest(request: TrainRequest): TrainRequest {
  checkPercentages(request.percentages);
  return {
    ...request,
    modelName: checkedModelName(request.modelName),
    ...checkedFamily(request),
    seed: checkedSeed(request.seed),
  };
}

function planFacts(context: ProjectContext, counts: PlanFacts['counts']): PlanFacts {
  const { store } = context;
  return { kind: context.kind, counts, classes: store.classes.list(), models: store.models.list() };
}
