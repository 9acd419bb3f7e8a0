import { AppError } from '../../domain/errors.ts';
import type { EvaluationStatus, Model } from '../../domain/model.ts';
import type { ModelServers } from '../classification/model-servers.ts';
import { assertNotDeployed } from '../deployments/deployed.ts';
import type { Models } from '../learning.ts';
import type { ModelRecord } from '../ports/model-tables.ts';
import { assertWritable, type ProjectContext } from '../projects/project-context.ts';

/** Jobs that read a model, or what it said. */
const modelJobs = ['evaluate', 'compare', 'classify', 'suggest', 'export-model'] as const;

/** `servers` forgets models that can no longer be used. */
export function createModels(context: ProjectContext, servers: ModelServers): Omit<Models, 'startExport'> {
  const { models } = context.store;
  return {
    list: () => models.list().map((record) => toModel(context, record)),
    get: (modelId) => toModel(context, requireModel(context, modelId)),
    rename(modelId, input) {
      assertWritable(context);
      const record = requireModel(context, modelId);
      const name = checkedModelName(input);
      const other = models.findByName(name);
      if (other !== undefined && other.id !== modelId) {
        throw modelExists(name);
      }
      if (name !== record.name) {
        models.rename(modelId, name);
        context.changes.emit('models');
      }
      return toModel(context, requireModel(context, modelId));
    },
    delete(modelId) {
      assertWritable(context);
      requireModel(context, modelId);
      if (modelJobs.some((kind) => context.jobs.activeOf(kind) !== undefined)) {
        throw new AppError(
          'job_in_progress',
          'A model is at work in this project. Wait for the end of that job first.',
        );
      }
      assertNotDeployed(context, modelId);
      servers.forget(modelId);
      models.delete(modelId);
      context.changes.emit('models', 'evaluations');
    },
    async topFeatures(modelId, classId, limit) {
      const { classes } = requireModel(context, modelId);
      if (classId !== null && !classes.some((each) => each.classId === classId)) {
        throw new AppError('not_found', `The model does not know a class ${classId}.`);
      }
      return servers.ask(modelId, { kind: 'top-features', classId, limit });
    },
  };
}

/** @throws AppError `model_not_found`. */
export function requireModel(context: ProjectContext, modelId: number): ModelRecord {
  const record = context.store.models.get(modelId);
  if (record === undefined) {
    throw new AppError(
      'model_not_found',
      `There is no model ${modelId} in this project; it may have been replaced.`,
    );
  }
  return record;
}

export function modelExists(name: string): AppError {
  return new AppError(
    'model_exists',
    `There is a model “${name}” already. Choose another name, or retrain it on purpose: that overwrites it.`,
  );
}

const maximalNameLength = 100;

export function checkedModelName(input: string): string {
  return checkedName(input, 'model');
}

/** @throws AppError `bad_request`. */
export function checkedName(input: string, what: 'model' | 'deployment'): string {
  const name = input.trim().normalize('NFC');
  if (name === '' || [...name].length > maximalNameLength || /\p{Cc}/u.test(name)) {
    throw new AppError(
      'bad_request',
      `A ${what} needs a name of 1 to ${maximalNameLength} characters on one line.`,
    );
  }
  return name;
}

function toModel(context: ProjectContext, record: ModelRecord): Model {
  const { evaluationNote, ...fields } = record;
  return { ...fields, evaluation: evaluationStatus(context, record) };
}

function evaluationStatus(context: ProjectContext, record: ModelRecord): EvaluationStatus {
  const figures = context.store.evaluations.figures(record.id, 'test');
  if (figures !== undefined) {
    const { id: evaluationId, accuracy, macroF1 } = figures;
    return { state: 'done', evaluationId, accuracy, macroF1 };
  }
  const note = record.evaluationNote;
  if (note?.state === 'failed') {
    return { state: 'failed', message: note.message };
  }
  return { state: 'none', reason: note?.message ?? 'Not evaluated yet.' };
}
