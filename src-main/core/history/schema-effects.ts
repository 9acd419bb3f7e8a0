import type { ProjectKind } from '../../domain/project.ts';
import { reviveClass } from '../classes/class-removal.ts';
import type { Operation } from '../ports/history-tables.ts';
import type { ProjectContext } from '../projects/project-context.ts';
import type { TakenBack } from './reverse-changes.ts';

/** A class as an operation left it. */
export interface ClassDetails {
  readonly classId: number;
  readonly name: string;
}

/** What an operation did to the schema, beside its changes of documents. */
export interface SchemaEffects {
  /** Classes that it made tombstones of. */
  readonly removed: readonly ClassDetails[];
  /** Classes that it made, or brought back. */
  readonly added: readonly ClassDetails[];
  readonly kind: { readonly before: ProjectKind; readonly after: ProjectKind } | null;
}

/** As the operation's details keep them; `classIds` names the removed ones, by which deleted classes are found. */
export interface SchemaDetails extends SchemaEffects {
  readonly classIds: readonly number[];
  /** The class that those removed became part of, when they were merged. */
  readonly into: number | null;
}

export function schemaDetails(effects: Partial<SchemaEffects>, into: number | null = null): SchemaDetails {
  const { removed = [], added = [], kind = null } = effects;
  return { classIds: removed.map(({ classId }) => classId), removed, added, kind, into };
}

/** Null for an operation that leaves the schema as it is. */
export function schemaEffects({ kind, details }: Operation): SchemaEffects | null {
  switch (kind) {
    case 'class-add':
      return { removed: [], added: [details as ClassDetails], kind: null };
    case 'class-delete':
      return { removed: [details as ClassDetails], added: [], kind: null };
    case 'class-restore':
    case 'class-merge':
    case 'class-split':
    case 'convert':
    case 'restore-labels':
      return details as SchemaDetails;
    default:
      return null;
  }
}

export function inverseSchemaDetails({ removed, added, kind, into }: SchemaDetails): SchemaDetails {
  const swapped = kind === null ? null : { before: kind.after, after: kind.before };
  return schemaDetails({ removed: added, added: removed, kind: swapped }, into);
}

/**
 * Takes back what an operation did to the schema, its changes of documents in the middle of it: classes must be there
 * before documents get them again. Classes that documents were given since stay, and so does the kind when labels
 * given since would not fit the former one.
 */
export async function takeBackSchema(
  context: ProjectContext,
  effects: SchemaEffects,
  reverse: () => Promise<TakenBack>,
): Promise<TakenBack> {
  const { store } = context;
  const { added, removed, kind } = effects;
  store.transaction(() => {
    // First, since one that comes back may have the name of one that goes.
    for (const { classId } of added) store.classes.delete(classId);
    for (const { classId, name } of removed) reviveClass(context, classId, name);
    if (kind?.before === 'multi') store.project.setKind('multi');
  });
  context.changes.emit('classes', 'documents', 'project');
  const taken = await reverse();
  const notes = [keepUsed(context, added), kind?.before === 'single' ? await becomeSingle(context) : null];
  const note = notes.filter((each) => each !== null).join(' ');
  return { ...taken, note: note === '' ? taken.note : note };
}

/** Of classes that were just removed, those that documents still carry come back. */
function keepUsed(context: ProjectContext, classes: readonly ClassDetails[]): string | null {
  const used = classes.filter(
    ({ classId }) => context.store.documents.idsWithClass(classId, 0, 1).length > 0,
  );
  for (const { classId, name } of used) reviveClass(context, classId, name);
  if (used.length === 0) return null;
  const names = used.map(({ name }) => `“${name}”`).join(', ');
  return `${names} ${used.length === 1 ? 'stays' : 'stay'}: documents were labelled with it since.`;
}

async function becomeSingle(context: ProjectContext): Promise<string | null> {
  const { store } = context;
  if (context.jobs.activeOf('import') === undefined) {
    // Before counting: nobody can give two classes to a document meanwhile.
    store.project.setKind('single');
    const { several, none } = await store.reader.unfitForSingle();
    if (several.length + none.length === 0) return null;
    store.project.setKind('multi');
  }
  return 'The project stays multi-label: documents were given several classes, or none of them, since. Convert it to single-label to see which labels that would cost.';
}
