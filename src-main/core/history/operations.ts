import type { ChangeSource, OperationKind } from '../../domain/history.ts';
import { breathe, sliceMilliseconds } from '../breathe.ts';
import { now, type ProjectContext } from '../projects/project-context.ts';

export interface NewOperation {
  readonly kind: OperationKind;
  readonly title: string;
  readonly source: ChangeSource;
  readonly details?: unknown;
  readonly reverts?: number;
  /** Default true; a bulk operation is finished when its last slice is written. */
  readonly finished?: boolean;
}

/** Writes the head of an operation by the person at this computer; its changes are added one by one. */
export function insertOperation(context: ProjectContext, fields: NewOperation): number {
  return context.store.operations.insert({
    kind: fields.kind,
    title: fields.title,
    source: fields.source,
    annotator: context.annotator(),
    at: now(context),
    details: fields.details ?? null,
    reverts: fields.reverts ?? null,
    finished: fields.finished ?? true,
  });
}

/**
 * Works through `items` in write transactions of about {@link sliceMilliseconds}, with a breath between them.
 * When `work` throws, the slice it is in is rolled back and the slices before stay.
 * @throws AppError `cancelled`
 */
export async function writeInSlices<Item>(
  context: ProjectContext,
  items: ArrayLike<Item>,
  work: (item: Item, index: number) => void,
): Promise<void> {
  let index = 0;
  while (index < items.length) {
    const from = index;
    context.store.transaction(() => {
      const until = performance.now() + sliceMilliseconds;
      do {
        work(items[index]!, index);
        index += 1;
      } while (index < items.length && performance.now() < until);
    });
    context.bulk.advance(index - from);
    await breathe();
  }
}
