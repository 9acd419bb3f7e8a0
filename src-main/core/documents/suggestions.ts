import type { DocumentSelection } from '../../domain/document.ts';
import { AppError } from '../../domain/errors.ts';
import type { AcceptedSuggestions } from '../../domain/suggestion.ts';
import { breathe } from '../breathe.ts';
import { writeInSlices } from '../history/operations.ts';
import { assertWritable, type ProjectContext } from '../projects/project-context.ts';
import { changeMany } from './bulk-change.ts';
import type { Queries } from './queries.ts';

/** See `Documents.acceptSuggestions`. */
export async function acceptSuggestions(
  context: ProjectContext,
  queries: Queries,
  selection: DocumentSelection,
  atLeast = 0,
): Promise<AcceptedSuggestions> {
  assertWritable(context);
  if (!(atLeast >= 0 && atLeast <= 1)) {
    throw new AppError('bad_request', `The least score is ${atLeast}. Use a number from 0 to 1.`);
  }
  const selected = queries.selected(selection);
  // A bulk change that runs may be moving documents to the test dataset, or converting the project.
  await context.bulk.idle();
  const { ids, labels, modelNames } = await findAcceptable(context, selected, atLeast);
  let alive: ReadonlySet<number> | undefined;
  const { changed } = await changeMany(context, ids, {
    kind: 'accept-suggestions',
    title: acceptTitle(ids.length, modelNames),
    source: 'documents',
    field: 'labels',
    read: (id) => context.store.documents.labels(id),
    next: (before, index) => {
      // Somebody may have labelled the document since; classes stay as they are while this runs.
      if (before !== null) return before;
      alive ??= new Set(context.store.classes.list().map(({ id }) => id));
      const found = labels[index]!;
      return found.every((classId) => alive!.has(classId)) ? found : before;
    },
  });
  return { changed, left: selected.length - changed };
}

/** See `Documents.removeSuggestions`. */
export async function removeSuggestions(
  context: ProjectContext,
  queries: Queries,
  selection: DocumentSelection,
): Promise<{ readonly removed: number }> {
  assertWritable(context);
  const ids = queries.selected(selection);
  let removed = 0;
  try {
    await context.bulk.run(async () => {
      context.bulk.describe('Remove suggestions', ids.length);
      await writeInSlices(context, ids, (documentId) => {
        if (context.store.suggestions.remove(documentId)) removed += 1;
      });
    });
  } catch (error) {
    // Those that went are gone: there is no step that could bring them back.
    if (!(error instanceof AppError) || error.code !== 'cancelled') throw error;
  } finally {
    context.counts.invalidate();
    context.changes.emit('documents', 'counts');
  }
  return { removed };
}

const documentsPerRead = 1000;

interface Acceptable {
  readonly ids: readonly number[];
  /** Of each of them; equal ones are one list. */
  readonly labels: readonly (readonly number[])[];
  readonly modelNames: ReadonlySet<string>;
}

async function findAcceptable(
  context: ProjectContext,
  selected: Int32Array,
  atLeast: number,
): Promise<Acceptable> {
  const ids: number[] = [];
  const labels: (readonly number[])[] = [];
  const modelNames = new Set<string>();
  const lists = new Map<string, readonly number[]>();
  for (let from = 0; from < selected.length; from += documentsPerRead) {
    const part = selected.subarray(from, from + documentsPerRead);
    for (const { documentId, modelName, classIds } of context.store.suggestions.acceptable(part, atLeast)) {
      const list =
        lists.get(classIds) ??
        classIds
          .split(',')
          .map(Number)
          .sort((a, b) => a - b);
      lists.set(classIds, list);
      // A model of a time when the project was multi-label may suggest more classes than a document can have now.
      if (context.kind === 'single' && list.length > 1) continue;
      ids.push(documentId);
      labels.push(list);
      modelNames.add(modelName);
    }
    await breathe();
  }
  return { ids, labels, modelNames };
}

function acceptTitle(count: number, modelNames: ReadonlySet<string>): string {
  const what = count === 1 ? '1 suggestion' : `${count.toLocaleString('en')} suggestions`;
  const [name] = modelNames;
  return modelNames.size === 1
    ? `Accept ${what} of “${name}”`
    : `Accept ${what} of ${modelNames.size} models`;
}
