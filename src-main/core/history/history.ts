import { AppError } from '../../domain/errors.ts';
import type { HistoryState, HistoryStep } from '../../domain/history.ts';
import type { History } from '../core.ts';
import type { Operation } from '../ports/history-tables.ts';
import { assertWritable, type ProjectContext } from '../projects/project-context.ts';
import { type Step, takeStep, takesBack } from './step.ts';
import { isRepair } from './take-back.ts';

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
        return await takeStep(context, { undone: target, target });
      });
    },
    redo() {
      assertWritable(context);
      return context.bulk.run(async () => {
        const pair = redoable(context);
        if (pair === undefined) {
          throw new AppError('not_found', 'There is nothing to redo.');
        }
        return await takeStep(context, pair);
      });
    },
  };
}

function redoable(context: ProjectContext): Step | undefined {
  const undone = context.store.operations.latestRedoable();
  return undone === undefined ? undefined : redoOf(context, undone);
}

/**
 * An import cannot be redone (its files may have changed), nor can what an interruption took back. What was taken
 * back out of turn comes back by undoing that.
 */
function redoOf(context: ProjectContext, undone: Operation): Step | undefined {
  const target = undone.undoneBy === null ? undefined : context.store.operations.get(undone.undoneBy);
  const isRedoable =
    target !== undefined && target.reverts !== null && undone.kind !== 'import' && !isRepair(target);
  return isRedoable ? { undone, target } : undefined;
}

/** See `HistoryLog.revert`. */
export function revert(context: ProjectContext, operationId: number): Promise<HistoryStep> {
  assertWritable(context);
  return context.bulk.run(async () => takeStep(context, stepOfChoice(context, operationId)));
}

function stepOfChoice(context: ProjectContext, operationId: number): Step {
  const operation = requireOperation(context, operationId);
  const { reverts, undoneBy } = operation;
  if (reverts === null) {
    if (undoneBy !== null) {
      throw new AppError('bad_request', `“${operation.title}” was taken back already.`);
    }
    // What took back another out of turn is itself taken back as undo does it: the other stands again.
    return { undone: operation, target: operation, outOfTurn: takesBack(operation) === null };
  }
  const reverted = requireOperation(context, reverts);
  if (reverted.reverts !== null) {
    return stepOfChoice(context, reverted.reverts);
  }
  const step = reverted.undoneBy === operationId ? redoOf(context, reverted) : undefined;
  if (step === undefined) {
    throw new AppError(
      'bad_request',
      reverted.undoneBy === operationId
        ? `“${reverted.title}” cannot be brought back: an import has to be made again, and what was interrupted too.`
        : `“${reverted.title}” stands already.`,
    );
  }
  return step;
}

function requireOperation(context: ProjectContext, operationId: number): Operation {
  const operation = context.store.operations.get(operationId);
  if (operation === undefined || !operation.finished) {
    throw new AppError('not_found', `There is no step ${operationId} in the history of this project.`);
  }
  return operation;
}
