import type { FastifyInstance } from 'fastify';
import type { Project } from '../../../../core/core.ts';
import { AppError } from '../../../../domain/errors.ts';
import type { RestContext, RestServer } from '../../context.ts';
import { existingProject } from '../../existing-project.ts';
import { headOf } from '../../project-heads.ts';
import { AzureError } from '../errors.ts';
import { apiVersionOf, bodyOf, pageFrom, paramOf, projectOf } from '../request.ts';
import { answerJob, authoringBase, jobOf, registerWork, stateOf } from './jobs.ts';
import {
  fieldsOf,
  forgetMetadata,
  keepMetadata,
  metadataBody,
  metadataOf,
  projectKindOf,
} from './metadata.ts';

export function registerProjectWork(rest: RestContext): void {
  registerWork(rest, 'delete-project', async ({ project }) => {
    const name = project ?? '';
    await rest.projects.delete(name).catch((error: unknown) => {
      // After a crash it may be gone already.
      if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
    });
    forgetMetadata(rest, name);
    return null;
  });
}

/** Null when somebody else has made it this moment. */
async function make(
  rest: RestContext,
  fields: Parameters<RestContext['projects']['create']>[0],
): Promise<Project | null> {
  return await rest.projects.create(fields).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'already_exists') return null;
    throw error;
  });
}

export function registerProjects(scope: FastifyInstance, rest: RestServer): void {
  const base = `/language${authoringBase}`;
  scope.get(base, async (request) => {
    apiVersionOf(request);
    const heads = await rest.projects.list();
    return pageFrom(
      heads.map((head) => metadataOf(rest, head)),
      request,
    );
  });
  scope.get(`${base}/:project`, async (request) => {
    apiVersionOf(request);
    return metadataOf(rest, headOf(await projectOf(rest, paramOf(request, 'project'))));
  });
  scope.patch(`${base}/:project`, async (request, reply) => {
    apiVersionOf(request);
    const metadata = bodyOf(metadataBody, request);
    const name = paramOf(request, 'project');
    const kind = projectKindOf(metadata);
    const known = await existingProject(rest, name);
    const made = known === null ? await make(rest, { name, kind, ...fieldsOf(metadata) }) : null;
    const project = made ?? known ?? (await rest.projects.find(name));
    if (project.info().kind !== kind) {
      throw new AzureError(409, {
        code: 'Conflict',
        message: 'The kind of a project cannot be changed here.',
      });
    }
    if (made === null) project.update(fieldsOf(metadata));
    keepMetadata(rest, name, metadata);
    return reply.code(made === null ? 200 : 201).send(metadataOf(rest, headOf(project)));
  });
  scope.delete(`${base}/:project`, async (request, reply) => {
    apiVersionOf(request);
    const project = paramOf(request, 'project');
    await projectOf(rest, project);
    const jobsPath = `${authoringBase}/global/deletion-jobs`;
    return answerJob(rest, request, reply, { kind: 'delete-project', project, fields: null, jobsPath });
  });
  scope.get(`${base}/global/deletion-jobs/:job`, async (request) => {
    apiVersionOf(request);
    return stateOf(jobOf(rest, 'delete-project', paramOf(request, 'job')));
  });
}
