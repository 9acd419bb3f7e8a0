import type { Project } from '../../../core/core.ts';
import type { OperationRecord } from '../../../core/ports/operations.ts';
import { AppError } from '../../../domain/errors.ts';
import type { Model } from '../../../domain/model.ts';
import type { RestContext } from '../context.ts';
import { existingProject } from '../existing-project.ts';
import { type ClassifierName, classifierArn, parseClassifierArn } from './arns.ts';
import { noSuchResource } from './aws-error.ts';
import type { CreateClassifierInput } from './classifier-input.ts';
import type { IdRun } from './older-documents.ts';

/** Kind of the operation that trains a classifier. */
export const classifierKind = 'classifier';

/** What the operation keeps to begin again. */
export interface ClassifierRequest {
  readonly input: CreateClassifierInput;
  /** Of the credential scope of whoever asked. */
  readonly region: string;
}

/** What the operation has reached. */
export interface ClassifierState {
  /** ISO 8601, as the one below. */
  readonly trainingStartedAt: string;
  readonly trainingEndedAt: string | null;
  /** Newest document before the first import: those up to it belong to earlier versions. */
  readonly olderThan: number;
  /** How many sources are imported, and the newest document before the next one. */
  readonly imported: number;
  readonly newest: number;
  /** Of earlier versions, which this one set aside; null before it did. */
  readonly setAside: readonly IdRun[] | null;
  readonly modelId: number | null;
  /** Lines of the training data that could not be read, and why the first of them. */
  readonly unread: { readonly lines: number; readonly first: string | null };
}

/** AWS's ModelStatus; a deletion is done at once here, so that nothing is ever `DELETING`. */
export const modelStatuses = [
  'SUBMITTED',
  'TRAINING',
  'DELETING',
  'STOP_REQUESTED',
  'STOPPED',
  'IN_ERROR',
  'TRAINED',
  'TRAINED_WITH_WARNING',
] as const;
type ClassifierStatus = (typeof modelStatuses)[number];

/** A model of a project, trained through this service or in any other way, or the training that is to make one. */
export interface Classifier extends ClassifierName {
  readonly status: ClassifierStatus;
  /** ISO 8601. */
  readonly submittedAt: string;
  /** Null for models trained in another way. */
  readonly operation: OperationRecord | null;
  /** Null before it is trained. */
  readonly trained: { readonly project: Project; readonly model: Model } | null;
}

const statusOf: Readonly<Record<OperationRecord['status'], ClassifierStatus>> = {
  waiting: 'SUBMITTED',
  running: 'TRAINING',
  succeeded: 'TRAINED',
  failed: 'IN_ERROR',
  cancelling: 'STOP_REQUESTED',
  cancelled: 'STOPPED',
};

export function requestOf(operation: OperationRecord): ClassifierRequest {
  return operation.request as ClassifierRequest;
}

/** Null before the training has begun. */
export function stateOf({ operations }: RestContext, { id }: OperationRecord): ClassifierState | null {
  return (operations.value('comprehend', stateKey(id)) as ClassifierState | undefined) ?? null;
}

/**
 * Kept apart from the operation's progress, which a power cut may lose: without it a training that begins again would
 * take its own documents for older ones.
 */
export function keepState(
  { operations }: RestContext,
  { id }: OperationRecord,
  state: ClassifierState,
): void {
  operations.setValue('comprehend', stateKey(id), state);
}

/** The name of the model that a classifier is. */
export function modelName({ name, version }: ClassifierName): string {
  return version ?? name;
}

/** All classifiers, newest first. */
export async function listClassifiers(rest: RestContext): Promise<readonly Classifier[]> {
  const made = await madeHere(rest);
  const claimed = new Set(
    made.flatMap(({ trained }) => (trained === null ? [] : [keyOf(trained.project, trained.model)])),
  );
  const others: Classifier[] = [];
  for (const { name, trainedAt } of await rest.projects.list()) {
    if (trainedAt === null) continue;
    const project = await rest.projects.find(name);
    for (const model of project.models.list()) {
      if (!claimed.has(keyOf(project, model))) others.push(modelAsClassifier(project, model));
    }
  }
  return [...made, ...others].sort((a, b) => (a.submittedAt < b.submittedAt ? 1 : -1));
}

/** @throws AwsError `ResourceNotFoundException`, `InvalidRequestException` for what is no ARN of a classifier. */
export async function findClassifier(rest: RestContext, arn: string): Promise<Classifier> {
  const name = parseClassifierArn(arn);
  const operation = operationsOf(rest, name.name).find((one) => sameName(nameOf(one), name));
  const made = operation === undefined ? null : await fromOperation(rest, operation);
  if (made !== null) return made;
  const project = await existingProject(rest, name.name);
  const model = project?.models.list().find((one) => one.name === modelName(name));
  if (project === null || model === undefined) throw noSuchResource(arn);
  return modelAsClassifier(project, model);
}

export function arnOf(classifier: ClassifierName, region: string): string {
  return classifierArn(region, classifier);
}

/** The operations that made, or make, models of a project; those of deleted classifiers left out. */
export function operationsOf(rest: RestContext, project?: string): readonly OperationRecord[] {
  return rest.operations
    .list('comprehend', classifierKind, project)
    .filter(({ id }) => rest.operations.value('comprehend', deletedKey(id)) !== true);
}

export function forget(rest: RestContext, operation: OperationRecord): void {
  rest.operations.setValue('comprehend', deletedKey(operation.id), true);
  rest.operations.setValue('comprehend', stateKey(operation.id), undefined);
}

/** Whether an operation stands for a classifier still; not when it ended well and its model has been deleted since. */
export async function isThere(rest: RestContext, operation: OperationRecord): Promise<boolean> {
  return (await fromOperation(rest, operation)) !== null;
}

async function madeHere(rest: RestContext): Promise<readonly Classifier[]> {
  const made: Classifier[] = [];
  for (const operation of operationsOf(rest)) {
    const classifier = await fromOperation(rest, operation).catch((error: unknown) => {
      // Of a project that another program has open, a list tells what it can.
      if (error instanceof AppError) return withoutModel(operation);
      throw error;
    });
    if (classifier !== null) made.push(classifier);
  }
  return made;
}

function withoutModel(operation: OperationRecord): Classifier {
  const status = statusOf[operation.status];
  return { ...nameOf(operation), status, submittedAt: operation.createdAt, operation, trained: null };
}

/** Null when its model has been deleted since. */
async function fromOperation(rest: RestContext, operation: OperationRecord): Promise<Classifier | null> {
  const shared = withoutModel(operation);
  if (shared.status !== 'TRAINED') return shared;
  const project = await existingProject(rest, shared.name);
  const state = stateOf(rest, operation);
  const model = project?.models.list().find(({ id }) => id === state?.modelId);
  if (project === null || model === undefined) return null;
  const hasWarning = (state?.unread.lines ?? 0) > 0;
  return {
    ...shared,
    status: hasWarning ? 'TRAINED_WITH_WARNING' : 'TRAINED',
    trained: { project, model },
  };
}

function modelAsClassifier(project: Project, model: Model): Classifier {
  const { name } = project.info();
  return {
    name,
    version: model.name === name ? null : model.name,
    status: 'TRAINED',
    submittedAt: model.createdAt,
    operation: null,
    trained: { project, model },
  };
}

function nameOf(operation: OperationRecord): ClassifierName {
  const { DocumentClassifierName, VersionName } = requestOf(operation).input;
  return { name: DocumentClassifierName, version: VersionName ?? null };
}

function sameName(a: ClassifierName, b: ClassifierName): boolean {
  return a.name === b.name && a.version === b.version;
}

function keyOf(project: Project, model: Model): string {
  return `${project.id}/${model.id}`;
}

function deletedKey(operationId: string): string {
  return `deleted/${operationId}`;
}

function stateKey(operationId: string): string {
  return `training/${operationId}`;
}
