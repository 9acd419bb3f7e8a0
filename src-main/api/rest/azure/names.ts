import type { OperationStatus } from '../../../core/ports/operations.ts';
import { azureKinds } from '../../../domain/azure/evaluation.ts';
import type { ProjectKind } from '../../../domain/project.ts';

/** Microsoft's own pages write the kinds in two ways. */
export function kindOf(azureKind: string): ProjectKind | undefined {
  const wanted = azureKind.toLowerCase();
  return (['single', 'multi'] as const).find((kind) => azureKinds[kind].toLowerCase() === wanted);
}

export const azureStatus: Readonly<Record<OperationStatus, string>> = {
  waiting: 'notStarted',
  running: 'running',
  cancelling: 'cancelling',
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'cancelled',
};
