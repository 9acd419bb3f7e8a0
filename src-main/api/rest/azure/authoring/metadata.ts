import { z } from 'zod';
import type { Project } from '../../../../core/core.ts';
import { azureKinds } from '../../../../domain/azure/evaluation.ts';
import type { ProjectKind } from '../../../../domain/project.ts';
import type { RestContext } from '../../context.ts';
import { AzureError } from '../errors.ts';
import { kindOf } from '../names.ts';
import { projectValue, setProjectValue } from './jobs.ts';

const text = z.string().max(1000);

export const metadataBody = z.object({
  projectKind: text,
  storageInputContainerName: text.nullish(),
  projectName: text.nullish(),
  language: z.string().min(1).max(40),
  multilingual: z.boolean().nullish(),
  description: z.string().max(20_000).nullish(),
  settings: z.object({ confidenceThreshold: z.number().min(0).max(1).nullish() }).nullish(),
});

export type Metadata = z.output<typeof metadataBody>;

/** @throws AzureError for a kind that Winnow has no projects of. */
export function projectKindOf({ projectKind }: Metadata): ProjectKind {
  const kind = kindOf(projectKind);
  if (kind !== undefined) return kind;
  throw new AzureError(400, {
    code: 'InvalidArgument',
    message: `Winnow has projects of the kinds ${azureKinds.single} and ${azureKinds.multi}.`,
    target: 'projectKind',
  });
}

/** The fields of a project as the core takes them. */
export function fieldsOf({ language, multilingual, description }: Metadata): {
  readonly language: string;
  readonly multilingual: boolean;
  readonly description: string;
} {
  return { language, multilingual: multilingual ?? false, description: description ?? '' };
}

/** What a project file has no place for. */
export function keepMetadata(rest: RestContext, name: string, metadata: Metadata): void {
  setProjectValue(rest, name, 'container', metadata.storageInputContainerName ?? undefined);
  setProjectValue(rest, name, 'settings', metadata.settings ?? undefined);
}

export function forgetMetadata(rest: RestContext, name: string): void {
  setProjectValue(rest, name, 'container', undefined);
  setProjectValue(rest, name, 'settings', undefined);
}

export function containerOf(rest: RestContext, name: string): string {
  const container = projectValue(rest, name, 'container');
  return typeof container === 'string' ? container : '';
}

export function metadataOf(rest: RestContext, project: Project): object {
  const { name, kind, language, multilingual, description, createdAt } = project.info();
  const [newest] = project.historyLog.entries({}, 0, 1).rows;
  const trained = latest(project.models.list().map((model) => model.createdAt));
  const deployed = latest(project.deployments.list().map((deployment) => deployment.updatedAt));
  const settings = projectValue(rest, name, 'settings');
  return {
    createdDateTime: createdAt,
    lastModifiedDateTime: newest?.at ?? createdAt,
    ...(trained === null ? {} : { lastTrainedDateTime: trained }),
    ...(deployed === null ? {} : { lastDeployedDateTime: deployed }),
    projectKind: azureKinds[kind],
    storageInputContainerName: containerOf(rest, name),
    ...(settings === undefined ? {} : { settings }),
    projectName: name,
    multilingual,
    description,
    language,
  };
}

function latest(times: readonly string[]): string | null {
  return [...times].sort().at(-1) ?? null;
}
