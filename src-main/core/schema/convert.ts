import type { Labels } from '../../domain/document.ts';
import { AppError } from '../../domain/errors.ts';
import type { ProjectKind } from '../../domain/project.ts';
import { changeLabels, markUnsure } from '../documents/document-fields.ts';
import { writeInSlices } from '../history/operations.ts';
import { schemaDetails } from '../history/schema-effects.ts';
import type { ProjectContext } from '../projects/project-context.ts';
import type { ConvertPreview } from '../surgery.ts';
import { runSchemaWork } from './schema-operation.ts';

export async function convertPreview(context: ProjectContext, kind: ProjectKind): Promise<ConvertPreview> {
  checkNewKind(context, kind);
  const [unfit, counts] = await Promise.all([
    context.store.reader.unfitForSingle(),
    context.counts.settled(),
  ]);
  return {
    labelled: counts.labelled,
    several: kind === 'single' ? unfit.several.length : 0,
    none: kind === 'single' ? unfit.none.length : 0,
    models: context.store.models.list().filter((model) => model.kind !== kind).length,
  };
}

export function convert(context: ProjectContext, kind: ProjectKind): Promise<{ readonly changed: number }> {
  return runSchemaWork(context, () => {
    checkNewKind(context, kind);
    const before = context.kind;
    return {
      kind: 'convert',
      title: `Convert to ${kind}-label`,
      begin() {
        // Before the documents are looked at: nobody can give two classes to one of them any more.
        context.store.project.setKind(kind);
        return schemaDetails({ kind: { before, after: kind } });
      },
      relabel: async (operationId) => (kind === 'multi' ? 0 : await unlabelUnfit(context, operationId)),
    };
  });
}

async function unlabelUnfit(context: ProjectContext, operationId: number): Promise<number> {
  const { several, none } = await context.store.reader.unfitForSingle();
  context.bulk.expect(several.length + none.length);
  let changed = 0;
  const unlabel = (documentId: number): boolean => {
    // Somebody may have put it right meanwhile.
    const fitting = (labels: Labels): Labels => (labels?.length === 1 ? labels : null);
    const isChanged = changeLabels(context, operationId, documentId, fitting);
    changed += isChanged ? 1 : 0;
    return isChanged;
  };
  await writeInSlices(context, several, (documentId) => {
    if (unlabel(documentId)) markUnsure(context, operationId, documentId);
  });
  await writeInSlices(context, none, (documentId) => {
    unlabel(documentId);
  });
  return changed;
}

/** @throws AppError `bad_request`. */
function checkNewKind(context: ProjectContext, kind: ProjectKind): void {
  if (kind === context.kind) {
    throw new AppError('bad_request', `This project is ${kind}-label already.`);
  }
}
