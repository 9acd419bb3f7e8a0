import type { Project } from '../../../core/core.ts';
import type { ProjectHead } from '../../../core/ports/store.ts';
import type { Deployment } from '../../../domain/decision.ts';
import type { RestContext } from '../context.ts';
import { existingProject } from '../existing-project.ts';
import { type EndpointName, parseEndpointArn } from './arns.ts';
import { invalidRequest, noSuchResource } from './aws-error.ts';

/** A deployment, as AWS's endpoint. */
export interface Endpoint {
  readonly project: Project;
  readonly deployment: Deployment;
  /** With its project where the name alone would tell several. */
  readonly name: EndpointName;
  readonly settings: EndpointSettings;
}

/** What was asked for and has no meaning but to be told again. */
export interface EndpointSettings {
  readonly units: number;
  readonly role: string | null;
}

/** Kept for an endpoint that this service made: its name alone means this project. */
interface StoredEndpoint extends EndpointSettings {
  readonly project: string;
}

const usualSettings: EndpointSettings = { units: 1, role: null };

export async function listEndpoints(rest: RestContext): Promise<readonly Endpoint[]> {
  const found = await endpointsOf(rest, ({ deployments }) => deployments.length > 0);
  const counts = Map.groupBy(found, ({ deployment }) => deployment.name);
  return found.map((endpoint) => {
    const { deployment, project } = endpoint;
    const isPlain =
      counts.get(deployment.name)!.length === 1 || ownerOf(rest, deployment.name) === nameOf(project);
    return isPlain ? { ...endpoint, name: { project: null, name: deployment.name } } : endpoint;
  });
}

/**
 * @throws AwsError `ResourceNotFoundException`; `InvalidRequestException` for what is no ARN of an endpoint, and for a
 *   name that several projects use.
 */
export async function findEndpoint(rest: RestContext, arn: string): Promise<Endpoint> {
  const wanted = parseEndpointArn(arn);
  const owner = wanted.project ?? ownerOf(rest, wanted.name);
  const project = owner === null ? null : await existingProject(rest, owner);
  const deployment = project?.deployments.list().find(({ name }) => name === wanted.name);
  if (project !== null && deployment !== undefined) {
    return { ...endpointOf(rest, project, deployment), name: wanted };
  }
  if (wanted.project !== null) throw noSuchResource(arn);
  const [found, other] = await namedSo(rest, wanted.name);
  if (found === undefined) throw noSuchResource(arn);
  if (other !== undefined) {
    throw invalidRequest(
      `Several projects have a deployment ${wanted.name}. Put the project's name before it: …-endpoint/${nameOf(found.project)}/${wanted.name}.`,
    );
  }
  return { ...found, name: wanted };
}

/** Deployments of a name in all projects. */
export async function namedSo(rest: RestContext, name: string): Promise<readonly Endpoint[]> {
  const found = await endpointsOf(rest, ({ deployments }) => deployments.includes(name));
  return found.filter(({ deployment }) => deployment.name === name);
}

/** Opens the projects that are wanted by what their heads say, and no other. */
async function endpointsOf(
  rest: RestContext,
  isWanted: (head: ProjectHead) => boolean,
): Promise<readonly Endpoint[]> {
  const found: Endpoint[] = [];
  for (const head of await rest.projects.list()) {
    if (!isWanted(head)) continue;
    const project = await rest.projects.find(head.name);
    for (const deployment of project.deployments.list()) found.push(endpointOf(rest, project, deployment));
  }
  return found;
}

export function saveSettings(
  { operations }: RestContext,
  name: string,
  stored: StoredEndpoint | undefined,
): void {
  operations.setValue('comprehend', keyOf(name), stored);
}

function endpointOf(rest: RestContext, project: Project, deployment: Deployment): Endpoint {
  const stored = storedOf(rest, deployment.name);
  const settings = stored?.project === nameOf(project) ? stored : usualSettings;
  return {
    project,
    deployment,
    name: { project: nameOf(project), name: deployment.name },
    settings: { units: settings.units, role: settings.role },
  };
}

function ownerOf(rest: RestContext, name: string): string | null {
  return storedOf(rest, name)?.project ?? null;
}

function storedOf({ operations }: RestContext, name: string): StoredEndpoint | undefined {
  return operations.value('comprehend', keyOf(name)) as StoredEndpoint | undefined;
}

function nameOf(project: Project): string {
  return project.info().name;
}

function keyOf(name: string): string {
  return `endpoint/${name}`;
}
