import { AppError } from '../../domain/errors.ts';
import type { TestSetPolicy } from '../../domain/test-set.ts';
import type { ProjectContext } from '../projects/project-context.ts';

/** Details of the operation that changes the policy. */
export interface PolicyDetails {
  readonly before: TestSetPolicy;
  readonly after: TestSetPolicy;
}

/** Undoes the change, unless the policy was changed again since. */
export function restorePolicy(context: ProjectContext, { before, after }: PolicyDetails): boolean {
  const { testSet } = context.store;
  if (testSet.policy() !== after) return false;
  testSet.setPolicy(before);
  context.changes.emit('evaluations');
  return true;
}

/**
 * Stands before everything that shows single documents with what a model made of them.
 * @throws AppError `test_set_sealed` when the dataset is the test set and that is sealed.
 */
export function assertTestSetOpen(context: ProjectContext, dataset: 'validation' | 'test'): void {
  if (!isOpen(context, dataset)) {
    throw new AppError(
      'test_set_sealed',
      'The test set of this project is sealed: its figures are shown, its documents are not. Look at the mistakes in the validation set instead.',
    );
  }
}

export function isOpen(context: ProjectContext, dataset: 'validation' | 'test'): boolean {
  return dataset !== 'test' || context.store.testSet.policy() === 'open';
}
