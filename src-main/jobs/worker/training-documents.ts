import { AppError } from '../../domain/errors.ts';
import type { Dataset, ProjectKind } from '../../domain/project.ts';
import type { TrainingDocument } from '../../engine/types.ts';
import type { ReadOnlyProject } from '../../store/read-only.ts';

/** Labelled documents of one dataset, the same ones in every pass whatever people do meanwhile. */
export interface TrainingDocuments {
  readonly size: number;
  /** Ascending by id. @throws AppError `interrupted` when a document was deleted since. */
  iterate(): Iterable<TrainingDocument>;
}

export interface TrainingSelection {
  readonly kind: ProjectKind;
  readonly dataset: Dataset;
  /** Class ids in index order; other classes are left out, with the documents that have no class left. */
  readonly classIds: readonly number[];
  /** UTF-16 units of text kept in memory; above that texts are read again in every pass. */
  readonly memoryLimit: number;
  readonly checkCancelled: () => void;
  readonly breathe: () => Promise<void>;
}

/** Fixes which documents are used, and with which labels. */
export async function selectTrainingDocuments(
  project: ReadOnlyProject,
  selection: TrainingSelection,
): Promise<TrainingDocuments> {
  const indexes = new Map(selection.classIds.map((classId, index) => [classId, index]));
  const ids: number[] = [];
  const classes: (readonly number[])[] = [];
  let texts: string[] | undefined = [];
  let characters = 0;
  for (const batch of project.streamDocuments({ labelled: true, datasets: [selection.dataset] })) {
    for (const { id, labels, text } of batch) {
      const known = (labels ?? [])
        .map((classId) => indexes.get(classId))
        .filter((index) => index !== undefined);
      if (!isUsable(selection.kind, labels ?? [], known)) continue;
      ids.push(id);
      classes.push(known);
      characters += text.length;
      texts?.push(text);
    }
    if (characters > selection.memoryLimit) texts = undefined;
    await selection.breathe();
    selection.checkCancelled();
  }
  const kept = texts;
  return {
    size: ids.length,
    iterate: () => (kept === undefined ? readAgain(project, ids, classes) : fromMemory(ids, classes, kept)),
  };
}

function isUsable(kind: ProjectKind, labels: readonly number[], known: readonly number[]): boolean {
  return kind === 'single' ? known.length === 1 : known.length > 0 || labels.length === 0;
}

function* fromMemory(
  ids: readonly number[],
  classes: readonly (readonly number[])[],
  texts: readonly string[],
): Generator<TrainingDocument, void, void> {
  for (const [index, id] of ids.entries()) {
    yield { id, text: texts[index]!, classes: classes[index]! };
  }
}

/**
 * Walks through all documents of the project beside the wanted ones: many times faster than asking for each, and
 * it finds those that have been labelled or placed otherwise since.
 */
function* readAgain(
  project: ReadOnlyProject,
  ids: readonly number[],
  classes: readonly (readonly number[])[],
): Generator<TrainingDocument, void, void> {
  let next = 0;
  for (const batch of project.streamDocuments()) {
    for (const { id, text } of batch) {
      if (id !== ids[next]) continue;
      yield { id, text, classes: classes[next]! };
      next++;
    }
    if (next === ids.length) return;
  }
  throw new AppError('interrupted', 'Documents were deleted during the training. Train again.');
}
