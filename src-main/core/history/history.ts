import { AppError } from '../../domain/errors.ts';
import type { HistoryState, HistoryStep } from '../../domain/history.ts';
import { assertNoImport } from '../classes/class-removal.ts';
import type { History } from '../core.ts';
import type { Operation } from '../ports/history-tables.ts';
import { assertWritable, type ProjectContext } from '../projects/project-context.ts';
import { insertOperation } from './operations.ts';
import {
  type ImportDetails,
  inverseDetails,
  inverseKind,
  isRepair,
  isSmall,
  takeBack,
  takeBackAtOnce,
  takeBackUnfinished,
} from './take-back.ts';

export function createHistory(context: ProjectContext): History {
  const { operations } = context.store;
  return {
    state(): HistoryState {
      const undo = operations.latestUndoable();
      const redo = redoable(context);
      return {
        undo: undo === undefined ? null : { operationId: undo.id, title: undo.title },
        redo: redo === undefined ? null : { operationId: redo.undone.id, title: redo.undone.title },
      };
    },
    undo() {
      assertWritable(context);
      return context.bulk.run(async () => {
        const target = operations.latestUndoable();
        if (target === undefined) {
          throw new AppError('not_found', 'There is nothing to undo.');
        }
        return await step(context, { undone: target, target });
      });
    },
    redo() {
      assertWritable(context);
      return context.bulk.run(async () => {
        const pair = redoable(context);
        if (pair === undefined) {
          throw new AppError('not_found', 'There is nothing to redo.');
        }
        return await step(context, pair);
      });
    },
  };
}

/** `undone`: the ordinary operation; `target`: itself for an undo, its undo for a redo. */
interface Step {
  readonly undone: Operation;
  readonly target: Operation;
}

/** An import cannot be redone (its files may have changed), nor can what an interruption took back. */
function redoable(context: ProjectContext): Step | undefined {
  const { operations } = context.store;
  const undone = operations.latestRedoable();
  const target = undone?.undoneBy == null ? undefined : operations.get(undone.undoneBy);
  if (undone === undefined || target === undefined || undone.kind === 'import' || isRepair(target)) {
    return undefined;
  }
  return { undone, target };
}

async function step(context: ProjectContext, { undone, target }: Step): Promise<HistoryStep> {
  try {
    if (target.kind === 'import') {
      return await undoImport(context, target);
    }
    if (target.kind === 'class-add') assertNoImport(context);
    const mark = (by: number) => {
      const isRedo = undone.id !== target.id;
      context.store.operations.setUndoneBy(undone.id, isRedo ? null : by);
      context.store.operations.finish(by);
    };
    if (isSmall(context, target)) {
      return context.store.transaction(() => {
        const by = insertStep(context, undone, target, true);
        mark(by);
        return { title: undone.title, ...takeBackAtOnce(context, target, by) };
      });
    }
    const by = insertStep(context, undone, target, false);
    const taken = await takeBack(context, target, by);
    context.store.transaction(() => {
      mark(by);
    });
    return { title: undone.title, ...taken };
  } catch (error) {
    context.counts.invalidate();
    await takeBackUnfinished(context);
    throw error;
  } finally {
    context.changes.emit('classes', 'documents', 'counts', 'history');
  }
}

/** Hiding the documents and the step of history are one transaction; deleting them follows in chunks. */
async function undoImport(context: ProjectContext, target: Operation): Promise<HistoryStep> {
  const { importId, documents } = target.details as ImportDetails;
  const removal = context.store.transaction(() => {
    const by = insertStep(context, target, target, true);
    context.store.operations.setUndoneBy(target.id, by);
    // In an object, since a transaction may not return a promise.
    return { done: context.store.imports.remove(importId) };
  });
  context.changes.emit('documents', 'search');
  await removal.done;
  context.counts.invalidate();
  context.changes.emit('search');
  return { title: target.title, changed: documents, skipped: 0, documentId: null };
}

function insertStep(
  context: ProjectContext,
  undone: Operation,
  target: Operation,
  finished: boolean,
): number {
  return insertOperation(context, {
    kind: inverseKind(target.kind),
    title: undone.title,
    source: undone.source,
    details: inverseDetails(target),
    reverts: target.id,
    finished,
  });
}
