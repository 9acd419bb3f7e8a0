import type { Project } from '../../../../core/core.ts';
import { azureKinds } from '../../../../domain/azure/evaluation.ts';
import { AppError, toErrorData } from '../../../../domain/errors.ts';
import type { Classification } from '../../../../domain/model.ts';
import type { ProjectKind } from '../../../../domain/project.ts';
import type { OperationControl, RestContext } from '../../context.ts';
import { AzureError, type AzureErrorBody, azureErrorOfData } from '../errors.ts';
import { kindOf } from '../names.ts';
import { deploymentOf, projectOf } from '../request.ts';
import type { AnalyzeRequest } from './analyze-request.ts';

type Task = AnalyzeRequest['tasks'][number];
type InputDocument = AnalyzeRequest['analysisInput']['documents'][number];

/** What is written down of a task that has ended; JSON values only. */
export interface TaskResult {
  readonly index: number;
  readonly kind: ProjectKind;
  readonly taskName: string | null;
  readonly endedAt: string;
  readonly projectName: string;
  readonly deploymentName: string;
  readonly documents: readonly DocumentResult[];
  readonly errors: readonly { readonly id: string; readonly error: AzureErrorBody }[];
  /** Set when the task failed as a whole. */
  readonly error: AzureErrorBody | null;
}

interface DocumentResult {
  readonly id: string;
  readonly class: readonly { readonly category: string; readonly confidenceScore: number }[];
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
}

export interface AnalyzeResult {
  readonly tasks: readonly TaskResult[];
}

/** Asked of the model at the same time. */
const concurrentTexts = 32;

/** @throws AzureError unless every task can be done as things are. */
export async function checkTasks(rest: RestContext, tasks: readonly Task[]): Promise<void> {
  for (const task of tasks) await findTarget(rest, task);
}

/** Does one task after the other; one that fails leaves the others be. */
export async function analyze(
  rest: RestContext,
  { analysisInput: { documents }, tasks }: AnalyzeRequest,
  control: OperationControl,
): Promise<AnalyzeResult> {
  const done: TaskResult[] = [];
  for (const [index, task] of tasks.entries()) {
    const result = await runTask(rest, task, documents, control.signal);
    done.push({ ...result, index, endedAt: rest.now().toISOString() });
    // The last one is told by the end of the job.
    if (done.length < tasks.length) {
      control.progress(done.length / tasks.length, { tasks: done } satisfies AnalyzeResult);
    }
  }
  return { tasks: done };
}

type Outcome = Omit<TaskResult, 'index' | 'endedAt'>;

async function runTask(
  rest: RestContext,
  task: Task,
  documents: readonly InputDocument[],
  signal: AbortSignal,
): Promise<Outcome> {
  const { projectName, deploymentName } = task.parameters;
  const base = {
    kind: kindOf(task.kind) ?? 'single',
    taskName: task.taskName ?? null,
    ...{ projectName, deploymentName },
  };
  try {
    const target = await findTarget(rest, task);
    return { ...base, ...(await classifyAll(target, documents, signal)), error: null };
  } catch (error) {
    if (error instanceof AzureError) return { ...base, documents: [], errors: [], error: error.body };
    if (!(error instanceof AppError) || signal.aborted) throw error;
    return { ...base, documents: [], errors: [], error: azureErrorOfData(toErrorData(error)) };
  }
}

interface Target {
  readonly project: Project;
  readonly deploymentId: number;
}

async function findTarget(rest: RestContext, { kind: azureKind, parameters }: Task): Promise<Target> {
  const kind = kindOf(azureKind);
  if (kind === undefined) {
    throw new AzureError(400, {
      code: 'InvalidArgument',
      message: `Winnow does ${azureKinds.single} and ${azureKinds.multi}; it has no task “${azureKind}”.`,
      target: 'tasks',
    });
  }
  const project = await projectOf(rest, parameters.projectName);
  const deployment = deploymentOf(project, parameters.deploymentName);
  const model = project.models.get(deployment.modelId);
  if (model.kind !== kind) {
    throw new AzureError(400, {
      code: 'InvalidArgument',
      message: `The model of the deployment “${deployment.name}” is for ${azureKinds[model.kind]}.`,
      target: 'tasks',
    });
  }
  return { project, deploymentId: deployment.id };
}

async function classifyAll(
  { project, deploymentId }: Target,
  documents: readonly InputDocument[],
  signal: AbortSignal,
): Promise<Pick<TaskResult, 'documents' | 'errors'>> {
  const results: DocumentResult[] = [];
  const errors: { readonly id: string; readonly error: AzureErrorBody }[] = [];
  for (let from = 0; from < documents.length; from += concurrentTexts) {
    if (signal.aborted) throw new AppError('cancelled', 'The job was cancelled.');
    const some = documents.slice(from, from + concurrentTexts);
    const answers = await Promise.all(
      some.map(async ({ text }) => {
        if (text.trim() === '') return invalidDocument('Document text is empty.');
        try {
          return await project.classification.classifyDeployed(deploymentId, text, false);
        } catch (error) {
          if (!(error instanceof AppError) || error.code !== 'bad_request') throw error;
          return invalidDocument(error.message);
        }
      }),
    );
    for (const [index, answer] of answers.entries()) {
      const { id } = some[index]!;
      if ('code' in answer) errors.push({ id, error: answer });
      else results.push({ id, ...answered(answer) });
    }
  }
  return { documents: results, errors };
}

function answered({ classes, deployed }: Classification): Omit<DocumentResult, 'id'> {
  const given = classes.filter(({ predicted }) => predicted).sort((a, b) => b.score - a.score);
  return {
    class: given.map(({ name, score }) => ({ category: name, confidenceScore: score })),
    warnings:
      deployed?.unsure === true
        ? [{ code: 'NeedsReview', message: 'By the rule of the deployment a person should look at it.' }]
        : [],
  };
}

function invalidDocument(message: string): AzureErrorBody {
  return {
    code: 'InvalidArgument',
    message: 'Invalid document in request.',
    innererror: { code: 'InvalidDocument', message },
  };
}
