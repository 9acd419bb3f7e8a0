import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Project } from '../../../../core/core.ts';
import type { Evaluation, ReviewRow } from '../../../../core/learning.ts';
import { azureResult, azureSummary, distinctNames } from '../../../../domain/azure/evaluation.ts';
import { AppError } from '../../../../domain/errors.ts';
import type { Model } from '../../../../domain/model.ts';
import { Refusal, type RestContext, type RestServer } from '../../context.ts';
import { apiVersionOf, modelOf, pageFrom, pageOf, paramOf, projectOf } from '../request.ts';
import type { EvaluationOptions } from '../training.ts';
import { answerJob, authoringBase, jobOf, projectPath, projectValue, registerWork, stateOf } from './jobs.ts';
import { neverExpires } from './train.ts';

const largestPage = 100;

export function registerModelWork(rest: RestContext): void {
  registerWork(rest, 'load-snapshot', async ({ project: projectName, request }) => {
    const { trainedModelLabel } = request as { readonly trainedModelLabel: string };
    const project = await projectOf(rest, projectName ?? '');
    const { id } = modelOf(project, trainedModelLabel);
    const { changed } = await project.historyLog.restoreSnapshot(id, { kind: 'here' });
    return { changed };
  });
}

export function registerModels(scope: FastifyInstance, rest: RestServer): void {
  const base = `/language${authoringBase}/:project/models`;
  scope.get(base, async (request) => {
    apiVersionOf(request);
    const project = await projectOf(rest, paramOf(request, 'project'));
    return pageFrom(project.models.list().map(modelInfo), request);
  });
  scope.get(`${base}/:model`, async (request) => {
    apiVersionOf(request);
    const project = await projectOf(rest, paramOf(request, 'project'));
    return modelInfo(modelOf(project, paramOf(request, 'model')));
  });
  scope.delete(`${base}/:model`, async (request, reply) => {
    apiVersionOf(request);
    const project = await projectOf(rest, paramOf(request, 'project'));
    project.models.delete(modelOf(project, paramOf(request, 'model')).id);
    return reply.code(204).send();
  });
  const loadSnapshot = async (request: FastifyRequest, reply: FastifyReply, label: string) => {
    apiVersionOf(request);
    const name = paramOf(request, 'project');
    const project = await projectOf(rest, name);
    // Says at once where there is nothing to go back to.
    await project.historyLog.snapshotPreview(modelOf(project, label).id);
    const jobsPath = `${projectPath(name)}/models/${encodeURIComponent(label)}/load-snapshot/jobs`;
    return answerJob(rest, request, reply, {
      ...{ kind: 'load-snapshot', project: name, jobsPath },
      fields: { trainedModelLabel: label },
    });
  };
  scope.post(`${base}/:model/::load-snapshot`, (request, reply) =>
    loadSnapshot(request, reply, paramOf(request, 'model')),
  );
  // The specification has a slash before the colon, pages of the documentation have none.
  scope.post(`${base}/:act`, async (request, reply) => {
    const act = paramOf(request, 'act');
    if (!act.endsWith(':load-snapshot')) throw new Refusal(404, 'Resource not found.');
    return await loadSnapshot(request, reply, act.slice(0, -':load-snapshot'.length));
  });
  scope.get(`${base}/:model/load-snapshot/jobs/:job`, async (request) => {
    apiVersionOf(request);
    return stateOf(jobOf(rest, 'load-snapshot', paramOf(request, 'job'), paramOf(request, 'project')));
  });
  scope.get(`${base}/:model/evaluation/summary-result`, async (request) => {
    apiVersionOf(request);
    const { project, model, evaluation } = await evaluationOf(rest, request.params);
    const { metrics } = evaluation;
    const { kind, classes, confusionMatrix } = metrics;
    const evaluationOptions = optionsOf(rest, project.info().name, model);
    return azureSummary({ kind, averages: metrics, classes, confusionMatrix, evaluationOptions });
  });
  scope.get(`${base}/:model/evaluation/result`, async (request) => {
    apiVersionOf(request);
    const { project, model, evaluation } = await evaluationOf(rest, request.params);
    const page = pageOf(request, largestPage);
    const everything = { incorrectOnly: false };
    const { rows, total } = project.evaluations.review(evaluation.id, everything, page.skip, page.count);
    const value = rows.map((row) => documentResult(project, model, row));
    const end = page.skip + rows.length;
    const next = rows.length > 0 && end < total ? page.next(end) : undefined;
    return { value, ...(next === undefined ? {} : { nextLink: next }) };
  });
}

interface FoundEvaluation {
  readonly project: Project;
  readonly model: Model;
  readonly evaluation: Evaluation;
}

async function evaluationOf(rest: RestContext, params: unknown): Promise<FoundEvaluation> {
  const { project: name = '', model: label = '' } = params as Readonly<Record<string, string | undefined>>;
  const project = await projectOf(rest, name);
  const model = modelOf(project, label);
  const evaluation = await project.evaluations.get(model.id, 'test');
  if (evaluation === null) throw new AppError('no_evaluation', `The model “${label}” has no evaluation.`);
  return { project, model, evaluation };
}

function modelInfo(model: Model): object {
  return {
    label: model.name,
    modelId: model.name,
    lastTrainedDateTime: model.createdAt,
    lastTrainingDurationInSeconds: Math.round(model.seconds),
    modelExpirationDate: neverExpires,
    modelTrainingConfigVersion: `winnow-${model.family}`,
    hasSnapshot: true,
  };
}

/** As asked for over this interface, else by what the training used. */
function optionsOf(rest: RestContext, project: string, model: Model): EvaluationOptions {
  const known = projectValue(rest, project, `evaluation/${model.name}`) as EvaluationOptions | undefined;
  if (known !== undefined) return known;
  const { train, validation, test } = model.receipt.documents;
  const testing = Math.round((100 * test) / Math.max(1, train + validation + test));
  return { kind: 'percentage', trainingSplitPercentage: 100 - testing, testingSplitPercentage: testing };
}

function documentResult(
  project: Project,
  { kind, classes }: Model,
  { documentId, actual, predicted }: Pick<ReviewRow, 'documentId' | 'actual' | 'predicted'>,
): object {
  const names = distinctNames(classes);
  const namesOf = (indexes: readonly number[]): readonly string[] =>
    indexes.map((index) => names[index] ?? '');
  return azureResult(kind, {
    ...documentNames(project, documentId),
    expected: namesOf(actual),
    predicted: namesOf(predicted),
  });
}

/** A document may have been removed since. */
function documentNames(project: Project, documentId: number): { location: string; language: string } {
  const { language } = project.info();
  try {
    const document = project.documents.get(documentId);
    return { location: document.externalId ?? String(documentId), language: document.language ?? language };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { location: String(documentId), language };
  }
}
