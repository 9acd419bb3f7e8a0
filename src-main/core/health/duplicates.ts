import { checkedSimilarity } from '../../domain/duplicates/duplicate-search.ts';
import { groupKind } from '../../domain/duplicates/group-list.ts';
import { AppError } from '../../domain/errors.ts';
import { defaultSeed } from '../../domain/splits.ts';
import { breathe } from '../breathe.ts';
import type { Health } from '../improvement.ts';
import type { JobControl } from '../jobs/job-registry.ts';
import { runTask } from '../jobs/run-task.ts';
import type { AnalysisItem, AnalysisRecord } from '../ports/analysis-tables.ts';
import type { Standing } from '../ports/store.ts';
import type { DuplicatesBatch, DuplicatesTaskResult, FoundGroup } from '../ports/worker.ts';
import { createStanding } from '../projects/fingerprints.ts';
import { assertWritable, type ProjectContext } from '../projects/project-context.ts';
import { startAnalysis } from './analysis-job.ts';
import { duplicateGroups } from './duplicate-rows.ts';
import { resolveDuplicates } from './resolve-duplicates.ts';
import type { StoredDuplicates, StoredGroup } from './stored-duplicates.ts';

export function createDuplicates(
  context: ProjectContext,
): Pick<Health, 'duplicates' | 'findDuplicates' | 'duplicateGroups' | 'resolveDuplicates'> {
  const standing = createStanding(context.store.reader, context.changes);
  return {
    async duplicates() {
      const record = context.store.analyses.latest('duplicates', '');
      if (record === undefined) return null;
      const { counts: _counts, texts: _texts, ...result } = record.result as StoredDuplicates;
      const present = await standing();
      return {
        analysisId: record.id,
        createdAt: record.createdAt,
        seconds: record.seconds,
        current: present.standing === record.fingerprint && present.usable <= result.documents,
        result,
      };
    },
    findDuplicates(threshold) {
      checkedSimilarity(threshold);
      return startAnalysis(context, {
        kind: 'duplicates',
        title: 'Find duplicates',
        running: 'Duplicates are being looked for already. Wait for the end of that, or cancel it.',
        fingerprint: async () => (await standing()).standing,
        run: async (analysisId, control) =>
          findAndStore(context, { analysisId, threshold }, await standing(), control),
      });
    },
    duplicateGroups: (analysisId, filter, from, count) =>
      duplicateGroups(context, requireDuplicates(context, analysisId), filter, { from, count }),
    resolveDuplicates(request) {
      assertWritable(context);
      return resolveDuplicates(context, requireDuplicates(context, request.analysisId), request);
    },
  };
}

/** @throws AppError `not_found`. */
function requireDuplicates(context: ProjectContext, analysisId: number): AnalysisRecord {
  const record = context.store.analyses.get(analysisId);
  if (record?.kind !== 'duplicates') {
    throw new AppError('not_found', 'This list of duplicates was replaced by a newer one. Open it again.');
  }
  return record;
}

async function findAndStore(
  context: ProjectContext,
  { analysisId, threshold }: { readonly analysisId: number; readonly threshold: number },
  { texts, usable }: Standing,
  control: JobControl,
): Promise<StoredDuplicates> {
  if (usable === 0) {
    throw new AppError('no_documents', 'There is no document in this project to compare. Import some first.');
  }
  let position = 0;
  const request = { threshold, labelledOnly: false };
  const { result, counts } = await findGroups(context, request, control, (groups) => {
    const items = groups.map((group, index) => toItem(group, position + index));
    context.store.analyses.addItems(analysisId, items);
    position += groups.length;
  });
  return { ...result, counts, texts };
}

/** Looks for groups in a worker; they come in the order of the list. */
export async function findGroups(
  context: ProjectContext,
  request: { readonly threshold: number; readonly labelledOnly: boolean },
  control: Pick<JobControl, 'signal' | 'progress' | 'log'>,
  onGroups: (groups: readonly FoundGroup[]) => void,
): Promise<DuplicatesTaskResult> {
  const counts = await context.counts.settled();
  const task = {
    kind: 'duplicates',
    projectPath: context.store.path,
    seed: defaultSeed,
    total: Math.max(1, request.labelledOnly ? counts.labelled : counts.documents),
    ...request,
  } as const;
  return await runTask<DuplicatesTaskResult>(context.launcher, task, {
    signal: control.signal,
    onProgress: control.progress,
    onLog: control.log,
    onBatch: async (batch) => {
      onGroups((batch as DuplicatesBatch).groups);
      await breathe();
    },
  });
}

function toItem({ documentIds, similarities, kind }: FoundGroup, position: number): AnalysisItem {
  // Downwards: nothing but 1 is shown as 1.
  const rounded = (): readonly number[] =>
    Array.from(similarities, (value) => Math.floor(value * 1000) / 1000);
  const data: StoredGroup = { kind, similarities: groupKind(kind).exact ? null : rounded() };
  return { position, documentIds: [...documentIds], data };
}
