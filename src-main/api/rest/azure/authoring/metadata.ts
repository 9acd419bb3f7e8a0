import { z } from 'zod';
import type { ProjectHead } from '../../../../core/ports/store.ts';
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

export function metadataOf(rest: RestContext, head: ProjectHead): object {
  const { name, kind, language, multilingual, description } = head;
  const { createdAt, changedAt, trainedAt, deployedAt } = head;
  const settings = projectValue(rest, name, 'settings');
  return {
    createdDateTime: createdAt,
    lastModifiedDateTime: changedAt ?? createdAt,
    ...(trainedAt === null ? {} : { lastTrainedDateTime: trainedAt }),
    ...(deployedAt === null ? {} : { lastDeployedDateTime: deployedAt }),
    projectKind: azureKinds[kind],
    storageInputContainerName: containerOf(rest, name),
    ...(settings === undefined ? {} : { settings }),
    projectName: name,
    multilingual,
    description,
    language,
  };
}
