import type { HistoryStep } from '../../domain/history.ts';
import { assertNoImport } from '../classes/class-removal.ts';
import type { Operation } from '../ports/history-tables.ts';
import type { ProjectContext } from '../projects/project-context.ts';
import { insertOperation } from './operations.ts';
import { schemaEffects } from './schema-effects.ts';
import {
  type ImportDetails,
  inverseDetails,
  inverseKind,
  isSmall,
  takeBack,
  takeBackAtOnce,
  takeBackUnfinished,
} from './take-back.ts';

/**
 * `undone`: the ordinary operation whose state changes; `target`: the one whose doings are reversed, itself for an
 * undo, its undo for a redo. `outOfTurn`: a person chose it from the history, so that the step is an ordinary
 * operation that undo takes back next.
 */
export interface Step {
  readonly undone: Operation;
  readonly target: Operation;
  readonly outOfTurn?: boolean;
}

export async function takeStep(context: ProjectContext, step: Step): Promise<HistoryStep> {
  const { undone, target } = step;
  try {
    if (target.kind === 'import') {
      return await undoImport(context, target);
    }
    if (schemaEffects(target) !== null) assertNoImport(context);
    if (isSmall(context, target)) {
      return context.store.transaction(() => {
        const by = insertStep(context, step, true);
        markStep(context, step, by);
        return { title: undone.title, ...takeBackAtOnce(context, target, by) };
      });
    }
    describeStep(context, step);
    const by = insertStep(context, step, false);
    const taken = await takeBack(context, target, by);
    context.store.transaction(() => {
      markStep(context, step, by);
      context.store.operations.finish(by);
    });
    return { title: undone.title, ...taken };
  } catch (error) {
    context.counts.invalidate();
    await takeBackUnfinished(context);
    throw error;
  } finally {
    context.changes.emit('project', 'classes', 'documents', 'counts', 'history');
  }
}

function describeStep({ bulk, store }: ProjectContext, { undone, target }: Step): void {
  const act = undone.id === target.id ? 'Undo' : 'Redo';
  bulk.describe(`${act} “${undone.title}”`, store.operations.changeCount(target.id));
}

/**
 * Documents that people labelled since stay. Hiding the others and the step of history are one transaction; deleting
 * them follows in chunks.
 */
async function undoImport(context: ProjectContext, target: Operation): Promise<HistoryStep> {
  const { importId, documents, backup } = target.details as ImportDetails;
  const kept = await context.store.imports.keepLabelled(importId);
  const removal = context.store.transaction(() => {
    const by = insertStep(context, { undone: target, target }, true);
    context.store.operations.setUndoneBy(target.id, by);
    // In an object, since a transaction may not return a promise.
    return { done: context.store.imports.remove(importId) };
  });
  context.changes.emit('documents', 'search');
  await removal.done;
  context.counts.invalidate();
  context.changes.emit('search');
  // Documents that an import replaces are deleted: only their copy brings them back.
  const note = backup == null ? null : `What was there before the import is in ${backup}.`;
  return { title: target.title, changed: documents - kept, skipped: kept, documentId: null, note };
}

function insertStep(context: ProjectContext, { undone, target, outOfTurn }: Step, finished: boolean): number {
  const common = { kind: inverseKind(target.kind), source: undone.source, finished };
  if (outOfTurn !== true) {
    const details = inverseDetails(target);
    return insertOperation(context, { ...common, title: undone.title, details, reverts: target.id });
  }
  return insertOperation(context, {
    ...common,
    title: `Take back “${undone.title}”`,
    details: { ...(inverseDetails(target) as object | null), takesBack: target.id },
  });
}

/** The operation that this one takes back out of turn, or null. */
export function takesBack({ details }: Operation): number | null {
  return (details as { readonly takesBack?: number } | null)?.takesBack ?? null;
}

function markStep({ store }: ProjectContext, { undone, target, outOfTurn }: Step, by: number): void {
  const isRedo = undone.id !== target.id;
  store.operations.setUndoneBy(undone.id, isRedo ? null : by);
  const root = outOfTurn === true ? null : takesBack(undone);
  if (root !== null) {
    store.operations.setUndoneBy(root, isRedo ? undone.id : null);
  }
}
