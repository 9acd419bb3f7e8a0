import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Project } from '../../../core/core.ts';
import type { Deployment } from '../../../domain/decision.ts';
import type { Model } from '../../../domain/model.ts';
import type { RestContext } from '../context.ts';
import { existingProject } from '../existing-project.ts';
import { AzureError, invalidRequest } from './errors.ts';

export const apiVersions = ['2022-05-01', '2023-04-01'] as const;

/** @throws AzureError unless the request names one of the versions that are imitated. */
export function apiVersionOf(request: FastifyRequest): string {
  const version = queryOf(request)['api-version'];
  if (!apiVersions.some((known) => known === version)) {
    throw invalidRequest(
      'InvalidParameterValue',
      `The api-version ${version === undefined ? 'is missing' : 'is not supported'}. Use ${apiVersions.join(' or ')}.`,
      'api-version',
    );
  }
  return version!;
}

/** One text for each name; of a name given twice the first. */
export function queryOf(request: FastifyRequest): Readonly<Record<string, string | undefined>> {
  const query = request.query as Readonly<Record<string, string | readonly string[] | undefined>>;
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [name, typeof value === 'string' ? value : value?.[0]]),
  );
}

export function paramOf(request: FastifyRequest, name: string): string {
  return (request.params as Readonly<Record<string, string>>)[name] ?? '';
}

/** @throws AzureError that names the first field that is wrong. */
export function bodyOf<Schema extends z.ZodType>(schema: Schema, request: FastifyRequest): z.output<Schema> {
  if (request.body === undefined || request.body === null) {
    throw invalidRequest('EmptyRequest', 'The request has no body.');
  }
  const parsed = schema.safeParse(request.body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.') ?? '';
  throw invalidRequest(
    'InvalidRequestBodyFormat',
    `${where === '' ? 'The body' : where}: ${issue?.message}`,
    where,
  );
}

/** Full address of something below `/language`, at the name by which the program reached this server. */
export function urlOf(request: FastifyRequest, path: string, version: string): string {
  return `http://${request.headers.host}/language${path}?api-version=${version}`;
}

export interface Page<Item> {
  readonly value: readonly Item[];
  readonly nextLink?: string;
}

export interface PageRequest {
  readonly skip: number;
  /** At most this many on this page. */
  readonly count: number;
  /** Address of the page that starts at `skip`, or undefined when `top` ends before it. */
  next(skip: number): string | undefined;
}

/** `top` counts from `skip` over all pages; a page holds at most `maxpagesize` of them. */
export function pageOf(request: FastifyRequest, largest: number): PageRequest {
  const query = queryOf(request);
  const numberOf = (name: string, least: number): number | undefined => {
    const text = query[name] ?? query[`$${name}`];
    if (text === undefined) return undefined;
    if (!/^\d{1,9}$/.test(text) || Number(text) < least) {
      throw invalidRequest('InvalidParameterValue', `${name} must be a whole number from ${least} on.`, name);
    }
    return Number(text);
  };
  const skip = numberOf('skip', 0) ?? 0;
  const top = numberOf('top', 0) ?? Number.POSITIVE_INFINITY;
  const count = Math.min(top, numberOf('maxpagesize', 1) ?? largest, largest);
  return {
    skip,
    count,
    next(from) {
      const left = top - (from - skip);
      if (left <= 0) return undefined;
      const url = new URL(request.url, `http://${request.headers.host}`);
      for (const name of ['skip', '$skip', 'top', '$top']) url.searchParams.delete(name);
      url.searchParams.set('skip', String(from));
      if (Number.isFinite(left)) url.searchParams.set('top', String(left));
      return url.href;
    },
  };
}

/** The page of a list that is there as a whole. */
export function pageFrom<Item>(items: readonly Item[], request: FastifyRequest, largest = 100): Page<Item> {
  const page = pageOf(request, largest);
  const end = page.skip + page.count;
  const next = end < items.length ? page.next(end) : undefined;
  return { value: items.slice(page.skip, end), ...(next === undefined ? {} : { nextLink: next }) };
}

/** @throws AzureError `ProjectNotFound`. */
export async function projectOf(rest: RestContext, name: string): Promise<Project> {
  const project = await existingProject(rest, name);
  if (project !== null) return project;
  throw new AzureError(404, { code: 'ProjectNotFound', message: `There is no project “${name}”.` });
}

/** @throws AzureError `NotFound`. */
export function deploymentOf(project: Project, name: string): Deployment {
  const found = project.deployments.list().find((deployment) => deployment.name === name);
  if (found !== undefined) return found;
  throw new AzureError(404, {
    code: 'NotFound',
    message: `The project “${project.info().name}” has no deployment “${name}”.`,
  });
}

/** @throws AzureError `NotFound`. */
export function modelOf(project: Project, label: string): Model {
  const found = project.models.list().find((model) => model.name === label);
  if (found !== undefined) return found;
  throw new AzureError(404, {
    code: 'NotFound',
    message: `The project “${project.info().name}” has no trained model “${label}”.`,
  });
}
