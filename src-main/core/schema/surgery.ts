import type { ProjectContext } from '../projects/project-context.ts';
import type { SchemaSurgery } from '../surgery.ts';
import { convert, convertPreview } from './convert.ts';
import { merge, mergePreview } from './merge.ts';
import { deletedClasses, restoreClass } from './restore-class.ts';
import { splitClass } from './split-class.ts';
import { createSplitProposals } from './split-proposals.ts';

export function createSurgery(context: ProjectContext): SchemaSurgery {
  const proposals = createSplitProposals(context);
  return {
    mergePreview: (classIds, into) => mergePreview(context, classIds, into),
    merge: (classIds, into) => merge(context, classIds, into),
    startSplit: proposals.start,
    split: async (jobId, names) => await splitClass(context, proposals.get(jobId), names),
    convertPreview: (kind) => convertPreview(context, kind),
    convert: (kind) => convert(context, kind),
    deleted: () => deletedClasses(context),
    restore: (classId) => restoreClass(context, classId),
  };
}
