import type { DocumentSelection, Labels } from '../../domain/document.ts';
import { AppError } from '../../domain/errors.ts';
import type { AcceptedSuggestions } from '../../domain/suggestion.ts';
import { breathe } from '../breathe.ts';
import { writeInSlices } from '../history/operations.ts';
import { assertWritable, type ProjectContext } from '../projects/project-context.ts';
import { changeMany } from './bulk-change.ts';
import { orderedLabels } from './document-fields.ts';
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
  const { ids, modelNames } = await findAcceptable(context, selected, atLeast);
  const { changed } = await changeMany(context, ids, {
    kind: 'accept-suggestions',
    title: acceptTitle(ids.length, modelNames),
    source: 'documents',
    field: 'labels',
    read: (id) => context.store.documents.labels(id),
    // Looked at again: somebody may have labelled the document, or deleted the class, since.
    next: (before, index) => (before === null ? suggestedLabels(context, ids[index]!, atLeast) : before),
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
    await context.bulk.run(() =>
      writeInSlices(context, ids, (documentId) => {
        if (context.store.suggestions.remove(documentId)) removed += 1;
      }),
    );
  } finally {
    context.counts.invalidate();
    context.changes.emit('documents', 'counts');
  }
  return { removed };
}

const documentsPerRead = 1000;

async function findAcceptable(
  context: ProjectContext,
  selected: Int32Array,
  atLeast: number,
): Promise<{ readonly ids: readonly number[]; readonly modelNames: ReadonlySet<string> }> {
  const ids: number[] = [];
  const modelNames = new Set<string>();
  for (let from = 0; from < selected.length; from += documentsPerRead) {
    const part = selected.subarray(from, from + documentsPerRead);
    for (const { documentId, modelName, classes } of context.store.suggestions.acceptable(part, atLeast)) {
      if (!fits(context, classes)) continue;
      ids.push(documentId);
      modelNames.add(modelName);
    }
    await breathe();
  }
  return { ids, modelNames };
}

/** Null for a document that is left as it is. */
function suggestedLabels(context: ProjectContext, documentId: number, atLeast: number): Labels {
  const suggestion = context.store.suggestions.get(documentId);
  if (suggestion === undefined || suggestion.unsure || suggestion.score < atLeast) return null;
  return fits(context, suggestion.classIds.length) ? orderedLabels(suggestion.classIds) : null;
}

/** A model of a time when the project was multi-label may suggest more classes than a document can have now. */
function fits({ kind }: ProjectContext, classes: number): boolean {
  return kind === 'single' ? classes === 1 : classes > 0;
}

function acceptTitle(count: number, modelNames: ReadonlySet<string>): string {
  const what = count === 1 ? '1 suggestion' : `${count.toLocaleString('en')} suggestions`;
  const [name] = modelNames;
  return modelNames.size === 1
    ? `Accept ${what} of “${name}”`
    : `Accept ${what} of ${modelNames.size} models`;
}
