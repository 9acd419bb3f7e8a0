import { AppError } from '../../domain/errors.ts';
import type { Dataset, ProjectKind } from '../../domain/project.ts';
import type { TrainingDocument, UnlabelledDocument } from '../../engine/types.ts';
import type { ReadOnlyProject, StreamedDocument, StreamOptions } from '../../store/read-only.ts';

/** Documents of one kind, the same ones in every pass whatever people do meanwhile. */
export interface Selected<Document> {
  readonly size: number;
  /** Ascending by id. @throws AppError `interrupted` when a document was deleted since. */
  iterate(): Iterable<Document>;
}

export interface Selection {
  /** UTF-16 units of text kept in memory; above that texts are read again in every pass. */
  readonly memoryLimit: number;
  readonly checkCancelled: () => void;
  readonly breathe: () => Promise<void>;
}

export interface TrainingSelection extends Selection {
  readonly kind: ProjectKind;
  /** `null`: documents without a place. */
  readonly datasets: readonly (Dataset | null)[];
  /** Class ids in index order; other classes are left out, with the documents that have no class left. */
  readonly classIds: readonly number[];
}

/** Fixes which labelled documents of some datasets are used, and with which labels. */
export function selectTrainingDocuments(
  project: ReadOnlyProject,
  selection: TrainingSelection,
): Promise<Selected<TrainingDocument>> {
  const indexes = new Map(selection.classIds.map((classId, index) => [classId, index]));
  return select(
    project,
    selection,
    { labelled: true, datasets: selection.datasets },
    ({ id, text, labels }) => {
      const classes = (labels ?? [])
        .map((classId) => indexes.get(classId))
        .filter((index) => index !== undefined);
      return isUsable(selection.kind, labels ?? [], classes) ? { id, text, classes } : undefined;
    },
  );
}

/** Fixes which documents without labels are read: all that are not in the test set. */
export function selectUnlabelledDocuments(
  project: ReadOnlyProject,
  selection: Selection,
): Promise<Selected<UnlabelledDocument>> {
  const datasets = ['train', 'validation', null] as const;
  return select(project, selection, { labelled: false, datasets }, ({ id, text }) => ({ id, text }));
}

/** Fixes which documents of a class are read, those of the test set and those set aside among them. */
export function selectDocumentsOfClass(
  project: ReadOnlyProject,
  selection: Selection & { readonly classId: number },
): Promise<Selected<UnlabelledDocument>> {
  const stream = { classId: selection.classId, excluded: true };
  return select(project, selection, stream, ({ id, text }) => ({ id, text }));
}

async function select<Document extends UnlabelledDocument>(
  project: ReadOnlyProject,
  selection: Selection,
  stream: StreamOptions,
  choose: (document: StreamedDocument) => Document | undefined,
): Promise<Selected<Document>> {
  const chosen: Omit<Document, 'text'>[] = [];
  let texts: string[] | undefined = [];
  let characters = 0;
  for (const batch of project.streamDocuments(stream)) {
    for (const streamed of batch) {
      const document = choose(streamed);
      if (document === undefined) continue;
      const { text, ...rest } = document;
      chosen.push(rest);
      characters += text.length;
      texts?.push(text);
    }
    if (characters > selection.memoryLimit) texts = undefined;
    await selection.breathe();
    selection.checkCancelled();
  }
  const kept = texts;
  return {
    size: chosen.length,
    iterate: () => (kept === undefined ? readAgain(project, chosen) : fromMemory(chosen, kept)),
  };
}

function isUsable(kind: ProjectKind, labels: readonly number[], known: readonly number[]): boolean {
  return kind === 'single' ? known.length === 1 : known.length > 0 || labels.length === 0;
}

function* fromMemory<Document extends UnlabelledDocument>(
  chosen: readonly Omit<Document, 'text'>[],
  texts: readonly string[],
): Generator<Document, void, void> {
  for (const [index, rest] of chosen.entries()) yield { ...rest, text: texts[index]! } as Document;
}

/**
 * Walks through all documents of the project beside the wanted ones: many times faster than asking for each, and
 * it finds those that have been labelled, placed otherwise or set aside since.
 */
function* readAgain<Document extends UnlabelledDocument>(
  project: ReadOnlyProject,
  chosen: readonly Omit<Document, 'text'>[],
): Generator<Document, void, void> {
  let next = 0;
  for (const batch of project.streamDocuments({ excluded: true })) {
    for (const { id, text } of batch) {
      const rest = chosen[next] as Omit<Document, 'text'> | undefined;
      if (rest === undefined || id !== rest.id) continue;
      yield { ...rest, text } as Document;
      next++;
    }
    if (next === chosen.length) return;
  }
  if (next === chosen.length) return;
  throw new AppError('interrupted', 'Documents were deleted during the training. Train again.');
}
