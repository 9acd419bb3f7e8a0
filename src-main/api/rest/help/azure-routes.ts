import type { z } from 'zod';
import { deployBody, swapBody } from '../azure/authoring/deployments.ts';
import { importBody } from '../azure/authoring/import.ts';
import { metadataBody } from '../azure/authoring/metadata.ts';
import { trainBody } from '../azure/authoring/train.ts';
import { previewTrainBody } from '../azure/preview/routes.ts';
import { analyzeRequest } from '../azure/runtime/analyze-request.ts';
import { azureResponses } from './azure-responses.ts';

/** A route as the description of the interface tells of it. */
export interface DescribedRoute {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** As OpenAPI writes it. */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  readonly status: 200 | 201 | 202 | 204;
  readonly body?: z.ZodType;
  /** Of an answer with a body. */
  readonly response?: z.ZodType;
  /** Query parameters besides `api-version`. */
  readonly query?: readonly string[];
  /** The preview of 2021 has its version in the path. */
  readonly unversioned?: true;
}

const paging = ['top', 'skip', 'maxpagesize'] as const;
const jobs = '/language/analyze-text/jobs';
const projects = '/language/authoring/analyze-text/projects';
const project = `${projects}/{projectName}`;
const model = `${project}/models/{trainedModelLabel}`;
const deployment = `${project}/deployments/{deploymentName}`;
const preview = '/language/text/authoring/v1.0-preview.2/projects/{projectName}/train';

const runtime: readonly DescribedRoute[] = [
  {
    method: 'post',
    path: jobs,
    summary: 'Classify texts by deployments',
    tag: 'Azure runtime',
    status: 202,
    body: analyzeRequest,
  },
  {
    method: 'get',
    path: `${jobs}/{jobId}`,
    summary: 'State and results of a job',
    response: azureResponses.analysis,
    tag: 'Azure runtime',
    status: 200,
    query: ['top', 'skip', 'showStats'],
  },
  {
    method: 'post',
    path: `${jobs}/{jobId}:cancel`,
    summary: 'Cancel a job',
    tag: 'Azure runtime',
    status: 202,
  },
];

const tag = 'Azure authoring';

const authoring: readonly DescribedRoute[] = [
  {
    method: 'get',
    path: projects,
    summary: 'Projects of the folder',
    response: azureResponses.projects,
    tag,
    status: 200,
    query: paging,
  },
  { method: 'get', path: project, summary: 'A project', response: azureResponses.project, tag, status: 200 },
  {
    method: 'patch',
    path: project,
    summary: 'Make a project (201) or change it (200)',
    response: azureResponses.project,
    tag,
    status: 201,
    body: metadataBody,
  },
  { method: 'delete', path: project, summary: 'Delete a project', tag, status: 202 },
  {
    method: 'get',
    path: `${projects}/global/deletion-jobs/{jobId}`,
    summary: 'State of a deletion',
    response: azureResponses.job,
    tag,
    status: 200,
  },
  {
    method: 'get',
    path: `${projects}/global/training-config-versions`,
    summary: 'What trainingConfigVersion may be',
    response: azureResponses.configVersions,
    tag,
    status: 200,
    query: paging,
  },
  {
    method: 'post',
    path: `${project}/:import`,
    summary: 'Import a project file with its texts',
    tag,
    status: 202,
    body: importBody,
  },
  {
    method: 'get',
    path: `${project}/import/jobs/{jobId}`,
    summary: 'State of an import',
    response: azureResponses.job,
    tag,
    status: 200,
  },
  {
    method: 'post',
    path: `${project}/:export`,
    summary: 'Export the project file',
    tag,
    status: 202,
    query: ['stringIndexType', 'trainedModelLabel'],
  },
  {
    method: 'get',
    path: `${project}/export/jobs/{jobId}`,
    summary: 'State of an export',
    response: azureResponses.exportJob,
    tag,
    status: 200,
  },
  {
    method: 'get',
    path: `${project}/export/jobs/{jobId}/result`,
    summary: 'The exported file',
    response: azureResponses.exportedFile,
    tag,
    status: 200,
  },
  {
    method: 'post',
    path: `${project}/:train`,
    summary: 'Train and evaluate a model',
    tag,
    status: 202,
    body: trainBody,
  },
  {
    method: 'get',
    path: `${project}/train/jobs`,
    summary: 'Trainings of a project',
    response: azureResponses.trainings,
    tag,
    status: 200,
    query: paging,
  },
  {
    method: 'get',
    path: `${project}/train/jobs/{jobId}`,
    summary: 'State of a training',
    response: azureResponses.training,
    tag,
    status: 200,
  },
  {
    method: 'post',
    path: `${project}/train/jobs/{jobId}/:cancel`,
    summary: 'Cancel a training',
    tag,
    status: 202,
  },
  {
    method: 'get',
    path: `${project}/models`,
    summary: 'Models of a project',
    response: azureResponses.models,
    tag,
    status: 200,
    query: paging,
  },
  { method: 'get', path: model, summary: 'A model', response: azureResponses.model, tag, status: 200 },
  { method: 'delete', path: model, summary: 'Delete a model', tag, status: 204 },
  {
    method: 'get',
    path: `${model}/evaluation/summary-result`,
    summary: 'Figures of an evaluation',
    response: azureResponses.summary,
    tag,
    status: 200,
  },
  {
    method: 'get',
    path: `${model}/evaluation/result`,
    summary: 'Expected and predicted classes of each test document',
    response: azureResponses.results,
    tag,
    status: 200,
    query: ['stringIndexType', ...paging],
  },
  {
    method: 'post',
    path: `${model}/:load-snapshot`,
    summary: 'Bring back labels and datasets of a training',
    tag,
    status: 202,
  },
  {
    method: 'post',
    path: `${model}:load-snapshot`,
    summary: 'The same, as some of the documentation writes it',
    tag,
    status: 202,
  },
  {
    method: 'get',
    path: `${model}/load-snapshot/jobs/{jobId}`,
    summary: 'State of a snapshot job',
    response: azureResponses.job,
    tag,
    status: 200,
  },
  {
    method: 'get',
    path: `${project}/deployments`,
    summary: 'Deployments of a project',
    response: azureResponses.deployments,
    tag,
    status: 200,
    query: paging,
  },
  {
    method: 'get',
    path: deployment,
    summary: 'A deployment',
    response: azureResponses.deployment,
    tag,
    status: 200,
  },
  {
    method: 'put',
    path: deployment,
    summary: 'Make a deployment or point it elsewhere',
    tag,
    status: 202,
    body: deployBody,
  },
  { method: 'delete', path: deployment, summary: 'Delete a deployment', tag, status: 202 },
  {
    method: 'get',
    path: `${deployment}/jobs/{jobId}`,
    summary: 'State of a deployment job',
    response: azureResponses.job,
    tag,
    status: 200,
  },
  {
    method: 'post',
    path: `${project}/deployments/:swap`,
    summary: 'Swap two deployments',
    tag,
    status: 202,
    body: swapBody,
  },
  {
    method: 'get',
    path: `${project}/deployments/swap/jobs/{jobId}`,
    summary: 'State of a swap',
    response: azureResponses.job,
    tag,
    status: 200,
  },
];

const preview2021: readonly DescribedRoute[] = [
  {
    method: 'post',
    path: preview,
    summary: 'Train models',
    tag: 'Azure preview of 2021',
    status: 202,
    body: previewTrainBody,
    unversioned: true,
  },
  {
    method: 'get',
    path: `${preview}/jobs/{jobId}`,
    summary: 'State of a training',
    response: azureResponses.previewTraining,
    tag: 'Azure preview of 2021',
    status: 200,
    unversioned: true,
  },
];

export const azureRoutes: readonly DescribedRoute[] = [...runtime, ...authoring, ...preview2021];
