import type { Project } from '../../core/core.ts';
import { AppError } from '../../domain/errors.ts';
import type { RestContext } from './context.ts';

/** Null when there is no such project. */
export async function existingProject(rest: RestContext, name: string): Promise<Project | null> {
  return await rest.projects.find(name).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  });
}
