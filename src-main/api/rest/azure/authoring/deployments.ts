import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Project } from '../../../../core/core.ts';
import type { Deployment } from '../../../../domain/decision.ts';
import type { RestContext, RestServer } from '../../context.ts';
import { apiVersionOf, bodyOf, deploymentOf, modelOf, pageFrom, paramOf, projectOf } from '../request.ts';
import { answerJob, authoringBase, jobOf, projectPath, registerWork, stateOf } from './jobs.ts';
import { neverExpires } from './train.ts';

const name = z.string().min(1).max(100);
export const deployBody = z.object({ trainedModelLabel: name });
export const swapBody = z.object({ firstDeploymentName: name, secondDeploymentName: name });

interface DeployFields {
  readonly deploymentName: string;
  readonly trainedModelLabel: string;
}

interface SwapState {
  /** Of the first deployment before the swap. */
  readonly updatedAt: string;
}

export function registerDeploymentWork(rest: RestContext): void {
  registerWork(rest, 'deploy', async ({ project: projectName, request }) => {
    const { deploymentName, trainedModelLabel } = request as DeployFields;
    const project = await projectOf(rest, projectName ?? '');
    const { id: modelId } = modelOf(project, trainedModelLabel);
    const known = project.deployments.list().find((one) => one.name === deploymentName);
    // The rule belongs to the model's scores: it stays only where the model stays.
    const rule = known?.modelId === modelId ? known.rule : undefined;
    project.deployments.save({ name: deploymentName, modelId, rule });
    return null;
  });
  registerWork(rest, 'swap', async ({ project: projectName, request, result }, control) => {
    const { firstDeploymentName, secondDeploymentName } = request as z.output<typeof swapBody>;
    const project = await projectOf(rest, projectName ?? '');
    const first = deploymentOf(project, firstDeploymentName);
    const before = (result as SwapState | null) ?? { updatedAt: first.updatedAt };
    control.progress(0, before);
    // Swapped already, and only that was not written down when the crash came: twice would undo it.
    if (first.updatedAt !== before.updatedAt) return null;
    project.deployments.swap(first.id, deploymentOf(project, secondDeploymentName).id);
    return null;
  });
  registerWork(rest, 'delete-deployment', async ({ project: projectName, request }) => {
    const { deploymentName } = request as Pick<DeployFields, 'deploymentName'>;
    const project = await projectOf(rest, projectName ?? '');
    // After a crash it may be gone already.
    const known = project.deployments.list().find((one) => one.name === deploymentName);
    if (known !== undefined) project.deployments.delete(known.id);
    return null;
  });
}

export function registerDeployments(scope: FastifyInstance, rest: RestServer): void {
  const base = `/language${authoringBase}/:project/deployments`;
  scope.get(base, async (request) => {
    apiVersionOf(request);
    const project = await projectOf(rest, paramOf(request, 'project'));
    const value = project.deployments.list().map((deployment) => deploymentInfo(project, deployment));
    return pageFrom(value, request);
  });
  scope.get(`${base}/:deployment`, async (request) => {
    apiVersionOf(request);
    const project = await projectOf(rest, paramOf(request, 'project'));
    return deploymentInfo(project, deploymentOf(project, paramOf(request, 'deployment')));
  });
  scope.put(`${base}/:deployment`, async (request, reply) => {
    apiVersionOf(request);
    const { trainedModelLabel } = bodyOf(deployBody, request);
    const { project, deployment } = await namesOf(rest, request.params);
    modelOf(await projectOf(rest, project), trainedModelLabel);
    const fields: DeployFields = { deploymentName: deployment, trainedModelLabel };
    const jobsPath = `${projectPath(project)}/deployments/${encodeURIComponent(deployment)}/jobs`;
    return answerJob(rest, request, reply, { kind: 'deploy', project, fields, jobsPath });
  });
  scope.delete(`${base}/:deployment`, async (request, reply) => {
    apiVersionOf(request);
    const { project, deployment } = await namesOf(rest, request.params);
    deploymentOf(await projectOf(rest, project), deployment);
    const fields = { deploymentName: deployment };
    const jobsPath = `${projectPath(project)}/deployments/${encodeURIComponent(deployment)}/jobs`;
    return answerJob(rest, request, reply, { kind: 'delete-deployment', project, fields, jobsPath });
  });
  scope.post(`${base}/::swap`, async (request, reply) => {
    apiVersionOf(request);
    const fields = bodyOf(swapBody, request);
    const { project } = await namesOf(rest, request.params);
    const opened = await projectOf(rest, project);
    deploymentOf(opened, fields.firstDeploymentName);
    deploymentOf(opened, fields.secondDeploymentName);
    const jobsPath = `${projectPath(project)}/deployments/swap/jobs`;
    return answerJob(rest, request, reply, { kind: 'swap', project, fields, jobsPath });
  });
  scope.get(`${base}/swap/jobs/:job`, async (request) => {
    apiVersionOf(request);
    return stateOf(jobOf(rest, 'swap', paramOf(request, 'job'), paramOf(request, 'project')));
  });
  scope.get(`${base}/:deployment/jobs/:job`, async (request) => {
    apiVersionOf(request);
    const kinds = ['deploy', 'delete-deployment'] as const;
    return stateOf(jobOf(rest, kinds, paramOf(request, 'job'), paramOf(request, 'project')));
  });
}

async function namesOf(
  rest: RestServer,
  params: unknown,
): Promise<{ readonly project: string; readonly deployment: string }> {
  const { project = '', deployment = '' } = params as Readonly<Record<string, string | undefined>>;
  await projectOf(rest, project);
  return { project, deployment };
}

function deploymentInfo(project: Project, deployment: Deployment): object {
  const { createdAt, receipt } = project.models.get(deployment.modelId);
  return {
    deploymentName: deployment.name,
    modelId: deployment.modelName,
    lastTrainedDateTime: createdAt,
    lastDeployedDateTime: deployment.updatedAt,
    deploymentExpirationDate: neverExpires,
    modelTrainingConfigVersion: `winnow-${receipt.family}`,
  };
}
