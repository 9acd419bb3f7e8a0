import { parseClassName } from '../../domain/classes.ts';
import type { Labels } from '../../domain/document.ts';
import { AppError } from '../../domain/errors.ts';
import { newClass } from '../classes/class-fields.ts';
import { forEachWithClass } from '../classes/class-removal.ts';
import { knownDocumentsWith, requireClass } from '../classes/classes.ts';
import { changeLabels, markUnsure } from '../documents/document-fields.ts';
import { withoutClass } from '../documents/labels-after.ts';
import { type ClassDetails, schemaDetails } from '../history/schema-effects.ts';
import type { ProjectContext } from '../projects/project-context.ts';
import { runSchemaWork } from './schema-operation.ts';
import type { KeptProposal } from './split-proposals.ts';

export const fewestParts = 2;
export const mostParts = 10;

/**
 * The names as they are stored. One may be that of the class itself, which goes.
 * @throws AppError `bad_request`, `class_name_invalid`, `class_name_taken`.
 */
export function checkedPartNames(
  context: ProjectContext,
  classId: number,
  given: readonly string[],
): readonly string[] {
  const names = given.map(parseClassName);
  if (names.length < fewestParts || names.length > mostParts) {
    throw new AppError(
      'bad_request',
      `A class is split into ${fewestParts} to ${mostParts} classes; ${names.length} were named.`,
    );
  }
  for (const [place, name] of names.entries()) {
    const other = context.store.classes.findByName(name);
    if (names.indexOf(name) !== place || (other !== undefined && other.id !== classId)) {
      throw new AppError('class_name_taken', `There is a class “${name}” already. Choose another name.`);
    }
  }
  return names;
}

/** Carries out a proposal; see `SchemaSurgery.split`. */
export async function splitClass(
  context: ProjectContext,
  proposal: KeptProposal,
  given: readonly string[],
): Promise<{ readonly classIds: readonly number[]; readonly changed: number }> {
  const { classId } = proposal;
  let parts: readonly ClassDetails[] = [];
  const { changed } = await runSchemaWork(context, () => {
    const { name } = requireClass(context, classId);
    const names = checkedPartNames(context, classId, given);
    if (names.length !== proposal.groupCount) {
      throw new AppError(
        'bad_request',
        `${proposal.groupCount} groups were proposed and ${names.length} names given. Give one for each.`,
      );
    }
    return {
      kind: 'class-split',
      title: `Split “${name}” into ${names.map((each) => `“${each}”`).join(', ')}`,
      documents: knownDocumentsWith(context, [classId]),
      begin() {
        context.store.classes.delete(classId);
        parts = names.map((each) => ({
          classId: context.store.classes.insert(newClass(context, { name: each })),
          name: each,
        }));
        return schemaDetails({ removed: [{ classId, name }], added: parts });
      },
      relabel: (operationId) => relabel(context, proposal, parts, operationId),
    };
  });
  return { classIds: parts.map((part) => part.classId), changed };
}

function relabel(
  context: ProjectContext,
  proposal: KeptProposal,
  parts: readonly ClassDetails[],
  operationId: number,
): Promise<number> {
  const { classId } = proposal;
  return forEachWithClass(context, classId, (documentId) => {
    const place = placeOf(proposal.ids, documentId);
    const part = place === -1 ? undefined : parts[proposal.members[place]!];
    const next = (labels: Labels): Labels =>
      part === undefined
        ? withoutClass(labels, classId)
        : (labels ?? []).map((label) => (label === classId ? part.classId : label));
    changeLabels(context, operationId, documentId, next);
    markUnsure(context, operationId, documentId);
    // Nothing is known of a document that came since: nobody is less certain.
    context.store.documents.setCertainty(documentId, place === -1 ? 0 : proposal.certainty[place]!);
  });
}

/** The place of a number in an ascending list, or -1. */
function placeOf(ids: Int32Array, id: number): number {
  let low = 0;
  let high = ids.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (ids[middle] === id) return middle;
    if (ids[middle]! < id) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
