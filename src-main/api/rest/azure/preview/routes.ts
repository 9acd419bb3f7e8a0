import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { OperationRecord } from '../../../../core/ports/operations.ts';
import { AppError, toErrorData } from '../../../../domain/errors.ts';
import type { OperationControl, RestContext, RestServer } from '../../context.ts';
import { queueOf } from '../authoring/jobs.ts';
import { AzureError, type AzureErrorBody, azureErrorOfData, azureErrorsOf } from '../errors.ts';
import { azureStatus } from '../names.ts';
import { bodyOf, paramOf, projectOf } from '../request.ts';
import { familyOfVersion, trainModel, usualEvaluation } from '../training.ts';

const service = 'azure-preview';
const kind = 'train';
const base = '/language/text/authoring/v1.0-preview.2/projects/:project/train';
const secondsToLive = 7 * 24 * 3600;

export const previewTrainBody = z.object({
  tasks: z
    .array(z.object({ trainingModelName: z.string().min(1).max(100) }))
    .min(1)
    .max(10),
});

type TrainFields = z.output<typeof previewTrainBody>;
type Status = 'notStarted' | 'running' | 'succeeded' | 'failed' | 'cancelled';

/** A model of the job, as the contract prints it. */
interface TaskState {
  readonly trainingModelName: string;
  readonly evaluationStatus: StepState;
  readonly status: Status;
  readonly lastUpdatedDateTime: string;
  readonly error: AzureErrorBody | null;
}

interface StepState {
  readonly status: Status;
  readonly lastUpdatedDateTime: string;
  readonly error: AzureErrorBody | null;
}

export function registerPreviewWork(rest: RestContext): void {
  rest.operations.register(service, kind, (operation, control) => train(rest, operation, control));
}

/** The preview of 2021, as far as its documentation prints it. */
export function registerPreview(scope: FastifyInstance, rest: RestServer): void {
  scope.post(base, async (request, reply) => {
    const fields = bodyOf(previewTrainBody, request);
    const project = paramOf(request, 'project');
    await projectOf(rest, project);
    const { id } = rest.operations.start({
      ...{ service, kind, project, request: fields, secondsToLive },
      queue: queueOf(project),
    });
    const folder = request.url.split('?')[0]!.replace(/\/$/, '');
    return reply.code(202).header('location', `http://${request.headers.host}${folder}/jobs/${id}`).send();
  });
  scope.get(`${base}/jobs/:job`, async (request) => {
    const record = rest.operations.find(service, paramOf(request, 'job'));
    if (record?.project !== paramOf(request, 'project')) {
      throw new AzureError(404, { code: 'NotFound', message: 'There is no such job, or it has expired.' });
    }
    return stateOf(record);
  });
}

/** One model after the other; one that fails leaves the others be. */
async function train(
  rest: RestContext,
  { project: name, request, result }: OperationRecord,
  control: OperationControl,
): Promise<readonly TaskState[]> {
  const project = await projectOf(rest, name ?? '');
  const { tasks } = request as TrainFields;
  // After a crash, what had ended before is not done again.
  const before = (result as readonly TaskState[] | null) ?? [];
  const states = tasks.map(({ trainingModelName }, index) => {
    const known = before[index];
    return known?.status === 'succeeded' ? known : taskState(rest, trainingModelName, 'notStarted');
  });
  const tell = (index: number, state: TaskState): void => {
    states[index] = state;
    const ended = states.filter(({ status }) => status === 'succeeded' || status === 'failed').length;
    control.progress(ended / states.length, [...states]);
  };
  for (const [index, { trainingModelName: modelName }] of tasks.entries()) {
    if (states[index]?.status === 'succeeded') continue;
    tell(index, taskState(rest, modelName, 'running'));
    try {
      const asked = { modelName, family: familyOfVersion('') ?? '', evaluation: usualEvaluation };
      const { evaluated } = await trainModel(project, asked, control.signal, () => undefined);
      tell(index, taskState(rest, modelName, 'succeeded', evaluated ? 'succeeded' : 'failed'));
    } catch (error) {
      if (!(error instanceof AppError) || control.signal.aborted) throw error;
      const body = azureErrorOfData(toErrorData(error));
      tell(index, { ...taskState(rest, modelName, 'failed'), error: body });
    }
  }
  return states;
}

function taskState(
  rest: RestContext,
  trainingModelName: string,
  status: Status,
  evaluation: Status = 'notStarted',
): TaskState {
  const lastUpdatedDateTime = rest.now().toISOString();
  const error =
    status === 'succeeded' && evaluation === 'failed'
      ? { code: 'Warning', message: 'There were too few test documents for an evaluation.' }
      : null;
  return {
    trainingModelName,
    evaluationStatus: { status: evaluation, lastUpdatedDateTime, error },
    ...{ status, lastUpdatedDateTime, error: null },
  };
}

function stateOf(record: OperationRecord): object {
  const { tasks: asked } = record.request as TrainFields;
  const tasks =
    (record.result as readonly TaskState[] | null) ?? asked.map((task) => waitingTask(task, record));
  const completed = tasks.filter(({ status }) => status === 'succeeded').length;
  const failed = tasks.filter(({ status }) => status === 'failed').length;
  const over = record.status === 'failed' || record.status === 'cancelled';
  const allFailed = record.status === 'succeeded' && failed === tasks.length;
  const errors = tasks.flatMap(({ error }) => (error === null ? [] : [error]));
  return {
    tasks,
    inProgress: over ? 0 : tasks.length - completed - failed,
    ...{ completed, failed, total: tasks.length },
    jobId: record.id,
    createdDateTime: record.createdAt,
    lastUpdatedDateTime: record.updatedAt,
    expirationDateTime: record.expiresAt,
    status: allFailed ? 'failed' : azureStatus[record.status],
    errors: [...errors, ...azureErrorsOf(record)],
  };
}

function waitingTask(
  { trainingModelName }: TrainFields['tasks'][number],
  record: OperationRecord,
): TaskState {
  const step: StepState = { status: 'notStarted', lastUpdatedDateTime: record.updatedAt, error: null };
  return { trainingModelName, evaluationStatus: step, ...step };
}
