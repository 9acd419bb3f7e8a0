import { AppError } from '../../domain/errors.ts';
import type { HistoryState, HistoryStep } from '../../domain/history.ts';
import type { History } from '../core.ts';
import type { Operation } from '../ports/store.ts';
import { assertWritable, type ProjectContext } from '../projects/project-context.ts';
import { insertOperation } from './operations.ts';
import { inverseDetails, inverseKind, isRepair, takeBack, takeBackUnfinished } from './take-back.ts';

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
  const isRedo = undone.id !== target.id;
  const by = insertOperation(context, {
    kind: inverseKind(target.kind),
    title: undone.title,
    source: undone.source,
    details: inverseDetails(target),
    reverts: target.id,
    finished: false,
  });
  const mark = () => {
    context.store.operations.setUndoneBy(undone.id, isRedo ? null : by);
    context.store.operations.finish(by);
  };
  try {
    if (undone.kind === 'import') {
      // Removing hides the documents first and cannot be turned back, so it counts as done from the start.
      context.store.transaction(mark);
    }
    const taken = await takeBack(context, target, by);
    if (undone.kind !== 'import') {
      context.store.transaction(mark);
    }
    if (undone.kind === 'import') {
      context.counts.invalidate();
    }
    return { title: undone.title, ...taken };
  } catch (error) {
    await takeBackUnfinished(context);
    throw error;
  } finally {
    context.changes.emit('classes', 'documents', 'counts', 'history', 'search');
  }
}
