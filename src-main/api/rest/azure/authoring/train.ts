import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { OperationRecord } from '../../../../core/ports/operations.ts';
import type { OperationControl, RestContext, RestServer } from '../../context.ts';
import { invalidRequest } from '../errors.ts';
import { azureStatus } from '../names.ts';
import { apiVersionOf, bodyOf, pageFrom, paramOf, projectOf } from '../request.ts';
import {
  configVersions,
  type EvaluationOptions,
  familyOfVersion,
  trainModel,
  usualEvaluation,
} from '../training.ts';
import {
  answerAddress,
  answerJob,
  authoringBase,
  cancelJob,
  jobOf,
  jobsOf,
  projectPath,
  registerWork,
  setProjectValue,
  stateOf,
} from './jobs.ts';

const percentage = z.int().min(0).max(100);

export const trainBody = z.object({
  modelLabel: z.string().trim().min(1).max(100),
  trainingConfigVersion: z.string().max(100).nullish(),
  evaluationOptions: z
    .object({
      kind: z.string().nullish(),
      trainingSplitPercentage: percentage.nullish(),
      testingSplitPercentage: percentage.nullish(),
    })
    .nullish(),
});

/** What is written down of a training. */
interface TrainFields {
  readonly modelLabel: string;
  readonly trainingConfigVersion: string;
  readonly evaluation: EvaluationOptions;
}

interface TrainResult {
  /** Percentages. */
  readonly training: number;
  readonly evaluation: number;
  readonly startedAt: string;
  readonly trainedAt: string | null;
  readonly endedAt: string | null;
  readonly evaluated: boolean | null;
}

export function registerTrainWork(rest: RestContext): void {
  registerWork(rest, 'train', (operation, control) => train(rest, operation, control));
}

async function train(
  rest: RestContext,
  { project: name, request }: OperationRecord,
  control: OperationControl,
): Promise<TrainResult> {
  const { modelLabel, trainingConfigVersion, evaluation } = request as TrainFields;
  const project = await projectOf(rest, name ?? '');
  let state: TrainResult = {
    ...{ training: 0, evaluation: 0, startedAt: rest.now().toISOString() },
    ...{ trainedAt: null, endedAt: null, evaluated: null },
  };
  control.progress(0, state);
  let toldAt = performance.now();
  const family = familyOfVersion(trainingConfigVersion) ?? '';
  const asked = { modelName: modelLabel, family, evaluation };
  const { evaluated } = await trainModel(project, asked, control.signal, (progress) => {
    const percent = (share: number): number => Math.floor(share * 100);
    const trained = progress.training >= 1;
    state = {
      ...state,
      training: percent(progress.training),
      evaluation: percent(progress.evaluation),
      trainedAt: state.trainedAt ?? (trained ? rest.now().toISOString() : null),
    };
    if (performance.now() - toldAt < toldMilliseconds) return;
    toldAt = performance.now();
    control.progress((progress.training + progress.evaluation) / 2, state);
  });
  setProjectValue(rest, name ?? '', `evaluation/${modelLabel}`, evaluation);
  const endedAt = rest.now().toISOString();
  const trainedAt = state.trainedAt ?? endedAt;
  return { ...state, training: 100, evaluation: evaluated ? 100 : 0, trainedAt, endedAt, evaluated };
}

const toldMilliseconds = 300;

export function registerTrain(scope: FastifyInstance, rest: RestServer): void {
  const base = `/language${authoringBase}/:project`;
  scope.post(`${base}/::train`, async (request, reply) => {
    apiVersionOf(request);
    const { modelLabel, trainingConfigVersion, evaluationOptions } = bodyOf(trainBody, request);
    const version = trainingConfigVersion ?? '2022-05-01';
    if (familyOfVersion(version) === undefined) {
      throw invalidRequest(
        'InvalidParameterValue',
        `There is no trainingConfigVersion ${version}. Use ${configVersions.join(', ')}.`,
        'trainingConfigVersion',
        'InvalidArgument',
      );
    }
    const fields: TrainFields = {
      modelLabel,
      trainingConfigVersion: version,
      evaluation: evaluationOf(evaluationOptions),
    };
    const name = paramOf(request, 'project');
    await projectOf(rest, name);
    const jobsPath = `${projectPath(name)}/train/jobs`;
    return answerJob(rest, request, reply, { kind: 'train', project: name, fields, jobsPath });
  });
  scope.get(`${base}/train/jobs`, async (request) => {
    apiVersionOf(request);
    const name = paramOf(request, 'project');
    await projectOf(rest, name);
    return pageFrom(jobsOf(rest, 'train', name).map(trainState), request);
  });
  scope.get(`${base}/train/jobs/:job`, async (request) => {
    apiVersionOf(request);
    return trainState(jobOf(rest, 'train', paramOf(request, 'job'), paramOf(request, 'project')));
  });
  scope.post(`${base}/train/jobs/:job/::cancel`, async (request, reply) => {
    const name = paramOf(request, 'project');
    const { id } = jobOf(rest, 'train', paramOf(request, 'job'), name);
    cancelJob(rest, id);
    return answerAddress(request, reply, `${projectPath(name)}/train/jobs/${id}`);
  });
  scope.get(`/language${authoringBase}/global/training-config-versions`, async (request) => {
    apiVersionOf(request);
    const value = configVersions.map((trainingConfigVersion) => ({
      trainingConfigVersion,
      modelExpirationDate: neverExpires,
    }));
    return pageFrom(value, request);
  });
}

/** Models and deployments here stay as long as the project's file; the contract wants a date. */
export const neverExpires = '9999-12-31';

function evaluationOf(options: z.output<typeof trainBody>['evaluationOptions']): EvaluationOptions {
  if (options === null || options === undefined) return usualEvaluation;
  const kind = options.kind?.toLowerCase() ?? 'percentage';
  if (kind === 'manual') return { kind: 'manual' };
  const { trainingSplitPercentage: training, testingSplitPercentage: testing } = options;
  const train = training ?? (typeof testing === 'number' ? 100 - testing : 80);
  const test = testing ?? 100 - train;
  if (kind !== 'percentage' || train + test !== 100 || train === 0) {
    throw invalidRequest(
      'InvalidParameterValue',
      'evaluationOptions: kind is percentage or manual; the two percentages sum to 100, training gets at least 1.',
      'evaluationOptions',
      'InvalidArgument',
    );
  }
  return { kind: 'percentage', trainingSplitPercentage: train, testingSplitPercentage: test };
}

function trainState(record: OperationRecord): object {
  const { modelLabel, trainingConfigVersion } = record.request as TrainFields;
  const result = record.result as TrainResult | null;
  return {
    result: {
      ...{ modelLabel, trainingConfigVersion },
      ...estimateOf(record, result),
      trainingStatus: {
        percentComplete: result?.training ?? 0,
        ...(result === null ? {} : { startDateTime: result.startedAt }),
        ...(result?.trainedAt ? { endDateTime: result.trainedAt } : {}),
        status: partStatus(record, result?.trainedAt != null, result !== null),
      },
      evaluationStatus: {
        percentComplete: result?.evaluation ?? 0,
        ...(result?.trainedAt ? { startDateTime: result.trainedAt } : {}),
        ...(result?.endedAt ? { endDateTime: result.endedAt } : {}),
        status:
          result?.evaluated === false
            ? 'failed'
            : partStatus(record, result?.endedAt != null, result?.trainedAt != null),
      },
    },
    ...stateOf(
      record,
      result?.evaluated === false
        ? ['The model was trained without an evaluation: too few test documents.']
        : [],
    ),
  };
}

/** Of training or evaluation: over, begun, or as the whole job when that has ended otherwise. */
function partStatus(record: OperationRecord, over: boolean, begun: boolean): string {
  if (over) return 'succeeded';
  if (record.status === 'running' || record.status === 'waiting') return begun ? 'running' : 'notStarted';
  return azureStatus[record.status];
}

function estimateOf({ status }: OperationRecord, result: TrainResult | null): object {
  if (status !== 'running' || result === null || result.training < 5) return {};
  const started = Date.parse(result.startedAt);
  const end = started + ((Date.now() - started) * 100) / result.training;
  return { estimatedEndDateTime: new Date(end).toISOString() };
}
